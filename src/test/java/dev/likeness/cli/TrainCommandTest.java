package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.training.PyTorch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class TrainCommandTest {
    @Test
    void train_withoutTheNatives_saysInOneLineWhichBuildHasThem() {
        if (PyTorch.isPresent()) {
            Assumptions.abort("skipped: this build has PyTorch's natives");
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();

        int status = Likeness.run(
                new String[] {"train", "embedder", "--config", "config/train-embedder.yaml"},
                new Console(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8),
                        Map.of(),
                        false));

        assertThat(status).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(
                        "likeness: training needs PyTorch's natives, which this build leaves out; build one that has them: mvn -Ptraining -DskipTests package");
    }
}
