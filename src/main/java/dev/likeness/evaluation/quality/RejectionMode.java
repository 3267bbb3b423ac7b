package dev.likeness.evaluation.quality;

/// The two ways in which the field draws error-versus-reject curves.
public enum RejectionMode {
    /// The threshold is chosen once, on all pairs, and kept; the worst *mated* pairs are dropped. This is the error
    /// versus discard characteristic (EDC) of ISO/IEC 29794-1: what a running system gains.
    FIXED_THRESHOLD,
    /// The worst of *all* pairs are dropped and the threshold is chosen again on what is left, as MagFace's own
    /// evaluation does (Meng et al., CVPR 2021, §4.3): what a system tuned to its own rejections gains.
    REESTIMATED_THRESHOLD
}
