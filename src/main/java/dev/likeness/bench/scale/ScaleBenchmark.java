package dev.likeness.bench.scale;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Measures how time and memory grow with a gallery, an eighth, a quarter, a half and all of its faces.
///
/// Each step runs in a process of its own, so that its memory is that of the step alone, and leaves a file with its
/// result. A run that was interrupted goes on with the first step that has none.
public final class ScaleBenchmark {
    private final List<String> program;
    private final ScalePlan plan;
    private final Consumer<String> log;

    /// @param program command line of Likeness without a command
    /// @param log receives progress messages
    public ScaleBenchmark(List<String> program, ScalePlan plan, Consumer<String> log) {
        this.program = List.copyOf(program);
        this.plan = plan;
        this.log = log;
    }

    /// Does the steps that have no result.
    ///
    /// @return the results of all steps, by size
    /// @throws LikenessException `INTERNAL` if a process failed
    public List<StepResult> run() {
        // Each gallery begins as a copy of the one before, which must not have people yet.
        plan.sizes().forEach(size -> measure(ScaleStep.BUILD, size));
        List<StepResult> results = new ArrayList<>();
        for (int size : plan.sizes()) {
            for (ScaleStep step : ScaleStep.values()) {
                results.add(measure(step, size));
            }
        }
        return results;
    }

    private StepResult measure(ScaleStep step, int size) {
        Path file = plan.result(step, size);
        if (!Files.exists(file)) {
            runProcess(step, size);
            report(read(file));
        }
        return read(file);
    }

    private void report(StepResult result) {
        log.accept(String.format(
                Locale.ROOT,
                "%s at %,d faces: %.1f s, CPU %.1f s",
                result.step().word(),
                result.faces(),
                result.seconds(),
                result.cpuSeconds()));
    }

    private void runProcess(ScaleStep step, int size) {
        List<String> command = new ArrayList<>(program);
        command.removeIf(argument -> argument.startsWith("-Xmx"));
        command.add(1, "-Xmx" + step.maxHeap());
        command.addAll(List.of(
                "bench",
                "scale",
                "--folder=" + plan.folder(),
                "--faces=" + plan.faces(),
                "--step=" + step.name(),
                "--size=" + size));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (BufferedReader output = process.inputReader()) {
                output.lines().forEach(log);
            }
            if (process.waitFor() != 0 || !Files.exists(plan.result(step, size))) {
                throw new LikenessException(
                        ErrorCode.INTERNAL,
                        "%s at %d faces must be measured, its process ended with status %d; run the command again to go on"
                                .formatted(step.word(), size, process.exitValue()));
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "a process cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "interrupted", e);
        }
    }

    /// Keeps the result of a step: what its process does last.
    public static void write(ScalePlan plan, StepResult result) {
        Path file = plan.result(result.step(), result.faces());
        try {
            Files.createDirectories(file.getParent());
            AtomicFile.write(file, Json.document(result).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static StepResult read(Path file) {
        try {
            return JsonMapper.shared().readValue(Files.readAllBytes(file), StepResult.class);
        } catch (IOException | JacksonException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED,
                    "the result of a step must be readable; delete %s to measure it again: %s"
                            .formatted(file, e.getMessage()),
                    e);
        }
    }
}
