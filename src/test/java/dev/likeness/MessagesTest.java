package dev.likeness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Messages below the doors state facts: a caller of the HTTP API has no command line. What resolves an error is a
/// [dev.likeness.face.Remedy], which every door words for its own callers.
class MessagesTest {
    private static final Path SOURCES = Path.of("src", "main", "java", "dev", "likeness");

    /// The command line, and measurements that run programs themselves.
    private static final Set<String> WITH_COMMANDS = Set.of("cli", "bench");

    /// A command or an option of the command line in a string.
    private static final Pattern COMMAND = Pattern.compile("\"[^\"]*(?:\\blikeness [a-z]+|(?<![\\w-])--[a-z])");

    @Test
    void messages_outsideTheCommandLine_nameNoCommandAndNoOption() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !WITH_COMMANDS.contains(
                            SOURCES.relativize(file).getName(0).toString()))
                    .sorted()
                    .toList()) {
                Files.readAllLines(file).stream()
                        .filter(line -> !line.strip().startsWith("//"))
                        .filter(line -> COMMAND.matcher(line).find())
                        .forEach(line -> found.add(SOURCES.relativize(file) + ": " + line.strip()));
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void pattern_findsCommandsAndOptionsInStringsOnly() {
        assertThat(COMMAND.matcher("\"run likeness ingest first\"").find()).isTrue();
        assertThat(COMMAND.matcher("\"or use --device cpu\"").find()).isTrue();
        assertThat(COMMAND.matcher("count--; return \"likeness\"").find()).isFalse();
    }
}
