package dev.likeness.evaluation.clustering;

import dev.likeness.calibration.FaceSpace;
import dev.likeness.calibration.QualityScale;
import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.FacesToCluster;
import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.Degradation;
import dev.likeness.evaluation.data.DegradedCrops;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.LabelledFaces;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The faces of a gallery with labelled photos, to cluster them in several ways: as they are, and with some
/// of them degraded.
final class ComparedGallery {
    private final @Nullable FaceSpace space;
    private final QualityScale scale;
    private final List<Version> versions;
    private final LabelledFaces labelled;

    private ComparedGallery(
            @Nullable FaceSpace space, QualityScale scale, List<Version> versions, LabelledFaces labelled) {
        this.space = space;
        this.scale = scale;
        this.versions = versions;
        this.labelled = labelled;
    }

    /// The faces of a gallery, some of them possibly degraded.
    ///
    /// @param captureTimes when each photo was taken, if that is known
    record Version(List<Face> faces, Map<PhotoId, LocalDateTime> captureTimes, PrecomputedNeighbourhood neighbourhood) {
        static Version of(List<Face> faces, Map<PhotoId, LocalDateTime> captureTimes) {
            return new Version(faces, captureTimes, new PrecomputedNeighbourhood(faces));
        }

        /// The cluster of each face that is in one.
        Map<FaceId, Long> cluster(FaceClusterer clusterer) {
            return LabelledClustering.numbered(clusterer.cluster(
                    FacesToCluster.of(faces, captureTimes),
                    neighbourhood,
                    ClusteringContext.empty(),
                    ClusterListener.NONE));
        }
    }

    /// Reads a gallery.
    ///
    /// @param degraded share of the faces to degrade, 0 to 1
    /// @param seeds number of draws of degraded faces; ignored if `degraded` is 0
    static ComparedGallery read(
            Engine engine,
            String gallery,
            PhotoLabels labels,
            double degraded,
            int seeds,
            InvalidInputPolicy badInput) {
        try (GallerySnapshot snapshot = engine.galleries().snapshot(gallery)) {
            LabelledFaces labelled = LabelledFaces.find(labels, snapshot, badInput);
            List<Face> faces = new ArrayList<>();
            Map<PhotoId, LocalDateTime> captureTimes = new HashMap<>();
            snapshot.forEachFace(stored -> {
                faces.add(stored.face());
                if (stored.captureTime() != null) {
                    captureTimes.put(stored.face().id().photo(), stored.captureTime());
                }
            });
            List<Version> versions = new ArrayList<>(List.of(Version.of(faces, captureTimes)));
            if (degraded > 0 && seeds > 0) {
                FaceExtractor extractor = engine.extractor(snapshot.embedder().id(), new StageTimes());
                DegradedCrops crops = new DegradedCrops(snapshot, extractor::embed);
                for (long seed = 1; seed <= seeds; seed++) {
                    versions.add(Version.of(degraded(faces, crops, degraded, seed), captureTimes));
                }
            }
            FaceSpace space = engine.galleries()
                    .calibration(gallery)
                    .flatMap(calibration -> calibration.faceSpace())
                    .orElse(null);
            return new ComparedGallery(space, engine.galleries().qualityScale(gallery), versions, labelled);
        }
    }

    private static List<Face> degraded(List<Face> faces, DegradedCrops crops, double share, long seed) {
        Set<FaceId> drawn = new HashSet<>();
        for (Face face : faces) {
            // Seeded by the face's id, so that the result does not depend on the order of the faces.
            long own =
                    new SplittableRandom(seed).nextLong() ^ face.id().toString().hashCode();
            if (new SplittableRandom(~own).nextDouble() < share) {
                drawn.add(face.id());
            }
        }
        Map<FaceId, Embedding> poor = crops.embed(drawn, face -> Degradation.severe(seed, face.toString()));
        return faces.stream()
                .map(face -> new Face(face.id(), face.detection(), poor.getOrDefault(face.id(), face.embedding())))
                .toList();
    }

    @Nullable
    FaceSpace space() {
        return space;
    }

    QualityScale scale() {
        return scale;
    }

    LabelledFaces labelled() {
        return labelled;
    }

    /// The number of faces, labelled or not.
    int faces() {
        return versions.getFirst().faces.size();
    }

    /// The gallery as it is, alone in its list.
    List<Version> clean() {
        return versions.subList(0, 1);
    }

    /// The gallery with degraded faces, in several draws; empty if none are degraded.
    List<Version> degraded() {
        return versions.subList(1, versions.size());
    }

    /// Clusters one version.
    LabelledClustering cluster(Version version, FaceClusterer clusterer) {
        Map<FaceId, Float> magnitudes = new HashMap<>();
        version.faces.forEach(face -> magnitudes.put(face.id(), face.embedding().magnitude()));
        return LabelledClustering.of(
                labelled.faces(),
                version.cluster(clusterer),
                version.faces.size(),
                stored -> scale.score(magnitudes.getOrDefault(stored.face().id(), 0f)),
                _ -> false);
    }
}
