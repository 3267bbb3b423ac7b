package dev.likeness.training.detector;

import dev.likeness.training.torch.PyTorch;
import org.junit.jupiter.api.Assumptions;

/// PyTorch's natives, which only a build with the profile `training` has.
public final class Natives {
    private Natives() {}

    /// Without them, the test that asks is skipped with a sentence.
    public static void require() {
        if (!PyTorch.isPresent()) {
            Assumptions.abort("skipped: needs PyTorch's natives; run mvn -Ptraining test");
        }
    }
}
