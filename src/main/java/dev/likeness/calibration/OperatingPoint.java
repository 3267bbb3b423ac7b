package dev.likeness.calibration;

/// How many false matches a caller accepts: the false match rate (FMR) of one comparison.
public enum OperatingPoint {
    /// One false match in 100,000 comparisons.
    CAUTIOUS(1e-5),
    /// One false match in 10,000 comparisons.
    BALANCED(1e-4),
    /// One false match in 1,000 comparisons.
    EAGER(1e-3);

    private final double falseMatchRate;

    OperatingPoint(double falseMatchRate) {
        this.falseMatchRate = falseMatchRate;
    }

    /// Maximum share of impostor pairs that match.
    public double falseMatchRate() {
        return falseMatchRate;
    }
}
