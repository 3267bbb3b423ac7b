package dev.likeness.cluster.corefirst;

import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.ClusteringResult.AssignedFace;
import dev.likeness.cluster.ClusteringResultBuilder;
import dev.likeness.cluster.corefirst.Partition.BestCluster;
import dev.likeness.face.Assignment;
import dev.likeness.face.PersonId;
import java.util.List;

/// Turns the final partition into a result: every face with the reason and the margin of its assignment.
final class AssignmentReasons {
    private final CoreFirstInput input;
    private final Partition partition;
    private final FaceReassigner reassigner;
    private final double threshold;

    /// @param threshold evidence at which a face joined a cluster, in nats
    AssignmentReasons(CoreFirstInput input, Partition partition, FaceReassigner reassigner, double threshold) {
        this.input = input;
        this.partition = partition;
        this.reassigner = reassigner;
        this.threshold = threshold;
    }

    /// @param minFaces the faces of smaller clusters are unassigned, unless users asserted their person
    ClusteringResult result(int minFaces) {
        partition.recountCompany();
        ClusteringResultBuilder result = new ClusteringResultBuilder();
        for (int cluster = 0; cluster < partition.clusters(); cluster++) {
            List<Integer> members = partition.members(cluster).stream().sorted().toList();
            PersonId person = partition.assertedPerson(cluster);
            if (members.size() >= minFaces || person != null) {
                result.addCluster(
                        members.stream().map(input::face).toList(),
                        members.stream().map(this::assigned).toList(),
                        person);
            } else {
                members.stream().map(this::unassigned).forEach(result::addUnassigned);
            }
        }
        return result.build();
    }

    private AssignedFace assigned(int face) {
        int own = partition.clusterOf(face);
        double runnerUp = 0;
        for (int cluster : reassigner.candidates(face)) {
            if (cluster != own) {
                runnerUp = Math.max(runnerUp, partition.choiceEvidenceWithoutHysteresis(face, cluster));
            }
        }
        double margin = partition.isSingleton(face)
                ? Double.POSITIVE_INFINITY
                : partition.choiceEvidenceWithoutHysteresis(face, own) - runnerUp;
        return new AssignedFace(input.id(face), new Assignment(reason(face), (float) Math.max(0, margin)));
    }

    private Assignment.Reason reason(int face) {
        if (input.isAsserted(face)) {
            return Assignment.Reason.USER;
        }
        return input.isCore(face) ? Assignment.Reason.CORE : Assignment.Reason.JOINED;
    }

    private AssignedFace unassigned(int face) {
        BestCluster best = reassigner.best(face);
        double leadWeight = input.settings().merging().leadWeight();
        double missing = best.cluster() < 0
                ? Double.POSITIVE_INFINITY
                : threshold - best.evidence() - leadWeight * (best.evidence() - best.secondEvidence());
        return new AssignedFace(
                input.id(face), new Assignment(unassignedReason(face, best), (float) Math.max(0, missing)));
    }

    private Assignment.Reason unassignedReason(int face, BestCluster allowed) {
        BestCluster any = reassigner.bestIgnoringConstraints(face);
        if (any.cluster() != allowed.cluster() && reassigner.isConvincing(face, any, threshold)) {
            return Assignment.Reason.REJECTED;
        }
        if (allowed.evidence() >= threshold) {
            return Assignment.Reason.AMBIGUOUS;
        }
        return input.isCore(face) ? Assignment.Reason.NO_SIMILAR_FACE : Assignment.Reason.LOW_QUALITY;
    }
}
