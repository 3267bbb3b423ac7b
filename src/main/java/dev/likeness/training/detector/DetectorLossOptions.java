package dev.likeness.training.detector;

import dev.likeness.support.Preconditions;

/// The weights of a detector's loss, relative to the cross-entropies of class and object.
///
/// @param box weight β of the EIoU loss, above 0
/// @param points weight π of the loss of a point's coordinate, at least 0
public record DetectorLossOptions(double box, double points) {
    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public DetectorLossOptions {
        Preconditions.require(box > 0, "box must be above 0", box);
        Preconditions.require(points >= 0, "points must be at least 0", points);
    }

    /// β = 4, π = 20.
    public static DetectorLossOptions defaults() {
        return new DetectorLossOptions(4, 20);
    }
}
