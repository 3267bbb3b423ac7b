package dev.likeness.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.index.PhotoReader;
import dev.likeness.scoring.ActiveCalibration;
import dev.likeness.scoring.MatchScorer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The details of a gallery.
///
/// @param embedder id of the model that made its vectors
/// @param dimension dimension of its vectors
/// @param modelSha256 SHA-256 of the embedder's weights
/// @param withoutFace photos that show no face
/// @param people people with at least one face, and those without one about whom users said something
/// @param bytes size on disk
/// @param lastBackup when the last backup in a folder of backups was made; null if there is none
/// @param quality quality of its faces; null, and omitted from the JSON form, in lists of galleries
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
        @Nullable Instant lastBackup,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Quality quality) {

    /// The quality of the faces of a gallery.
    ///
    /// @param calibration the calibration that the quality is based on; null if the model has no calibration,
    ///     and the quality is based on the range of magnitudes in its manifest
    /// @param histogram number of faces with quality 0–9, 10–19, …, 80–89, 90–100
    public record Quality(@Nullable ActiveCalibration calibration, List<Long> histogram) {
        private static final int BINS = 10;

        public Quality {
            histogram = List.copyOf(histogram);
        }

        static Quality of(PhotoReader snapshot, MatchScorer scorer) {
            long[] counts = new long[BINS];
            snapshot.scanFaces(face -> {
                int quality = scorer.quality(face.magnitude());
                counts[Math.min(quality / BINS, BINS - 1)]++;
            });
            return new Quality(
                    scorer.activeCalibration(), Arrays.stream(counts).boxed().toList());
        }
    }
}
