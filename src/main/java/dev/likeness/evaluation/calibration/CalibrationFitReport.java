package dev.likeness.evaluation.calibration;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.FalseMatchTable;
import dev.likeness.calibration.MatchCalibration;
import dev.likeness.calibration.OperatingPoint;
import dev.likeness.evaluation.data.EvaluatedFace;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Histogram;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.evaluation.verification.VerificationReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fitted calibration, for inspection before use.
///
/// @param file the calibration file
/// @param qualityCentre magnitude at quality 50
/// @param qualityWidth difference in magnitude that changes the odds by a factor of e
/// @param faces calibration for the cosine of two faces
/// @param templates calibration for the cosine of two templates; null if too few people have several pictures
/// @param cleanMagnitudes histogram of the clean faces' magnitudes
/// @param degradedMagnitudes histogram of the degraded faces' magnitudes, in the same bins
public record CalibrationFitReport(
        String file,
        double qualityCentre,
        double qualityWidth,
        Matches faces,
        @Nullable Matches templates,
        Histogram cleanMagnitudes,
        Histogram degradedMagnitudes)
        implements Report {
    private static final double[] QUALITIES = {.1, .3, .5, .7, .9};
    private static final int BINS = 60;

    /// The calibration of one kind of pair.
    ///
    /// @param mated number of mated pairs for the probability
    /// @param impostors number of impostor pairs for the probability
    /// @param lowQualityThreshold 0 to 1, [MatchCalibration#lowQualityThreshold()]
    /// @param candidates the fitted models, the chosen one first
    /// @param thresholds cosine thresholds by operating point and quality
    public record Matches(
            long mated,
            long impostors,
            double lowQualityThreshold,
            List<MatchCalibration.Candidate> candidates,
            List<Threshold> thresholds) {
        public Matches {
            candidates = List.copyOf(candidates);
            thresholds = List.copyOf(thresholds);
        }

        private static Matches of(MatchCalibration calibration) {
            List<Threshold> thresholds = new ArrayList<>();
            for (OperatingPoint point : OperatingPoint.values()) {
                for (double quality : QUALITIES) {
                    double cosine = calibration.falseMatches().threshold(point.falseMatchRate(), quality);
                    FalseMatchTable.FalseMatchRate rate =
                            calibration.falseMatches().at(cosine, quality);
                    thresholds.add(new Threshold(point, quality, cosine, rate.extrapolated(), rate.impostors()));
                }
            }
            return new Matches(
                    calibration.mated(),
                    calibration.impostors(),
                    calibration.lowQualityThreshold(),
                    calibration.candidates(),
                    thresholds);
        }
    }

    /// The cosine threshold of one operating point at one quality.
    ///
    /// @param extrapolated whether fewer than ten impostor pairs lie above it
    /// @param impostors number of impostor pairs at this quality
    public record Threshold(
            OperatingPoint point, double quality, double cosine, boolean extrapolated, long impostors) {}

    static CalibrationFitReport of(String file, Calibration calibration, Map<String, List<EvaluatedFace>> pictures) {
        double[] clean = magnitudes(pictures.values(), true);
        double[] degraded = magnitudes(pictures.values(), false);
        double from = Math.floor(Math.min(
                Arrays.stream(clean).min().orElseThrow(),
                Arrays.stream(degraded).min().orElseThrow()));
        double to = Math.ceil(Math.max(
                Arrays.stream(clean).max().orElseThrow(),
                Arrays.stream(degraded).max().orElseThrow()));
        return new CalibrationFitReport(
                file,
                calibration.quality().centre(),
                calibration.quality().width(),
                Matches.of(calibration.faces()),
                calibration.templateMatches().map(Matches::of).orElse(null),
                Histogram.of(clean, from, to, BINS),
                Histogram.of(degraded, from, to, BINS));
    }

    private static double[] magnitudes(Collection<List<EvaluatedFace>> pictures, boolean clean) {
        return pictures.stream()
                .flatMap(faces ->
                        clean ? faces.stream().limit(1) : faces.stream().skip(1))
                .mapToDouble(face -> face.embedding().magnitude())
                .toArray();
    }

    @Override
    public String kind() {
        return "calibration-fit";
    }

    @Override
    public List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        parts.add(new ReportPart.Table(
                "Calibration in " + file,
                List.of("", "value"),
                List.of(
                        List.of("magnitude of quality 50", number(qualityCentre)),
                        List.of("width of the quality curve", number(qualityWidth)))));
        append(parts, "Faces", faces);
        if (templates != null) {
            append(parts, "Templates", templates);
        }
        parts.add(new ReportPart.HistogramPlot(
                "Magnitudes",
                "magnitude",
                List.of(
                        new ReportPart.NamedHistogram("clean", cleanMagnitudes),
                        new ReportPart.NamedHistogram("degraded", degradedMagnitudes))));
        return parts;
    }

    private static void append(List<ReportPart> parts, String kind, Matches matches) {
        parts.add(new ReportPart.Table(
                kind,
                List.of("", "value"),
                List.of(
                        List.of("mated pairs", String.format(Locale.ROOT, "%,d", matches.mated)),
                        List.of("impostor pairs", String.format(Locale.ROOT, "%,d", matches.impostors)),
                        List.of("poor below quality", number(100 * matches.lowQualityThreshold)))));
        parts.add(new ReportPart.Table(
                kind + ": models tried, the first is used",
                List.of("model", "held-out log-loss"),
                matches.candidates.stream()
                        .map(candidate -> List.of(candidate.kind(), number(candidate.logLoss())))
                        .toList()));
        parts.add(new ReportPart.Table(
                kind + ": cosine of each false match rate",
                List.of("FMR", "quality", "cosine", "impostor pairs seen"),
                matches.thresholds.stream()
                        .map(threshold -> List.of(
                                VerificationReport.rate(threshold.point.falseMatchRate()),
                                String.format(Locale.ROOT, "%.0f", 100 * threshold.quality),
                                number(threshold.cosine) + (threshold.extrapolated ? " (extrapolated)" : ""),
                                String.format(Locale.ROOT, "%,d", threshold.impostors)))
                        .toList()));
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>(List.of(
                "The probability and the false match rates use separate draws of impostor pairs; the latter are more.",
                "The mated pairs include several versions of each pair of pictures, so fewer of them are independent.",
                "An extrapolated cosine has fewer than ten impostor pairs above it and is uncertain."));
        if (templates == null) {
            notes.add("Template pairs need one folder per person and at least %d people with several pictures;"
                            .formatted(Figure.MIN_OBSERVATIONS)
                    + " so no calibration of templates was fitted.");
        }
        return notes;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
