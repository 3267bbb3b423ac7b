package dev.likeness.cli;

import dev.likeness.api.SquareModels;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// Commands as real processes, on machines that lack something.
final class ChildCommand {
    private static final int SECONDS = 120;

    private final Path folder;
    private final List<String> java = new ArrayList<>();
    private int moreFiles = -1;

    /// @param folder with the galleries in `index` and the models in `models`
    ChildCommand(Path folder) {
        this.folder = folder;
    }

    /// Adds an option of the Java runtime.
    ChildCommand with(String option) {
        java.add(option);
        return this;
    }

    /// Lets the process open so many files beyond those of its class path, which is one file in an
    /// installation.
    ChildCommand withOpenFiles(int count) {
        moreFiles = count;
        return this;
    }

    /// Starts a command.
    Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        String classPath = System.getProperty("java.class.path");
        if (moreFiles >= 0) {
            int limit = moreFiles + classPath.split(Pattern.quote(File.pathSeparator), -1).length;
            command.addAll(
                    List.of("sh", "-c", String.format(Locale.ROOT, "ulimit -n %d; exec \"$@\"", limit), "likeness"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("--add-modules=jdk.incubator.vector");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(java);
        command.addAll(List.of("-cp", classPath, Likeness.class.getName()));
        command.addAll(List.of(arguments));
        command.add("--index=" + folder.resolve("index"));
        command.add("--models=" + SquareModels.in(folder.resolve("models")));
        if (arguments[0].equals("ingest") || arguments[0].equals("serve")) {
            command.addAll(List.of(
                    "--detector=" + SquareModels.DETECTOR, "--embedder=" + SquareModels.EMBEDDER, "--device=cpu"));
        }
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /// Runs a command to its end.
    Shell.Result run(String... arguments) throws IOException, InterruptedException {
        return end(start(arguments));
    }

    /// What a process says until it ends.
    static Shell.Result end(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it did not end: " + output);
        }
        List<String> lines = output.lines()
                // The remarks of the Java runtime and of Lucene about the module of vectors.
                .filter(line -> !line.startsWith("WARNING: ") && !line.contains(" VectorizationProvider: "))
                .toList();
        return new Shell.Result(process.exitValue(), lines, lines);
    }
}
