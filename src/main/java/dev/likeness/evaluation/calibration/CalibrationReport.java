package dev.likeness.evaluation.calibration;

import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.GallerySpread;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.report.Quantiles;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How well probabilities are calibrated. The measures are the expected calibration error (ECE, 15 bins of
/// equal mass; Naeini et al., AAAI 2015), the log-loss and the Brier score. A rival, such as a calibration of
/// the cosine alone, is evaluated on the same pairs, overall and by quartile of the pair's quality.
///
/// @param mated number of mated pairs
/// @param impostors number of impostor pairs
/// @param name name of the evaluated calibration
/// @param baseline name of the rival
/// @param calibrationError mean distance between probability and frequency, with its bootstrap interval
/// @param baselineCalibrationError the same for the rival
/// @param logLoss log-loss, nats
/// @param brier mean squared error
/// @param bins reliability diagram, lowest probabilities first
/// @param comparisons comparisons over all pairs (quartile 0) and by quartile of the quality (1 to 4)
/// @param ofGalleries the calibration error in galleries of fewer people
/// @param wrongLabels the part of the calibration error that wrong labels may explain; null if no label noise
///     was assumed
public record CalibrationReport(
        long mated,
        long impostors,
        String name,
        String baseline,
        Interval calibrationError,
        Interval baselineCalibrationError,
        double logLoss,
        double baselineLogLoss,
        double brier,
        double baselineBrier,
        List<Bin> bins,
        List<Comparison> comparisons,
        GallerySpread ofGalleries,
        @Nullable WrongLabels wrongLabels)
        implements Report {
    private static final int BINS = 15;
    private static final double MIN_PROBABILITY = 1e-15;

    /// A test pair with both probabilities.
    ///
    /// @param probability probability that it is mated, 0 to 1
    /// @param baselineProbability the rival's probability, 0 to 1
    /// @param quality quality of the pair, on any scale
    /// @param unit bootstrap unit; pairs with the same number are resampled together. Numbers start at 0 and
    ///     have no gaps
    public record Forecast(double probability, double baselineProbability, boolean mated, double quality, int unit) {

        /// @throws LikenessException `INVALID_ARGUMENT` if a probability is outside 0 to 1, or the unit is
        ///     negative
        public Forecast {
            if (!(probability >= 0 && probability <= 1) || !(baselineProbability >= 0 && baselineProbability <= 1)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "probabilities must be between 0 and 1, got: %s and %s"
                                .formatted(probability, baselineProbability));
            }
            if (unit < 0) {
                throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "unit must not be negative, got: " + unit);
            }
        }
    }

    /// A bin of pairs with similar probabilities.
    public record Bin(double meanProbability, double frequency, long n) {}

    /// The loss of the evaluated calibration minus that of the rival; a negative difference is better.
    public record Comparison(int quartile, long n, Interval logLoss, Interval brier) {}

    /// The calibration error if a share of the photos has wrong labels.
    ///
    /// @param share share of the photos, 0 to 1
    /// @param calibrationError error of the probability that a *label* says mated
    /// @param explained the error with all labels assumed correct, minus this one, on the same resamples
    public record WrongLabels(double share, Interval calibrationError, Interval explained) {}

    public CalibrationReport {
        bins = List.copyOf(bins);
        comparisons = List.copyOf(comparisons);
    }

    /// Evaluates forecasts.
    ///
    /// @param galleryPeople number of people of a single gallery, at least 1; half of the units if there are
    ///     fewer than twice as many
    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer than 30 units. A quartile with fewer
    ///     units is not compared, and a note says so
    public static CalibrationReport of(
            String name, String rival, List<Forecast> forecasts, int galleryPeople, Bootstrap bootstrap) {
        int units = forecasts.stream().mapToInt(Forecast::unit).max().orElse(-1) + 1;
        Reliability judged = new Reliability(forecasts, Forecast::probability);
        Reliability against = new Reliability(forecasts, Forecast::baselineProbability);
        Interval error = bootstrap.interval(units, judged::calibrationError);
        Interval rivalError = bootstrap.interval(units, against::calibrationError);
        int[] once = new int[units];
        Arrays.fill(once, 1);
        List<Comparison> comparisons = new ArrayList<>();
        comparisons.add(comparison(0, forecasts, bootstrap));
        double[] qualities =
                forecasts.stream().mapToDouble(Forecast::quality).sorted().toArray();
        double from = Double.NEGATIVE_INFINITY;
        for (int quartile = 1; quartile <= 4; quartile++) {
            double low = from;
            double high = Quantiles.of(qualities, quartile / 4.0);
            List<Forecast> within = forecasts.stream()
                    .filter(forecast -> forecast.quality > low && forecast.quality <= high)
                    .toList();
            if (within.stream().mapToInt(Forecast::unit).distinct().count() >= Figure.MIN_OBSERVATIONS) {
                comparisons.add(comparison(quartile, within, bootstrap));
            }
            from = high;
        }
        long mated = forecasts.stream().filter(Forecast::mated).count();
        return new CalibrationReport(
                mated,
                forecasts.size() - mated,
                name,
                rival,
                error,
                rivalError,
                mean(forecasts, forecast -> logLoss(forecast.probability, forecast.mated)),
                mean(forecasts, forecast -> logLoss(forecast.baselineProbability, forecast.mated)),
                mean(forecasts, forecast -> brier(forecast.probability, forecast.mated)),
                mean(forecasts, forecast -> brier(forecast.baselineProbability, forecast.mated)),
                judged.bins(once),
                comparisons,
                GallerySpread.drawn(
                        Math.min(galleryPeople, units / 2), units, bootstrap.seed(), judged::calibrationError),
                null);
    }

    /// Adds the part of the calibration error that wrong labels may explain.
    ///
    /// @param share share of the photos whose label is wrong
    /// @param trusting the forecasts of this report
    /// @param ofLabels the forecasts of the labels, in the same order
    CalibrationReport withLabelNoise(
            double share, List<Forecast> trusting, List<Forecast> ofLabels, Bootstrap bootstrap) {
        int units = ofLabels.stream().mapToInt(Forecast::unit).max().orElse(-1) + 1;
        Reliability trusted = new Reliability(trusting, Forecast::probability);
        Reliability doubted = new Reliability(ofLabels, Forecast::probability);
        return new CalibrationReport(
                mated,
                impostors,
                name,
                baseline,
                calibrationError,
                baselineCalibrationError,
                logLoss,
                baselineLogLoss,
                brier,
                baselineBrier,
                bins,
                comparisons,
                ofGalleries,
                new WrongLabels(
                        share,
                        bootstrap.interval(units, doubted::calibrationError),
                        bootstrap.interval(
                                units, drawn -> trusted.calibrationError(drawn) - doubted.calibrationError(drawn))));
    }

    private static Comparison comparison(int quartile, List<Forecast> forecasts, Bootstrap bootstrap) {
        return new Comparison(
                quartile,
                forecasts.size(),
                difference(
                        forecasts,
                        bootstrap,
                        forecast -> logLoss(forecast.probability, forecast.mated)
                                - logLoss(forecast.baselineProbability, forecast.mated)),
                difference(
                        forecasts,
                        bootstrap,
                        forecast -> brier(forecast.probability, forecast.mated)
                                - brier(forecast.baselineProbability, forecast.mated)));
    }

    private static Interval difference(
            List<Forecast> forecasts, Bootstrap bootstrap, ToDoubleFunction<Forecast> difference) {
        int[] units =
                forecasts.stream().mapToInt(Forecast::unit).sorted().distinct().toArray();
        double[] sums = new double[units.length];
        int[] counts = new int[units.length];
        for (Forecast forecast : forecasts) {
            int unit = Arrays.binarySearch(units, forecast.unit);
            sums[unit] += difference.applyAsDouble(forecast);
            counts[unit]++;
        }
        return bootstrap.interval(units.length, drawn -> {
            double sum = 0;
            long n = 0;
            for (int unit = 0; unit < drawn.length; unit++) {
                sum += drawn[unit] * sums[unit];
                n += (long) drawn[unit] * counts[unit];
            }
            return sum / n;
        });
    }

    private static double mean(List<Forecast> forecasts, ToDoubleFunction<Forecast> loss) {
        return forecasts.stream().mapToDouble(loss).average().orElseThrow();
    }

    private static double logLoss(double probability, boolean mated) {
        return -Math.log(Math.max(mated ? probability : 1 - probability, MIN_PROBABILITY));
    }

    private static double brier(double probability, boolean mated) {
        double error = probability - (mated ? 1 : 0);
        return error * error;
    }

    /// Forecasts sorted by probability. Equal probabilities fall into one bin, so the order of the pairs does
    /// not matter.
    private static final class Reliability {
        private final double[] probabilities;
        private final boolean[] mated;
        private final int[] units;

        Reliability(List<Forecast> forecasts, ToDoubleFunction<Forecast> probability) {
            int[] order = IntStream.range(0, forecasts.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> probability.applyAsDouble(forecasts.get(i))))
                    .mapToInt(Integer::intValue)
                    .toArray();
            probabilities = new double[order.length];
            mated = new boolean[order.length];
            units = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                Forecast forecast = forecasts.get(order[i]);
                probabilities[i] = probability.applyAsDouble(forecast);
                mated[i] = forecast.mated;
                units[i] = forecast.unit;
            }
        }

        double calibrationError(int[] drawn) {
            double sum = 0;
            long n = 0;
            for (Bin bin : bins(drawn)) {
                sum += bin.n * Math.abs(bin.meanProbability - bin.frequency);
                n += bin.n;
            }
            return sum / n;
        }

        List<Bin> bins(int[] drawn) {
            long total = 0;
            for (int unit : units) {
                total += drawn[unit];
            }
            double[] sums = new double[BINS];
            long[] hits = new long[BINS];
            long[] counts = new long[BINS];
            long before = 0;
            int next = 0;
            while (next < probabilities.length) {
                int end = next;
                long weight = 0;
                long matedWeight = 0;
                while (end < probabilities.length && probabilities[end] == probabilities[next]) {
                    weight += drawn[units[end]];
                    matedWeight += mated[end] ? drawn[units[end]] : 0;
                    end++;
                }
                int bin = (int) Math.min((before + weight / 2.0) / total * BINS, BINS - 1.0);
                sums[bin] += weight * probabilities[next];
                hits[bin] += matedWeight;
                counts[bin] += weight;
                before += weight;
                next = end;
            }
            List<Bin> bins = new ArrayList<>();
            for (int bin = 0; bin < BINS; bin++) {
                if (counts[bin] > 0) {
                    bins.add(new Bin(sums[bin] / counts[bin], (double) hits[bin] / counts[bin], counts[bin]));
                }
            }
            return bins;
        }
    }

    @Override
    public String kind() {
        return "calibration";
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("ECE over 15 bins of equal mass; intervals are 95 %% bootstrap intervals over %d units."
                .formatted(calibrationError.units()));
        notes.add(
                "In one gallery of %d of these people, the ECE is %s: median and 95 %% of %d galleries. Fewer pairs make it greater by chance alone."
                        .formatted(ofGalleries.people(), ofGalleries.text(), ofGalleries.galleries()));
        for (Comparison comparison : comparisons) {
            notes.add("%s, %s against %s: log-loss %s, Brier score %s."
                    .formatted(
                            quartileName(comparison.quartile),
                            name,
                            baseline,
                            verdict(comparison.logLoss),
                            verdict(comparison.brier)));
        }
        for (int quartile = 1; quartile <= 4; quartile++) {
            int missing = quartile;
            if (comparisons.stream().noneMatch(comparison -> comparison.quartile == missing)) {
                notes.add("quality quartile %d needs at least %d units to be compared, got fewer."
                        .formatted(quartile, Figure.MIN_OBSERVATIONS));
            }
        }
        if (wrongLabels != null) {
            notes.add(String.format(
                    Locale.ROOT,
                    "All figures except the next assume correct labels. If %.0f %% of the photos show another person than"
                            + " their label says (each photo with equal probability, and a person without any other photo),"
                            + " a label says mated with the likelihood ratio (1 − η)·LR + η, η = %.4f, and the ECE is %s:"
                            + " %s of it explained by wrong labels%s.",
                    100 * wrongLabels.share,
                    1 - (1 - wrongLabels.share) * (1 - wrongLabels.share),
                    text(wrongLabels.calibrationError, ""),
                    text(wrongLabels.explained, "+"),
                    wrongLabels.explained.excludesZero() ? "" : ", which is not significant"));
        }
        return notes;
    }

    private static String verdict(Interval difference) {
        if (!difference.excludesZero()) {
            return "shows no significant difference";
        }
        return difference.high() < 0 ? "better" : "worse";
    }

    private static String quartileName(int quartile) {
        return quartile == 0 ? "all pairs" : "quality quartile " + quartile;
    }

    @Override
    public List<ReportPart> parts() {
        return List.of(
                new ReportPart.Table(
                        String.format(Locale.ROOT, "Calibration of %,d mated and %,d impostor pairs", mated, impostors),
                        List.of("", "ECE (95 %)", "log-loss", "Brier"),
                        List.of(
                                List.of(name, text(calibrationError, ""), number(logLoss), number(brier)),
                                List.of(
                                        baseline,
                                        text(baselineCalibrationError, ""),
                                        number(baselineLogLoss),
                                        number(baselineBrier)))),
                new ReportPart.Table(
                        name + " − " + baseline,
                        List.of("", "n", "log-loss (95 %)", "Brier (95 %)"),
                        comparisons.stream()
                                .map(comparison -> List.of(
                                        quartileName(comparison.quartile),
                                        String.format(Locale.ROOT, "%,d", comparison.n),
                                        text(comparison.logLoss, "+"),
                                        text(comparison.brier, "+")))
                                .toList()),
                new ReportPart.LinePlot(
                        "Reliability",
                        new ReportPart.Axis("probability", 0, 1, false),
                        new ReportPart.Axis("share of mated pairs", 0, 1, false),
                        List.of(
                                new ReportPart.Line(
                                        name,
                                        bins.stream()
                                                .map(bin ->
                                                        new ReportPart.PlotPoint(bin.meanProbability, bin.frequency))
                                                .toList()),
                                new ReportPart.Line(
                                        "perfect",
                                        List.of(new ReportPart.PlotPoint(0, 0), new ReportPart.PlotPoint(1, 1))))));
    }

    private static String text(Interval interval, String sign) {
        String form = "%" + sign + ".4f (%" + sign + ".4f to %" + sign + ".4f)";
        return String.format(Locale.ROOT, form, interval.estimate(), interval.low(), interval.high());
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
