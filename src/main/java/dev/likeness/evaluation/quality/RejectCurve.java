package dev.likeness.evaluation.quality;

import dev.likeness.evaluation.report.Figure;
import java.util.List;

/// The false non-match rate after the pairs of the lowest quality are rejected. Pairs of equal quality are
/// kept or rejected together, and never more than the rejection rate, so the curve does not depend on the
/// order of the pairs.
///
/// @param measure name of the quality measure
/// @param points points at rejection rates 0, step, 2·step, …
/// @param area area under the curve from 0 to the greatest rejection rate, by the trapezoidal rule; smaller
///     is better
/// @param partialArea the same up to the partial limit, the range in which rejection would be used
public record RejectCurve(String measure, RejectionMode mode, List<Point> points, Figure area, Figure partialArea) {

    /// One rejection rate.
    ///
    /// @param rejected share of pairs to reject, 0 to 1
    /// @param falseNonMatchRate false non-match rate of the remaining mated pairs
    /// @param mated number of remaining mated pairs
    /// @param impostors number of impostor pairs that determine the threshold
    public record Point(double rejected, Figure falseNonMatchRate, long mated, long impostors) {}

    public RejectCurve {
        points = List.copyOf(points);
    }
}
