package dev.likeness.calibration;

import java.util.Collections;
import java.util.List;

/// A piecewise linear curve through knots, constant outside of them.
final class Curve {
    private Curve() {}

    /// @param xs strictly increasing, at least one
    /// @param ys one for each x
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
        // Clamped, because rounding must not break the order of neighbouring values.
        return Math.clamp(low + fraction * (high - low), Math.min(low, high), Math.max(low, high));
    }
}
