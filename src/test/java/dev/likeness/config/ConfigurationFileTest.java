package dev.likeness.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The shipped file is documentation that must be true: every key, its default, one sentence each.
class ConfigurationFileTest {
    private static final Path FILE = Path.of("config", "likeness.example.yaml");

    @Test
    void shippedFile_readsAsTheBuiltInDefaults() {
        assertThat(ConfigurationReader.read(FILE, Map.of(), Map.of()))
                .isEqualTo(Configuration.defaults().in(DataFolder.find(Map.of())));
    }

    @Test
    void shippedFile_holdsEveryKeyAndNoOther() throws IOException {
        Set<String> keys = new TreeSet<>();
        String section = "";
        for (String line : Files.readAllLines(FILE)) {
            if (line.matches("[a-z]\\w*:")) {
                section = line.substring(0, line.length() - 1);
            } else if (line.matches("  \\w+: .*")) {
                keys.add(section + "." + line.strip().substring(0, line.strip().indexOf(':')));
            }
        }

        assertThat(keys)
                .containsExactlyElementsOf(
                        ConfigurationReader.environmentVariables().keySet());
    }

    @Test
    void shippedFile_explainsEveryKeyInOneSentence() throws IOException {
        List<String> lines = Files.readAllLines(FILE);
        List<String> unexplained = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches("  \\w+: .*") && !lines.get(i - 1).matches("  # .+\\.")) {
                unexplained.add(lines.get(i).strip());
            }
        }

        assertThat(unexplained).isEmpty();
    }
}
