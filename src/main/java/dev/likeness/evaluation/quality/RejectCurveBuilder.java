package dev.likeness.evaluation.quality;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.verification.ScoredPair;
import dev.likeness.evaluation.verification.VerificationReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Pairs sorted once by score and once by quality. A curve with any weights, such as those of a bootstrap
/// resample, then takes one pass per point and no sorting.
final class RejectCurveBuilder {
    private static final double ROUNDING = 1e-9;

    private final RejectProtocol protocol;
    private final double[] scores;
    private final boolean[] mated;
    private final double[] qualities;
    private final int[] byScoreFalling;
    private final int[] byQuality;

    RejectCurveBuilder(List<ScoredPair> pairs, double[] qualities, RejectProtocol protocol) {
        this.protocol = protocol;
        this.qualities = qualities;
        scores = pairs.stream().mapToDouble(ScoredPair::score).toArray();
        mated = new boolean[scores.length];
        for (int i = 0; i < mated.length; i++) {
            mated[i] = pairs.get(i).mated();
        }
        byScoreFalling = order(i -> -scores[i]);
        byQuality = order(i -> qualities[i]);
    }

    private int[] order(IntToDoubleFunction key) {
        return IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(key::applyAsDouble))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    RejectCurve curve(String measure, RejectionMode manner, int[] weights) {
        List<RejectCurve.Point> points = new ArrayList<>();
        double[] rates = rates(manner, weights);
        double[] cuts = cuts(manner, weights);
        for (int step = 0; step < rates.length; step++) {
            long keptMated = 0;
            long keptImpostors = 0;
            for (int i = 0; i < scores.length; i++) {
                boolean kept = qualities[i] >= cuts[step];
                if (mated[i] && kept) {
                    keptMated += weights[i];
                } else if (!mated[i] && (kept || manner == RejectionMode.FIXED_THRESHOLD)) {
                    keptImpostors += weights[i];
                }
            }
            points.add(new RejectCurve.Point(
                    protocol.rejected(step),
                    figure(step, keptMated, keptImpostors, rates[step]),
                    keptMated,
                    keptImpostors));
        }
        return new RejectCurve(
                measure,
                manner,
                points,
                area("area under the curve of " + measure, points, protocol.maxRejection(), rates),
                area("partial area under the curve of " + measure, points, protocol.maxPartialRejection(), rates));
    }

    private Figure figure(int step, long keptMated, long keptImpostors, double rate) {
        String claim = String.format(Locale.ROOT, "FNMR at rejection %.2f", protocol.rejected(step));
        long needed = Math.round(VerificationReport.MIN_FALSE_MATCHES / protocol.falseMatchRate());
        return keptMated < Figure.MIN_OBSERVATIONS
                ? new Figure.Withheld(claim, "mated pairs", keptMated, Figure.MIN_OBSERVATIONS)
                : Figure.of(claim, "impostor pairs", keptImpostors, needed, () -> rate);
    }

    private Figure area(String claim, List<RejectCurve.Point> points, double limit, double[] rates) {
        int last = protocol.steps(limit);
        for (RejectCurve.Point point : points.subList(0, last + 1)) {
            if (point.falseNonMatchRate() instanceof Figure.Withheld(var _, String what, long n, long needed)) {
                return new Figure.Withheld(
                        String.format(Locale.ROOT, "%s: rejection %.2f", claim, point.rejected()), what, n, needed);
            }
        }
        return new Figure.Measured(area(rates, limit), scores.length);
    }

    /// The area up to `limit` with these weights; NaN if one of its points has no mated pair.
    double area(RejectionMode manner, int[] weights, double limit) {
        return area(rates(manner, weights), limit);
    }

    private double area(double[] rates, double limit) {
        double sum = 0;
        for (int step = 1; step <= protocol.steps(limit); step++) {
            sum += (rates[step - 1] + rates[step]) / 2 * protocol.step();
        }
        return sum;
    }

    private double[] rates(RejectionMode manner, int[] weights) {
        double[] cuts = cuts(manner, weights);
        double[] rates = new double[cuts.length];
        double fixed = threshold(weights, Double.NEGATIVE_INFINITY);
        for (int step = 0; step < cuts.length; step++) {
            double threshold = manner == RejectionMode.FIXED_THRESHOLD ? fixed : threshold(weights, cuts[step]);
            long kept = 0;
            long missed = 0;
            for (int i = 0; i < scores.length; i++) {
                if (mated[i] && qualities[i] >= cuts[step]) {
                    kept += weights[i];
                    missed += scores[i] < threshold ? weights[i] : 0;
                }
            }
            rates[step] = (double) missed / kept;
        }
        return rates;
    }

    /// The lowest remaining quality at each step.
    private double[] cuts(RejectionMode manner, int[] weights) {
        boolean matedOnly = manner == RejectionMode.FIXED_THRESHOLD;
        long total = 0;
        for (int i = 0; i < scores.length; i++) {
            total += mated[i] || !matedOnly ? weights[i] : 0;
        }
        double[] cuts = new double[protocol.steps(protocol.maxRejection()) + 1];
        int next = 0;
        long dropped = 0;
        for (int step = 0; step < cuts.length; step++) {
            double allowed = protocol.rejected(step) * total + ROUNDING;
            while (next < byQuality.length) {
                double quality = qualities[byQuality[next]];
                int end = next;
                long group = 0;
                while (end < byQuality.length && qualities[byQuality[end]] == quality) {
                    int i = byQuality[end++];
                    group += mated[i] || !matedOnly ? weights[i] : 0;
                }
                if (dropped + group > allowed) {
                    break;
                }
                dropped += group;
                next = end;
            }
            cuts[step] = next == byQuality.length ? Double.POSITIVE_INFINITY : qualities[byQuality[next]];
        }
        return cuts;
    }

    /// The lowest score at which the impostors of at least this quality have the required false match rate.
    private double threshold(int[] weights, double cut) {
        long impostors = 0;
        for (int i = 0; i < scores.length; i++) {
            impostors += !mated[i] && qualities[i] >= cut ? weights[i] : 0;
        }
        double allowed = protocol.falseMatchRate() * impostors + ROUNDING;
        double threshold = Double.POSITIVE_INFINITY;
        long falseMatches = 0;
        int next = 0;
        while (next < byScoreFalling.length) {
            double score = scores[byScoreFalling[next]];
            while (next < byScoreFalling.length && scores[byScoreFalling[next]] == score) {
                int i = byScoreFalling[next++];
                falseMatches += !mated[i] && qualities[i] >= cut ? weights[i] : 0;
            }
            if (falseMatches > allowed) {
                return threshold;
            }
            threshold = score;
        }
        return threshold;
    }
}
