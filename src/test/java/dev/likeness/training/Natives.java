package dev.likeness.training;

import org.junit.jupiter.api.Assumptions;

/// PyTorch's natives, which only a build with the profile `training` has.
final class Natives {
    private Natives() {}

    /// Without them, the test that asks is skipped with a sentence.
    static void require() {
        if (!PyTorch.isPresent()) {
            Assumptions.abort("skipped: needs PyTorch's natives; run mvn -Ptraining test");
        }
    }
}
