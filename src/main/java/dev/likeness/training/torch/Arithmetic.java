package dev.likeness.training.torch;

import org.bytedeco.pytorch.global.torch;

/// The arithmetic of the convolutions in training. Weights, BatchNorm's statistics, the loss and the
/// optimizer always use float32.
public enum Arithmetic {
    /// 24 significant bits.
    FLOAT32,
    /// 8 significant bits in the range of float32. It is several times faster on processors with bfloat16
    /// units (AMX, AVX-512 BF16, GPUs since 2020), and slower on others.
    BFLOAT16;

    public torch.ScalarType type() {
        return switch (this) {
            case FLOAT32 -> torch.ScalarType.Float;
            case BFLOAT16 -> torch.ScalarType.BFloat16;
        };
    }
}
