package dev.likeness.cli.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class AttachedValueTest {
    @Command
    static final class Sample {
        @Option(names = "--prune", arity = "0..1", fallbackValue = "cautious", preprocessor = AttachedValue.class)
        private @Nullable String prune;

        @Parameters
        private List<String> paths = List.of();

        static String of(String... arguments) {
            Sample sample = CommandLine.populateCommand(new Sample(), arguments);
            return sample.prune + " " + sample.paths;
        }
    }

    @Test
    void value_isTakenOnlyIfItIsAttached() {
        assertThat(Sample.of("a")).isEqualTo("null [a]");
        assertThat(Sample.of("--prune", "a")).isEqualTo("cautious [a]");
        assertThat(Sample.of("a", "--prune")).isEqualTo("cautious [a]");
        assertThat(Sample.of("--prune=all", "a")).isEqualTo("all [a]");
        assertThat(Sample.of("--prune", "all")).isEqualTo("cautious [all]");
    }
}
