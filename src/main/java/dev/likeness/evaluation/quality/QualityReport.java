package dev.likeness.evaluation.quality;

import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.evaluation.verification.ScoredPair;
import dev.likeness.evaluation.verification.VerificationReport;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// How well a quality measure predicts errors. The method is error-versus-reject curves (Grother and Tabassi,
/// PAMI 29, 2007) of a measure and its baselines, in both modes. The quality of a pair is that of its worse
/// face.
///
/// @param falseMatchRate the FMR at which thresholds are set
/// @param mated number of mated pairs
/// @param impostors number of impostor pairs
/// @param curves the curves of every measure in both modes
/// @param differences the first measure compared with each other one; empty if there are too few pairs for an
///     area
public record QualityReport(
        double falseMatchRate, long mated, long impostors, List<RejectCurve> curves, List<Difference> differences)
        implements Report {

    /// The area of `measure` minus the area of `baseline` on the same pairs; negative if `measure` is better.
    ///
    /// @param upTo the greatest rejection rate of the area
    /// @param area 95 % interval by paired bootstrap
    public record Difference(String measure, String baseline, RejectionMode mode, double upTo, Interval area) {}

    public QualityReport {
        curves = List.copyOf(curves);
        differences = List.copyOf(differences);
    }

    /// A random quality, the baseline of every measure.
    ///
    /// @return `n` numbers between 0 and 1
    public static double[] random(int n, long seed) {
        return new SplittableRandom(seed).doubles(n).toArray();
    }

    /// Computes the curves and compares the first measure with the others.
    ///
    /// @param pairs scores and ground truth; folds are ignored
    /// @param measures for each measure, by name, the quality of each pair (the smaller of its two); the
    ///     evaluated measure first
    /// @param units bootstrap unit of each pair; pairs with the same number, such as degraded versions of one
    ///     pair, are resampled together. Numbers start at 0 and have no gaps
    /// @throws LikenessException `INVALID_ARGUMENT` if lengths differ, a quality is NaN, or there is no
    ///     measure
    public static QualityReport of(
            List<ScoredPair> pairs,
            LinkedHashMap<String, double[]> measures,
            int[] units,
            RejectProtocol protocol,
            Bootstrap bootstrap) {
        check(pairs, measures, units);
        int[] once = new int[pairs.size()];
        Arrays.fill(once, 1);
        List<RejectCurve> curves = new ArrayList<>();
        LinkedHashMap<String, RejectCurveBuilder> ordered = new LinkedHashMap<>();
        measures.forEach((name, qualities) -> {
            RejectCurveBuilder rejected = new RejectCurveBuilder(pairs, qualities, protocol);
            ordered.put(name, rejected);
            for (RejectionMode manner : RejectionMode.values()) {
                curves.add(rejected.curve(name, manner, once));
            }
        });
        String first = measures.firstEntry().getKey();
        RejectCurveBuilder judged = ordered.firstEntry().getValue();
        List<Difference> differences = new ArrayList<>();
        for (RejectionMode manner : RejectionMode.values()) {
            ordered.forEach((rival, rejected) -> {
                for (double limit : new double[] {protocol.maxRejection(), protocol.maxPartialRejection()}) {
                    Set<String> both = Set.copyOf(List.of(first, rival));
                    boolean known = curves.stream()
                            .filter(curve -> curve.mode() == manner && both.contains(curve.measure()))
                            .map(curve -> limit == protocol.maxRejection() ? curve.area() : curve.partialArea())
                            .allMatch(area -> area.value().isPresent());
                    if (known && !rival.equals(first)) {
                        Interval area = difference(judged, rejected, manner, units, limit, bootstrap);
                        differences.add(new Difference(first, rival, manner, limit, area));
                    }
                }
            });
        }
        long mated = pairs.stream().filter(ScoredPair::mated).count();
        return new QualityReport(protocol.falseMatchRate(), mated, pairs.size() - mated, curves, differences);
    }

    private static void check(List<ScoredPair> pairs, Map<String, double[]> measures, int[] units) {
        if (measures.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "there must be at least one quality measure, got: 0");
        }
        measures.forEach((name, qualities) -> {
            if (qualities.length != pairs.size() || units.length != pairs.size()) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "%s must have a quality and a unit for each of %d pairs, got: %d and %d"
                                .formatted(name, pairs.size(), qualities.length, units.length));
            }
            if (Arrays.stream(qualities).anyMatch(Double::isNaN)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "qualities of " + name + " must be numbers, got: NaN");
            }
        });
    }

    private static Interval difference(
            RejectCurveBuilder one,
            RejectCurveBuilder other,
            RejectionMode manner,
            int[] units,
            double limit,
            Bootstrap bootstrap) {
        int[] weights = new int[units.length];
        return bootstrap.interval(Arrays.stream(units).max().orElse(-1) + 1, drawn -> {
            for (int i = 0; i < weights.length; i++) {
                weights[i] = drawn[units[i]];
            }
            return one.area(manner, weights, limit) - other.area(manner, weights, limit);
        });
    }

    @Override
    public String kind() {
        return "quality";
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("The quality of a pair is the smaller of its two. Thresholds are set at FMR "
                + VerificationReport.rate(falseMatchRate) + ". A smaller area is better.");
        curves.stream()
                .flatMap(curve -> Stream.of(curve.area(), curve.partialArea()))
                .flatMap(figure -> figure.reason().stream())
                .forEach(notes::add);
        for (Difference difference : differences) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%s, up to %.2f, %s against %s: %s.",
                    name(difference.mode),
                    difference.upTo,
                    difference.measure,
                    difference.baseline,
                    !difference.area.excludesZero()
                            ? "no significant difference"
                            : difference.area.high() < 0 ? "better" : "worse"));
        }
        return notes;
    }

    @Override
    public List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        for (RejectionMode manner : RejectionMode.values()) {
            List<RejectCurve> ofManner =
                    curves.stream().filter(curve -> curve.mode() == manner).toList();
            parts.add(new ReportPart.Table(
                    "Error versus reject, " + name(manner),
                    List.of("measure", "FNMR at 0 %", "area", "partial area"),
                    ofManner.stream()
                            .map(curve -> List.of(
                                    curve.measure(),
                                    curve.points()
                                            .getFirst()
                                            .falseNonMatchRate()
                                            .text(4),
                                    curve.area().text(5),
                                    curve.partialArea().text(5)))
                            .toList()));
            double highest = ofManner.stream()
                    .flatMap(curve -> curve.points().stream())
                    .flatMapToDouble(point -> point.falseNonMatchRate().value().stream())
                    .max()
                    .orElse(1);
            parts.add(new ReportPart.LinePlot(
                    "FNMR at FMR %s, %s".formatted(VerificationReport.rate(falseMatchRate), name(manner)),
                    new ReportPart.Axis("share of pairs rejected", 0, 1, false),
                    new ReportPart.Axis("false non-match rate", 0, highest > 0 ? 1.05 * highest : 1, false),
                    ofManner.stream().map(QualityReport::line).toList()));
        }
        if (!differences.isEmpty()) {
            parts.add(new ReportPart.Table(
                    "Difference of areas, 95 % bootstrap interval",
                    List.of("measures", "threshold", "up to", "area", "units"),
                    differences.stream()
                            .map(difference -> List.of(
                                    difference.measure + " − " + difference.baseline,
                                    name(difference.mode),
                                    String.format(Locale.ROOT, "%.2f", difference.upTo),
                                    text(difference.area),
                                    Integer.toString(difference.area.units())))
                            .toList()));
        }
        return parts;
    }

    private static ReportPart.Line line(RejectCurve curve) {
        return new ReportPart.Line(
                curve.measure(),
                curve.points().stream()
                        .filter(point -> point.falseNonMatchRate().value().isPresent())
                        .map(point -> new ReportPart.PlotPoint(
                                point.rejected(),
                                point.falseNonMatchRate().value().orElseThrow()))
                        .toList());
    }

    private static String name(RejectionMode manner) {
        return switch (manner) {
            case FIXED_THRESHOLD -> "threshold fixed";
            case REESTIMATED_THRESHOLD -> "threshold re-estimated";
        };
    }

    private static String text(Interval interval) {
        return String.format(
                Locale.ROOT, "%+.5f (%+.5f to %+.5f)", interval.estimate(), interval.low(), interval.high());
    }
}
