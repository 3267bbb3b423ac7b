package dev.likeness.evaluation.quality;

import dev.likeness.evaluation.report.Figure;
import java.util.List;

/// What is left of the false non-matches when the pairs of the lowest quality are dropped. Pairs of equal quality are
/// kept or dropped together, never more than asked, so the curve does not depend on the order of the pairs.
///
/// @param measure name of the quality measure
/// @param points at rejection 0, step, 2·step, …
/// @param area under the curve from 0 to the largest rejection, by trapezoids; the smaller, the better the measure
/// @param partialArea the same up to the partial limit, where rejection would be used
public record RejectCurve(String measure, RejectionMode mode, List<Point> points, Figure area, Figure partialArea) {

    /// One rejection rate.
    ///
    /// @param rejected share of pairs to drop, 0 to 1
    /// @param falseNonMatchRate of the mated pairs kept
    /// @param mated how many mated pairs are kept
    /// @param impostors how many impostor pairs the threshold rests on
    public record Point(double rejected, Figure falseNonMatchRate, long mated, long impostors) {}

    public RejectCurve {
        points = List.copyOf(points);
    }
}
