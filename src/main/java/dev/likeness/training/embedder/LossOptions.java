package dev.likeness.training.embedder;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.Preconditions;
import java.util.Locale;

/// The MagFace loss of one face with label `y` (Meng, Zhao, Huang, Zhou, *MagFace*, CVPR 2021, eq. 3 and 4):
///
///     m(a) = (u_m − l_m) / (u_a − l_a) · (a − l_a) + l_m          g(a) = 1/a + a/u_a²
///     L = −log( e^{s·cos(θ_y + m(a))} / (e^{s·cos(θ_y + m(a))} + Σ_{j≠y} e^{s·cosθ_j}) ) + λ_g·g(a)
///
/// where `a` is the magnitude, clamped to `[l_a, u_a]`. With `l_m = u_m` and `λ_g = 0` it is ArcFace or
/// CosFace.
///
/// @param margin where the margin is added
/// @param scale s, above 0
/// @param lowerMagnitude l_a, above 0
/// @param upperMagnitude u_a, above l_a
/// @param lowerMargin l_m, 0 to u_m: radians for [MarginKind#ARC], a difference of cosines for
///     [MarginKind#COS]
/// @param upperMargin u_m, below π/2
/// @param lambda λ_g, the weight of g, at least [#minLambda]
/// @param easyMargin for [MarginKind#ARC] only. If true, no margin is added where `cosθ_y ≤ 0`. If false,
///     `cosθ_y − m·sin m` replaces `cos(θ_y + m)` beyond `θ_y = π − m`, where the latter would rise again
public record LossOptions(
        MarginKind margin,
        double scale,
        double lowerMagnitude,
        double upperMagnitude,
        double lowerMargin,
        double upperMargin,
        double lambda,
        boolean easyMargin) {

    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range, or λ_g is below its bound
    public LossOptions {
        Preconditions.require(scale > 0, "scale must be above 0", scale);
        Preconditions.require(lowerMagnitude > 0, "lowerMagnitude must be above 0", lowerMagnitude);
        Preconditions.require(
                upperMagnitude > lowerMagnitude,
                "upperMagnitude must be above lowerMagnitude (%s)".formatted(lowerMagnitude),
                upperMagnitude);
        Preconditions.require(lowerMargin >= 0, "lowerMargin must be at least 0", lowerMargin);
        Preconditions.require(
                upperMargin >= lowerMargin && upperMargin < Math.PI / 2,
                "upperMargin must be at least lowerMargin (%s) and below π/2".formatted(lowerMargin),
                upperMargin);
        double least = minLambda(
                scale, lowerMagnitude, upperMagnitude, slope(lowerMagnitude, upperMagnitude, lowerMargin, upperMargin));
        if (!(lambda >= least)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    String.format(
                            Locale.ROOT,
                            "lambda must be at least %.3f, or the magnitude has no optimum (s·K·u_a²·l_a² / (u_a² − l_a²)), got: %s",
                            least,
                            lambda));
        }
    }

    /// MagFace as published: s = 64, magnitudes 10 to 110, margins 0.45 to 0.8, λ_g = 35.
    public static LossOptions magFace() {
        return new LossOptions(MarginKind.ARC, 64, 10, 110, 0.45, 0.8, 35, true);
    }

    /// Mag-CosFace as published: margins 0.35 to 0.8, λ_g = 150.
    public static LossOptions magCosFace() {
        return new LossOptions(MarginKind.COS, 64, 10, 110, 0.35, 0.8, 150, true);
    }

    /// ArcFace (Deng, Guo, Xue, Zafeiriou, CVPR 2019): margin 0.5 for every magnitude.
    public static LossOptions arcFace() {
        return new LossOptions(MarginKind.ARC, 64, 10, 110, 0.5, 0.5, 0, true);
    }

    /// CosFace (Wang et al., CVPR 2018): margin 0.35 for every magnitude.
    public static LossOptions cosFace() {
        return new LossOptions(MarginKind.COS, 64, 10, 110, 0.35, 0.35, 0, true);
    }

    /// K = m'(a), which is the same for every a.
    public double slope() {
        return slope(lowerMagnitude, upperMagnitude, lowerMargin, upperMargin);
    }

    /// m(a), the margin of a face of this magnitude.
    public double margin(double magnitude) {
        return slope() * (clampedMagnitude(magnitude) - lowerMagnitude) + lowerMargin;
    }

    /// g(a), which increases magnitudes; convex, with its minimum at u_a.
    public double regularizer(double magnitude) {
        double a = clampedMagnitude(magnitude);
        return 1 / a + a / (upperMagnitude * upperMagnitude);
    }

    /// The minimum λ_g for which the loss has exactly one optimal magnitude at every angle (the paper's
    /// supplement, property of the optimal solution): `s·K·u_a²·l_a² / (u_a² − l_a²)`.
    public double minLambda() {
        return minLambda(scale, lowerMagnitude, upperMagnitude, slope());
    }

    private double clampedMagnitude(double magnitude) {
        return Math.clamp(magnitude, lowerMagnitude, upperMagnitude);
    }

    private static double slope(double lowerMagnitude, double upperMagnitude, double lowerMargin, double upperMargin) {
        return (upperMargin - lowerMargin) / (upperMagnitude - lowerMagnitude);
    }

    private static double minLambda(double scale, double lowerMagnitude, double upperMagnitude, double slope) {
        double lower = lowerMagnitude * lowerMagnitude;
        double upper = upperMagnitude * upperMagnitude;
        return scale * slope * upper * lower / (upper - lower);
    }
}
