package dev.likeness.evaluation;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.FalseMatchTable;
import dev.likeness.calibration.MatchCalibration;
import dev.likeness.calibration.OperatingPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What was learned, for a person to look at before trusting it.
///
/// @param file where the calibration is
/// @param mated pairs of the probability
/// @param impostors pairs of the probability
/// @param qualityCentre the magnitude of quality 50
/// @param qualityWidth units of magnitude that change the odds by e
/// @param poorQuality 0 to 1, [MatchCalibration#poorQuality()]
/// @param candidates the models tried, the chosen one first
/// @param thresholds the cosine of each operating point by quality
/// @param cleanMagnitudes histogram
/// @param degradedMagnitudes histogram in the same bins
public record FittedCalibration(
        String file,
        long mated,
        long impostors,
        double qualityCentre,
        double qualityWidth,
        double poorQuality,
        List<MatchCalibration.Candidate> candidates,
        List<Threshold> thresholds,
        Histogram cleanMagnitudes,
        Histogram degradedMagnitudes)
        implements Report {
    private static final double[] QUALITIES = {.1, .3, .5, .7, .9};
    private static final int BINS = 60;

    /// A cosine that impostor pairs of one quality reach as seldom as the operating point demands.
    ///
    /// @param extrapolated true if too few impostor pairs were seen beyond it
    /// @param impostors seen at this quality
    public record Threshold(
            OperatingPoint point, double quality, double cosine, boolean extrapolated, long impostors) {}

    public FittedCalibration {
        candidates = List.copyOf(candidates);
        thresholds = List.copyOf(thresholds);
    }

    static FittedCalibration of(String file, Calibration calibration, Map<String, List<JudgedFace>> pictures) {
        MatchCalibration faces = calibration.faces();
        List<Threshold> thresholds = new ArrayList<>();
        for (OperatingPoint point : OperatingPoint.values()) {
            for (double quality : QUALITIES) {
                double cosine = faces.falseMatches().threshold(point.falseMatchRate(), quality);
                FalseMatchTable.FalseMatchRate rate = faces.falseMatches().at(cosine, quality);
                thresholds.add(new Threshold(point, quality, cosine, rate.extrapolated(), rate.impostors()));
            }
        }
        double[] clean = magnitudes(pictures.values(), true);
        double[] degraded = magnitudes(pictures.values(), false);
        double from = Math.floor(Math.min(
                Arrays.stream(clean).min().orElseThrow(),
                Arrays.stream(degraded).min().orElseThrow()));
        double to = Math.ceil(Math.max(
                Arrays.stream(clean).max().orElseThrow(),
                Arrays.stream(degraded).max().orElseThrow()));
        return new FittedCalibration(
                file,
                faces.mated(),
                faces.impostors(),
                calibration.quality().centre(),
                calibration.quality().width(),
                faces.poorQuality(),
                faces.candidates(),
                thresholds,
                Histogram.of(clean, from, to, BINS),
                Histogram.of(degraded, from, to, BINS));
    }

    private static double[] magnitudes(Collection<List<JudgedFace>> pictures, boolean clean) {
        return pictures.stream()
                .flatMap(faces ->
                        clean ? faces.stream().limit(1) : faces.stream().skip(1))
                .mapToDouble(face -> face.embedding().magnitude())
                .toArray();
    }

    @Override
    public String measured() {
        return "calibration-fit";
    }

    @Override
    public List<ReportPart> parts() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("mated pairs", String.format(Locale.ROOT, "%,d", mated)));
        rows.add(List.of("impostor pairs", String.format(Locale.ROOT, "%,d", impostors)));
        rows.add(List.of("magnitude of quality 50", number(qualityCentre)));
        rows.add(List.of("width of the quality curve", number(qualityWidth)));
        rows.add(List.of("poor below quality", number(100 * poorQuality)));
        List<ReportPart> parts = new ArrayList<>();
        parts.add(new ReportPart.Table("Calibration in " + file, List.of("", "value"), rows));
        parts.add(new ReportPart.Table(
                "Models tried, the first is used",
                List.of("model", "held-out log-loss"),
                candidates.stream()
                        .map(candidate -> List.of(candidate.kind(), number(candidate.logLoss())))
                        .toList()));
        parts.add(new ReportPart.Table(
                "Cosine of each false match rate",
                List.of("FMR", "quality", "cosine", "impostor pairs seen"),
                thresholds.stream()
                        .map(threshold -> List.of(
                                VerificationReport.rate(threshold.point.falseMatchRate()),
                                String.format(Locale.ROOT, "%.0f", 100 * threshold.quality),
                                number(threshold.cosine) + (threshold.extrapolated ? " (extrapolated)" : ""),
                                String.format(Locale.ROOT, "%,d", threshold.impostors)))
                        .toList()));
        parts.add(new ReportPart.HistogramPlot(
                "Magnitudes",
                "magnitude",
                List.of(
                        new ReportPart.NamedHistogram("clean", cleanMagnitudes),
                        new ReportPart.NamedHistogram("degraded", degradedMagnitudes))));
        return parts;
    }

    @Override
    public List<String> notes() {
        return List.of(
                "Impostor pairs of the probability and of the false match rates are drawn apart; the second are more.",
                "An extrapolated cosine has fewer than ten impostor pairs beyond it and is a guess.");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
