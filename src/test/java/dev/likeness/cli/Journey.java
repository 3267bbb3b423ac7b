package dev.likeness.cli;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// One person at a terminal: a real shell, in a home folder of its own, whose `likeness` is the program of these
/// tests. A command that begins with `likeness serve` runs in a terminal of its own until the journey ends.
final class Journey implements AutoCloseable {
    private static final String END = "--- the command ended ---";

    /// What only this runtime says: an installed one knows the module of vectors, and compiles for longer than a
    /// command of these takes.
    private static final Pattern OF_THIS_RUNTIME = Pattern.compile(
            "WARNING: Using incubator modules.*|.* WARN {2}VectorizationProvider: C2 compiler is disabled.*");

    private final Path home;
    private final int port;
    private final Process shell;
    private final BufferedWriter input;
    private final BufferedReader output;
    private final List<Process> servers = new ArrayList<>();

    /// @param home a folder in which the journey finds `Pictures` and whatever else it needs
    /// @param port where its servers listen instead of 8080
    Journey(Path home, int port) throws IOException {
        this.home = home;
        this.port = port;
        Path program = Files.createDirectories(home.resolve(".program")).resolve("likeness");
        Files.writeString(program, """
                #!/bin/sh
                exec %s -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --add-modules=jdk.incubator.vector \
                --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp '%s' %s "$@"
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        Likeness.class.getName()));
        if (!program.toFile().setExecutable(true)) {
            throw new IOException(program + " cannot be made executable");
        }
        this.shell = process("bash", "--noprofile", "--norc").start();
        this.input = shell.outputWriter(StandardCharsets.UTF_8);
        this.output = shell.inputReader(StandardCharsets.UTF_8);
    }

    private ProcessBuilder process(String... command) {
        ProcessBuilder process =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        Map<String, String> environment = process.environment();
        environment.keySet().removeIf(name -> name.startsWith("LIKENESS_") || name.startsWith("XDG_"));
        environment.put("HOME", home.toString());
        environment.put("PATH", home.resolve(".program") + ":" + environment.getOrDefault("PATH", ""));
        environment.put("LIKENESS_SERVER_PORT", Integer.toString(port));
        return process;
    }

    /// Runs a command.
    ///
    /// @param expected number of lines that a server has to print until it counts as started
    /// @return what the terminal shows then, with the home folder and the port of the document
    List<String> run(String command, int expected) throws IOException {
        List<String> lines = new ArrayList<>();
        if (command.startsWith("likeness serve")) {
            Process server = process("bash", "-c", "exec " + command).start();
            servers.add(server);
            read(server.inputReader(StandardCharsets.UTF_8), lines, expected);
        } else {
            input.write(command.replace(":8080", ":" + port) + "\nprintf '\\n%s\\n' '" + END + "'\n");
            input.flush();
            read(output, lines, Integer.MAX_VALUE);
            while (!lines.isEmpty() && lines.getLast().isBlank()) {
                lines.removeLast();
            }
        }
        return lines;
    }

    private void read(BufferedReader from, List<String> lines, int atMost) throws IOException {
        for (String line = from.readLine(); line != null && !line.equals(END); line = from.readLine()) {
            if (!OF_THIS_RUNTIME.matcher(line).matches()) {
                lines.add(line.replace(home.toString(), "/home/me").replace(":" + port, ":8080"));
            }
            if (lines.size() >= atMost) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Process server : servers) {
            // The process's own destroy would close its output before the last line.
            server.toHandle().destroy();
            end(server);
        }
        input.close();
        end(shell);
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
