package dev.likeness.evaluation.quality;

/// The two definitions of error-versus-reject curves in the literature.
public enum RejectionMode {
    /// The threshold is set once, on all pairs; then the worst *mated* pairs are rejected. This is the error
    /// versus discard characteristic (EDC) of ISO/IEC 29794-1. It shows the gain for a system with a fixed
    /// threshold.
    FIXED_THRESHOLD,
    /// The worst of *all* pairs are rejected, and the threshold is set again on the rest, as in MagFace's
    /// evaluation (Meng et al., CVPR 2021, §4.3). It shows the gain for a system that is tuned with its
    /// rejections.
    REESTIMATED_THRESHOLD
}
