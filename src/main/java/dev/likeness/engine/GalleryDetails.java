package dev.likeness.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.scoring.ActiveCalibration;
import dev.likeness.scoring.MatchScorer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A gallery at a glance.
///
/// @param embedder id of the model that made its vectors
/// @param dimension of its vectors
/// @param modelSha256 of the embedder's weights
/// @param withoutFace photos that show no face
/// @param people identities with at least one face
/// @param bytes on disk
/// @param quality of its faces; null, and no key, in lists of galleries
public record GalleryDetails(
        String name,
        String embedder,
        int dimension,
        String modelSha256,
        long photos,
        long withoutFace,
        long faces,
        long people,
        long bytes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Quality quality) {

    /// How good the faces of a gallery are.
    ///
    /// @param calibration what the quality rests on; null if none is known for the model, and the range of
    ///     magnitudes in its manifest serves
    /// @param histogram how many faces have quality 0–9, 10–19, …, 80–89, 90–100
    public record Quality(@Nullable ActiveCalibration calibration, List<Long> histogram) {
        private static final int BINS = 10;

        public Quality {
            histogram = List.copyOf(histogram);
        }

        static Quality of(GallerySnapshot snapshot, MatchScorer scorer) {
            long[] counts = new long[BINS];
            snapshot.forEachFace(face -> {
                int quality = scorer.quality(face.face().embedding().magnitude());
                counts[Math.min(quality / BINS, BINS - 1)]++;
            });
            return new Quality(scorer.report(), Arrays.stream(counts).boxed().toList());
        }
    }
}
