package dev.likeness.evaluation.detection;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the landmarks of several detectors are worth to one embedder.
///
/// @param embedder the embedder of all faces
/// @param pictures number of pictures that were read
/// @param common number of pictures with a face that all detectors find
/// @param detectors one row per detector, the evaluated one first
/// @param eyes the differences of every two detectors
public record LandmarkReport(String embedder, long pictures, long common, List<Row> detectors, List<EyeDifference> eyes)
        implements Report {

    /// The result of one detector.
    ///
    /// @param missed number of pictures in which it does not find the face that the first detector shows; of
    ///     the first detector, pictures in which it finds no face
    /// @param verification null without pairs
    /// @param clustering null without labels
    public record Row(
            String detector,
            long missed,
            @Nullable Verification verification,
            @Nullable Clustering clustering) {}

    /// How well pairs are verified.
    ///
    /// @param accuracy at the best single threshold
    /// @param lead the first detector's accuracy minus this one's, with a 95 % bootstrap interval over pairs;
    ///     null for the first and with too few pairs
    public record Verification(
            long pairs,
            Figure accuracy,
            Figure equalErrorRate,
            @Nullable Interval lead) {}

    /// How well core-first clusters the faces.
    ///
    /// @param f BCubed F, with precision and recall
    /// @param lead the first detector's F minus this one's, with a 95 % bootstrap interval over people; null
    ///     for the first and with too few people
    public record Clustering(
            long faces,
            long people,
            double f,
            double precision,
            double recall,
            @Nullable Interval lead) {}

    /// How far the eyes of two detectors are apart, relative to the distance between the eyes.
    ///
    /// @param n number of faces
    public record EyeDifference(
            String one, String other, long n, double median, double ninetieth, double rootMeanSquare) {}

    public LandmarkReport {
        detectors = List.copyOf(detectors);
        eyes = List.copyOf(eyes);
    }

    @Override
    public String kind() {
        return "landmarks";
    }

    @Override
    public List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        List<List<String>> verified = new ArrayList<>();
        List<List<String>> clustered = new ArrayList<>();
        for (Row row : detectors) {
            Verification verification = row.verification;
            if (verification != null) {
                verified.add(List.of(
                        row.detector,
                        count(verification.pairs),
                        verification.accuracy.text(4),
                        verification.equalErrorRate.text(4),
                        lead(verification.lead)));
            }
            Clustering clustering = row.clustering;
            if (clustering != null) {
                clustered.add(List.of(
                        row.detector,
                        count(clustering.faces),
                        number(clustering.f),
                        number(clustering.precision),
                        number(clustering.recall),
                        lead(clustering.lead)));
            }
        }
        String better = detectors.getFirst().detector + " better by";
        if (!verified.isEmpty()) {
            parts.add(new ReportPart.Table(
                    "Verification with " + embedder,
                    List.of("landmarks from", "pairs", "accuracy", "EER", better),
                    verified));
        }
        if (!clustered.isEmpty()) {
            parts.add(new ReportPart.Table(
                    "Clustering by core-first with " + embedder,
                    List.of("landmarks from", "faces", "BCubed F", "P", "R", better),
                    clustered));
        }
        parts.add(new ReportPart.Table(
                "Pictures, %s; with a face that all detectors find, %s".formatted(count(pictures), count(common)),
                List.of("detector", "face not found"),
                detectors.stream()
                        .map(row -> List.of(row.detector, count(row.missed)))
                        .toList()));
        parts.add(new ReportPart.Table(
                "Difference of the eyes, relative to the distance between them",
                List.of("detectors", "faces", "median", "90 %", "root mean square"),
                eyes.stream()
                        .map(pair -> List.of(
                                pair.one + ", " + pair.other,
                                count(pair.n),
                                number(pair.median),
                                number(pair.ninetieth),
                                number(pair.rootMeanSquare)))
                        .toList()));
        if (eyes.size() == 3) {
            double[] square =
                    eyes.stream().mapToDouble(EyeDifference::rootMeanSquare).toArray();
            parts.add(new ReportPart.Table(
                    "Error of the eyes if the three err independently",
                    List.of("detector", "root mean square"),
                    List.of(
                            error(0, square[0], square[1], square[2]),
                            error(1, square[0], square[2], square[1]),
                            error(2, square[1], square[2], square[0]))));
        }
        return parts;
    }

    private List<String> error(int detector, double toOne, double toOther, double ofOthers) {
        var error = EyeDifferences.error(toOne, toOther, ofOthers);
        return List.of(
                detectors.get(detector).detector, error.isPresent() ? number(error.getAsDouble()) : "not independent");
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>(List.of(
                "Only faces that all detectors find count, so nothing but the landmarks differs. Of a picture of a pair the face nearest to the middle counts, of a labelled photo the largest.",
                "Accuracy is at each detector's best single threshold. Intervals: 95 %, bootstrap over pairs, or over people. One that contains 0 shows no difference.",
                "A difference of two detectors is no error: it does not say which of them is right."));
        if (eyes.size() == 3) {
            notes.add(
                    "The errors follow from the three differences if they are independent (three-cornered hat). A detector that learned from another shares its errors, so both seem better than they are, and the third worse.");
        }
        return notes;
    }

    private static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    private static String lead(@Nullable Interval interval) {
        return interval == null ? "-" : interval.signed(4);
    }
}
