package dev.likeness.evaluation.verification;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The scores of mated and impostor pairs, and the error rates at every threshold.
///
/// A pair matches if its score is *at least* the threshold, so pairs of equal score are decided alike, and no
/// result depends on the order of the pairs. The distinct thresholds are the distinct scores and one above
/// all scores.
public final class ScoreDistribution {
    private static final double ROUNDING = 1e-9;

    private final double[] mated;
    private final double[] impostors;
    private final double[] thresholds;

    /// A point of the ROC and DET curves.
    ///
    /// @param falseMatchRate share of impostor pairs at or above the threshold (FMR, FAR)
    /// @param falseNonMatchRate share of mated pairs below the threshold (FNMR); 1 − FNMR is the TAR
    public record Point(double threshold, double falseMatchRate, double falseNonMatchRate) {}

    /// @param mated scores of mated pairs, at least one
    /// @param impostors scores of impostor pairs, at least one
    /// @throws LikenessException `INVALID_ARGUMENT` if a kind has no pair or a score is not finite
    public ScoreDistribution(double[] mated, double[] impostors) {
        if (mated.length == 0 || impostors.length == 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "there must be mated and impostor pairs, got: %d and %d".formatted(mated.length, impostors.length));
        }
        this.mated = sorted(mated);
        this.impostors = sorted(impostors);
        double[] all = Arrays.copyOf(mated, mated.length + impostors.length + 1);
        System.arraycopy(impostors, 0, all, mated.length, impostors.length);
        all[all.length - 1] = Math.nextUp(Math.max(this.mated[mated.length - 1], this.impostors[impostors.length - 1]));
        this.thresholds = Arrays.stream(all).sorted().distinct().toArray();
    }

    private static double[] sorted(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        // NaN sorts last, so the two ends suffice to check all scores.
        if (!Double.isFinite(sorted[0]) || !Double.isFinite(sorted[sorted.length - 1])) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "scores must be finite, got: %s to %s".formatted(sorted[0], sorted[sorted.length - 1]));
        }
        return sorted;
    }

    /// The number of mated pairs.
    public long mated() {
        return mated.length;
    }

    /// The number of impostor pairs.
    public long impostors() {
        return impostors.length;
    }

    /// The error rates at a threshold.
    public Point at(double threshold) {
        return new Point(
                threshold,
                (double) (impostors.length - countBelow(impostors, threshold)) / impostors.length,
                (double) countBelow(mated, threshold) / mated.length);
    }

    /// The number of impostor pairs that match at a threshold.
    public long falseMatches(double threshold) {
        return (long) impostors.length - countBelow(impostors, threshold);
    }

    /// The share of all pairs that a threshold decides correctly; each pair counts once.
    public double accuracy(double threshold) {
        return (double) correctDecisions(threshold) / (mated.length + impostors.length);
    }

    /// The lowest threshold whose FMR is at most `falseMatchRate`; of all such thresholds it has the highest
    /// TAR.
    ///
    /// @param falseMatchRate 0 to 1
    public double thresholdAt(double falseMatchRate) {
        // In floating point, 0.1 · 30 is slightly below 3.
        int allowed = (int) Math.floor(falseMatchRate * impostors.length + ROUNDING);
        if (allowed >= impostors.length) {
            return thresholds[0];
        }
        double firstForbidden = impostors[impostors.length - 1 - allowed];
        return thresholds[Arrays.binarySearch(thresholds, firstForbidden) + 1];
    }

    /// The equal error rate, at which FMR = FNMR. It is exact if the rates are equal at a threshold, else
    /// interpolated linearly between the last threshold with FMR ≥ FNMR and the next.
    public double equalErrorRate() {
        int low = 0;
        int high = thresholds.length - 1;
        // At the lowest threshold FMR = 1 and FNMR = 0, at the highest the other way round.
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            Point point = at(thresholds[middle]);
            if (point.falseMatchRate >= point.falseNonMatchRate) {
                low = middle;
            } else {
                high = middle;
            }
        }
        Point before = at(thresholds[low]);
        Point after = at(thresholds[high]);
        double gapBefore = before.falseMatchRate - before.falseNonMatchRate;
        double gapAfter = after.falseMatchRate - after.falseNonMatchRate;
        double fraction = gapBefore / (gapBefore - gapAfter);
        return before.falseMatchRate + fraction * (after.falseMatchRate - before.falseMatchRate);
    }

    /// The threshold of the highest accuracy. It is the middle between the lowest accepted score and the next
    /// score below, which decides the same pairs in the same way and leaves a margin on both sides. Of
    /// several equally accurate thresholds it is the lowest.
    public double mostAccurateThreshold() {
        int best = 0;
        long bestRight = -1;
        int matedBelow = 0;
        int impostorsBelow = 0;
        for (int i = 0; i < thresholds.length; i++) {
            while (matedBelow < mated.length && mated[matedBelow] < thresholds[i]) {
                matedBelow++;
            }
            while (impostorsBelow < impostors.length && impostors[impostorsBelow] < thresholds[i]) {
                impostorsBelow++;
            }
            long right = (long) mated.length - matedBelow + impostorsBelow;
            if (right > bestRight) {
                best = i;
                bestRight = right;
            }
        }
        if (best == 0) {
            return thresholds[0];
        }
        double middle = thresholds[best - 1] + (thresholds[best] - thresholds[best - 1]) / 2;
        return middle > thresholds[best - 1] ? middle : thresholds[best];
    }

    /// The curve, from the lowest threshold to the highest. If there are more than `max` points, a selection
    /// that is evenly spaced by FMR and FNMR and includes both ends.
    ///
    /// @param max maximum number of points, at least 2
    public List<Point> curve(int max) {
        List<Point> points = new ArrayList<>();
        if (thresholds.length <= max) {
            for (double threshold : thresholds) {
                points.add(at(threshold));
            }
            return points;
        }
        // Half of the points by rank among the impostors, denser towards rare false matches; half among the mated.
        int half = max / 2;
        double[] chosen = new double[2 * half];
        double decades = Math.log(impostors.length);
        for (int i = 0; i < half; i++) {
            double fraction = (double) i / (half - 1);
            chosen[i] = impostors[impostors.length - (int) Math.round(Math.exp(fraction * decades))];
            chosen[half + i] = mated[(int) Math.round(fraction * (mated.length - 1))];
        }
        chosen[0] = thresholds[thresholds.length - 1];
        chosen[half] = thresholds[0];
        Arrays.stream(chosen).sorted().distinct().forEach(threshold -> points.add(at(threshold)));
        return points;
    }

    private long correctDecisions(double threshold) {
        return (long) mated.length - countBelow(mated, threshold) + countBelow(impostors, threshold);
    }

    private static int countBelow(double[] sorted, double threshold) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
