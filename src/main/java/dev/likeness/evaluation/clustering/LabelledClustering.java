package dev.likeness.evaluation.clustering;

import dev.likeness.cluster.ClusteringResult;
import dev.likeness.evaluation.data.LabelledFace;
import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.index.StoredFace;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// The labelled faces of one clustering: the person, the cluster and the quality of each.
///
/// @param people the person of each face, numbered from 0 in the order of the faces
/// @param clusters the cluster of each face; negative for a face in no cluster
/// @param qualities the quality of each face, 0 to 100; [#NO_FACE] for a photo in which no face was found
/// @param confirmed the faces whose person a user stated
/// @param largestShare share of all clustered faces, labelled or not, that are in the largest cluster
@SuppressWarnings("ArrayRecordComponent") // made of one clustering, read and never compared
record LabelledClustering(long[] people, long[] clusters, int[] qualities, BitSet confirmed, double largestShare) {
    /// Faces below this quality are evaluated on their own.
    static final int POOR_BELOW_QUALITY = 15;

    static final int NO_FACE = -1;

    /// @param clusterOf the cluster of each face that is in one
    /// @param faces number of clustered faces, labelled or not
    /// @param quality the quality of a face, 0 to 100
    /// @param isConfirmed whether a user stated a face's person
    static LabelledClustering of(
            List<LabelledFace> labelled,
            Map<FaceId, Long> clusterOf,
            int faces,
            ToIntFunction<StoredFace> quality,
            Predicate<StoredFace> isConfirmed) {
        Map<String, Long> numbers = new HashMap<>();
        long[] people = new long[labelled.size()];
        long[] clusters = new long[people.length];
        int[] qualities = new int[people.length];
        BitSet confirmed = new BitSet();
        for (int i = 0; i < people.length; i++) {
            StoredFace face = labelled.get(i).face();
            people[i] = numbers.computeIfAbsent(labelled.get(i).person(), _ -> (long) numbers.size());
            clusters[i] = face == null ? -1 : clusterOf.getOrDefault(face.face().id(), -1L);
            qualities[i] = face == null ? NO_FACE : quality.applyAsInt(face);
            confirmed.set(i, face != null && isConfirmed.test(face));
        }
        Map<Long, Integer> sizes = new HashMap<>();
        clusterOf.values().forEach(cluster -> sizes.merge(cluster, 1, Integer::sum));
        int largest = sizes.values().stream().mapToInt(size -> size).max().orElse(0);
        return new LabelledClustering(
                people, clusters, qualities, confirmed, faces == 0 ? 0 : (double) largest / faces);
    }

    /// The cluster of each face that is in one, numbered from 0.
    static Map<FaceId, Long> numbered(ClusteringResult result) {
        Map<FaceId, Long> clusterOf = new HashMap<>();
        long number = 0;
        for (ClusteringResult.Cluster cluster : result.clusters()) {
            for (FaceId face : cluster.ids()) {
                clusterOf.put(face, number);
            }
            number++;
        }
        return clusterOf;
    }

    ContingencyTable contingency() {
        return new ContingencyTable(people, clusters);
    }

    /// BCubed F of all labelled faces.
    double fOfAll() {
        return contingency().bCubed().fScore();
    }

    /// BCubed F of all people but some, without a look at the labels of these.
    ///
    /// @param hidden the people to leave out; not all of them
    double fWithout(BitSet hidden) {
        int n = 0;
        long[] seenPeople = new long[people.length];
        long[] seenClusters = new long[people.length];
        for (int face = 0; face < people.length; face++) {
            if (!hidden.get((int) people[face])) {
                seenPeople[n] = people[face];
                seenClusters[n++] = clusters[face];
            }
        }
        return new ContingencyTable(Arrays.copyOf(seenPeople, n), Arrays.copyOf(seenClusters, n))
                .bCubed()
                .fScore();
    }

    ClusteringScores scores() {
        ContingencyTable table = contingency();
        BitSet all = new BitSet();
        all.set(0, people.length);
        return new ClusteringScores(
                table.byPerson(all),
                new ContingencyTable(people, clustersWithoutSuggestions()).byPerson(all),
                table.byPerson(faces(Assignment.SUGGESTED_BELOW_QUALITY, Integer.MAX_VALUE)),
                table.byPerson(faces(0, Assignment.SUGGESTED_BELOW_QUALITY)),
                table.byPerson(faces(0, POOR_BELOW_QUALITY)),
                largestShare);
    }

    private long[] clustersWithoutSuggestions() {
        long[] certain = clusters.clone();
        BitSet suggestions = faces(0, Assignment.SUGGESTED_BELOW_QUALITY);
        suggestions.andNot(confirmed);
        suggestions.stream().forEach(face -> certain[face] = -1);
        return certain;
    }

    /// The faces with a quality from `from` to below `to`.
    private BitSet faces(int from, int to) {
        BitSet some = new BitSet();
        for (int face = 0; face < qualities.length; face++) {
            if (qualities[face] >= from && qualities[face] < to) {
                some.set(face);
            }
        }
        return some;
    }
}
