package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TrainingCommandsTest {
    @Test
    void missing_whateverIsAsked_namesTheBuildThatHasIt() {
        AtomicReference<Exception> failure = new AtomicReference<>();
        CommandLine command = new CommandLine(new TrainingCommands.Missing());
        command.setExecutionExceptionHandler((thrown, _, _) -> {
            failure.set(thrown);
            return CommandLine.ExitCode.USAGE;
        });

        command.execute("embedder", "--config", "train.yaml");

        assertThat(failure.get())
                .isInstanceOfSatisfying(
                        LikenessException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.LIBRARY_MISSING))
                .hasMessageContaining("mvn -Ptraining");
    }
}
