package dev.likeness.cli;

import dev.likeness.cli.terminal.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Runs commands as a shell would.
final class Shell {
    private Shell() {}

    /// What a command answered, line by line.
    record Result(int status, List<String> output, List<String> errors) {}

    static Result run(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = Likeness.run(
                arguments,
                new Console(
                        new PrintStream(output, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8),
                        Map.of(),
                        false));
        return new Result(
                status,
                output.toString(StandardCharsets.UTF_8).lines().toList(),
                errors.toString(StandardCharsets.UTF_8).lines().toList());
    }
}
