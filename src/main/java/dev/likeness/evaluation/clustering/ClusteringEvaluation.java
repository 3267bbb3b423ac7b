package dev.likeness.evaluation.clustering;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.calibration.QualityScale;
import dev.likeness.cluster.ClusterOptions;
import dev.likeness.cluster.algorithms.Clusterers;
import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.LabelledFace;
import dev.likeness.evaluation.data.LabelledFaces;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.face.Assignment;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Evaluates the people of a gallery with labelled photos. A label refers to the largest face of its photo;
/// other faces of the photo are not evaluated.
public final class ClusteringEvaluation {
    private ClusteringEvaluation() {}

    /// Evaluates the stored people of a gallery. An unassigned face, or a photo without a face, counts as a
    /// cluster of one.
    ///
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery; `INVALID_ARGUMENT` for labels of
    ///     photos that are not in the gallery, unless `badInput` skips them
    public static ClusteringReport ofPeople(
            Engine engine, String gallery, PhotoLabels labels, InvalidInputPolicy badInput) {
        try (GallerySnapshot snapshot = engine.galleries().snapshot(gallery)) {
            return ofPeople(snapshot, engine.galleries().qualityScale(gallery), labels, badInput);
        }
    }

    /// Clusters faces by core-first and scores the clusters by labels.
    ///
    /// @param people the label of each face
    /// @param space the face space of the faces' embedder; null if there is no fit
    public static ScoresByPerson coreFirst(List<Face> faces, List<String> people, @Nullable FaceSpace space) {
        Map<FaceId, Long> clusterOf = LabelledClustering.numbered(Clusterers.create(ClusterOptions.defaults(), space)
                .cluster(faces, new PrecomputedNeighbourhood(faces)));
        Map<String, Long> numbers = new HashMap<>();
        BitSet all = new BitSet();
        all.set(0, faces.size());
        return new ContingencyTable(
                        people.stream()
                                .mapToLong(person -> numbers.computeIfAbsent(person, _ -> (long) numbers.size()))
                                .toArray(),
                        faces.stream()
                                .mapToLong(face -> clusterOf.getOrDefault(face.id(), -1L))
                                .toArray())
                .byPerson(all);
    }

    static ClusteringReport ofPeople(
            GallerySnapshot gallery, QualityScale scale, PhotoLabels labels, InvalidInputPolicy badInput) {
        Map<FaceId, Long> clusters = new HashMap<>();
        gallery.forEachFace(stored -> {
            PersonId person = stored.person();
            if (person != null) {
                clusters.put(stored.face().id(), person.value());
            }
        });
        LabelledFaces labelled = LabelledFaces.find(labels, gallery, badInput);
        LabelledClustering clustering = LabelledClustering.of(
                labelled.faces(),
                clusters,
                gallery.statistics().faces(),
                stored -> scale.score(stored.face().embedding().magnitude()),
                ClusteringEvaluation::isConfirmed);
        return ClusteringReport.of(clustering.people(), clustering.clusters(), null, magnitudes(labelled.faces()))
                .withGalleryFacts(
                        samePhotoClusters(clusters),
                        suspectLabels(labelled.faces(), clusters, gallery),
                        QualityScores.of(clustering.scores()),
                        labelled);
    }

    private static boolean isConfirmed(StoredFace face) {
        return face.assignment() != null && face.assignment().reason() == Assignment.Reason.USER;
    }

    private static float[] magnitudes(List<LabelledFace> faces) {
        float[] magnitudes = new float[faces.size()];
        for (int i = 0; i < magnitudes.length; i++) {
            StoredFace face = faces.get(i).face();
            magnitudes[i] = face == null ? Float.NaN : face.face().embedding().magnitude();
        }
        return magnitudes;
    }

    /// Labels that disagree with the majority of their cluster. At least two faces must share the majority
    /// label.
    private static List<ClusteringReport.SuspectLabel> suspectLabels(
            List<LabelledFace> faces, Map<FaceId, Long> clusters, GallerySnapshot gallery) {
        Map<Long, List<LabelledFace>> together = new TreeMap<>();
        for (LabelledFace labelled : faces) {
            StoredFace face = labelled.face();
            Long cluster = face == null ? null : clusters.get(face.face().id());
            if (cluster != null) {
                together.computeIfAbsent(cluster, _ -> new ArrayList<>()).add(labelled);
            }
        }
        List<ClusteringReport.SuspectLabel> disputed = new ArrayList<>();
        for (List<LabelledFace> group : together.values()) {
            Map<String, Integer> counts = new TreeMap<>();
            group.forEach(labelled -> counts.merge(labelled.person(), 1, Integer::sum));
            Map.Entry<String, Integer> max = Collections.max(counts.entrySet(), Map.Entry.comparingByValue());
            if (max.getValue() < 2 || 2 * max.getValue() <= group.size()) {
                continue;
            }
            for (LabelledFace labelled : group) {
                if (!labelled.person().equals(max.getKey())) {
                    String path = gallery.photo(labelled.photo())
                            .map(photo -> photo.paths().firstKey())
                            .orElse(labelled.photo().toString());
                    disputed.add(
                            new ClusteringReport.SuspectLabel(path, labelled.person(), max.getKey(), max.getValue()));
                }
            }
        }
        disputed.sort(Comparator.comparingInt(ClusteringReport.SuspectLabel::faces)
                .reversed()
                .thenComparing(ClusteringReport.SuspectLabel::photo));
        return disputed;
    }

    /// The number of clusters with two faces of one photo, over all faces of the gallery. Apart from mirrors
    /// and collages, a person appears only once in a photo.
    private static long samePhotoClusters(Map<FaceId, Long> clusters) {
        record Seen(PhotoId photo, long cluster) {}
        Set<Seen> seen = new HashSet<>();
        Set<Long> twice = new HashSet<>();
        clusters.forEach((face, cluster) -> {
            if (!seen.add(new Seen(face.photo(), cluster))) {
                twice.add(cluster);
            }
        });
        return twice.size();
    }
}
