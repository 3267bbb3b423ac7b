package dev.likeness.calibration;

import java.util.Collections;
import java.util.List;

/// A curve given by knots: straight lines between them, level outside.
final class Curve {
    private Curve() {}

    /// @param xs strictly growing, at least one
    /// @param ys as many
    static double interpolate(double x, List<Double> xs, List<Double> ys) {
        int found = Collections.binarySearch(xs, x);
        if (found >= 0) {
            return ys.get(found);
        }
        int above = -found - 1;
        if (above == 0) {
            return ys.getFirst();
        }
        if (above == xs.size()) {
            return ys.getLast();
        }
        double fraction = (x - xs.get(above - 1)) / (xs.get(above) - xs.get(above - 1));
        double low = ys.get(above - 1);
        double high = ys.get(above);
        // The clamp keeps rounding from breaking the order of neighbouring values.
        return Math.clamp(low + fraction * (high - low), Math.min(low, high), Math.max(low, high));
    }
}
