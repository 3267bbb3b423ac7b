package dev.likeness.evaluation.detection;

import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// How well faces of large pictures are found and recognised.
///
/// @param repeats number of pictures of each kind
/// @param pictures the results of each kind
public record TileReport(int repeats, List<OfPicture> pictures) implements Report {
    /// The limits of a photo library with panoramas and pictures of large cameras.
    static final double MIN_FOUND = 0.95;

    static final double MIN_COSINE = 0.95;

    public TileReport {
        pictures = List.copyOf(pictures);
    }

    /// The results of one kind of picture.
    ///
    /// @param faces number of faces that are found in the portraits alone
    /// @param found number of these that were found
    /// @param others number of faces that were found elsewhere, which are false or a portrait's second face
    /// @param medianCosine median cosine of a found face to itself in the portrait alone
    /// @param lowCosine tenth percentile of these cosines
    /// @param seconds processor time of reading one picture
    public record OfPicture(
            String name,
            double megapixels,
            int faces,
            int found,
            int others,
            double medianCosine,
            double lowCosine,
            double seconds) {
        boolean isMet() {
            return found >= MIN_FOUND * faces && medianCosine >= MIN_COSINE;
        }
    }

    /// Counts the faces of one kind of picture.
    static final class Tally {
        private final LargePicture picture;
        private final List<Float> cosines = new ArrayList<>();
        private int missed;
        private int detections;
        private int pictures;
        private int unknown;
        private long nanos;

        Tally(LargePicture picture) {
            this.picture = picture;
        }

        void addNanos(long more) {
            pictures++;
            nanos += more;
        }

        void addFound(float cosine) {
            cosines.add(cosine);
        }

        void addMissed() {
            missed++;
        }

        /// A face that is not found in its portrait alone, at this size.
        void addUnknown() {
            unknown++;
        }

        void addDetections(int all) {
            detections += all;
        }

        OfPicture result() {
            List<Float> sorted = new ArrayList<>(cosines);
            Collections.sort(sorted);
            return new OfPicture(
                    picture.name(),
                    picture.megapixels(),
                    sorted.size() + missed,
                    sorted.size(),
                    Math.max(0, detections - sorted.size() - unknown),
                    sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2),
                    sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 10),
                    nanos / 1e9 / pictures);
        }
    }

    @Override
    public String kind() {
        return "tiles";
    }

    @Override
    public List<ReportPart> parts() {
        return List.of(new ReportPart.Table(
                "Faces of large pictures",
                List.of(
                        "picture",
                        "faces found",
                        "other faces",
                        "cosine to itself, median",
                        "10th percentile",
                        "s a picture",
                        "ms a megapixel",
                        "met"),
                pictures.stream()
                        .map(one -> List.of(
                                one.name,
                                "%d of %d".formatted(one.found, one.faces),
                                Integer.toString(one.others),
                                String.format(Locale.ROOT, "%.3f", one.medianCosine),
                                String.format(Locale.ROOT, "%.3f", one.lowCosine),
                                String.format(Locale.ROOT, "%.2f", one.seconds),
                                String.format(Locale.ROOT, "%.1f", 1000 * one.seconds / one.megapixels),
                                one.isMet() ? "yes" : "no"))
                        .toList()));
    }

    @Override
    public List<String> notes() {
        return List.of(
                "%,d pictures of each kind; s is processor time.".formatted(repeats),
                String.format(
                        Locale.ROOT,
                        "Met: at least %.2f of the faces are found, and the median cosine is at least %.2f.",
                        MIN_FOUND,
                        MIN_COSINE));
    }
}
