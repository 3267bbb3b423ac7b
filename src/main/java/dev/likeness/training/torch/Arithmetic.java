package dev.likeness.training.torch;

import org.bytedeco.pytorch.global.torch;

/// In what numbers a training computes its convolutions. Weights, BatchNorm's statistics, the loss and
/// the optimizer are float32 in any case.
public enum Arithmetic {
    /// 24 significant bits.
    FLOAT32,
    /// 8 significant bits in the range of float32: several times faster where the processor has units for
    /// it (AMX, AVX-512 BF16, GPUs since 2020), and slower elsewhere.
    BFLOAT16;

    public torch.ScalarType type() {
        return switch (this) {
            case FLOAT32 -> torch.ScalarType.Float;
            case BFLOAT16 -> torch.ScalarType.BFloat16;
        };
    }
}
