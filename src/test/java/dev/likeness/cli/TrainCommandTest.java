package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.cli.terminal.Console;
import dev.likeness.training.torch.PyTorch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    @Test
    void train_withoutTheNatives_saysInOneLineWhichBuildHasThem() {
        if (PyTorch.isPresent()) {
            Assumptions.abort("skipped: this build has PyTorch's natives");
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();

        int status = run(errors, "train", "embedder", "--config", "config/train-embedder.yaml");

        assertThat(status).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(
                        "likeness: training needs PyTorch's native libraries, which this build does not contain; build with them: mvn -Ptraining -DskipTests package");
    }

    @Test
    void train_underTheIdOfAnotherModel_isRefusedBeforeItBegins(@TempDir Path folder) throws IOException {
        if (!PyTorch.isPresent()) {
            Assumptions.abort("skipped: needs PyTorch's natives; run mvn -Ptraining test");
        }
        Path config = folder.resolve("train.yaml");
        Files.writeString(config, """
                data: {photos: [%s], teacher: yunet}
                run: {id: likeness-detect, directory: %s}
                """.formatted(folder, folder.resolve("run")));
        ByteArrayOutputStream errors = new ByteArrayOutputStream();

        int status = run(errors, "train", "detector", "--config", config.toString());

        assertThat(status).isEqualTo(2);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualToIgnoringNewLines(
                        "likeness: a model's id must be its own, got: likeness-detect, which another manifest has; choose one with run.id");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    private static int run(ByteArrayOutputStream errors, String... arguments) {
        return Likeness.run(
                arguments,
                new Console(
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8),
                        Map.of(),
                        false));
    }
}
