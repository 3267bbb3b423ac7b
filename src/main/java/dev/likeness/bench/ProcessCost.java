package dev.likeness.bench;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/// What a process costs that ingests one photo into a new gallery: the start of Java, of the models and of the
/// gallery, in code that no JIT compiler has seen yet.
///
/// @param processes number of processes, one after another
/// @param cpuSeconds CPU time of the one that used least
/// @param wallSeconds wall-clock time of the fastest one
public record ProcessCost(int processes, double cpuSeconds, double wallSeconds) {
    private static final int PROCESSES = 3;
    private static final long POLL_MILLIS = 5;

    /// Starts processes.
    ///
    /// @param program command line of Likeness without a command
    /// @param options options of its command
    public static ProcessCost measure(List<String> program, List<String> options, Path photo) {
        List<Double> cpu = new ArrayList<>();
        List<Double> wall = new ArrayList<>();
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            for (int i = 0; i < PROCESSES; i++) {
                List<String> command = new ArrayList<>(program);
                command.add("ingest");
                command.addAll(options);
                command.add("--index=" + temporary.path().resolve("index-" + i));
                command.add(photo.toString());
                long start = System.nanoTime();
                cpu.add(run(command, temporary.path().resolve("output.txt")));
                wall.add((System.nanoTime() - start) / 1e9);
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "a process cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "interrupted", e);
        }
        return new ProcessCost(PROCESSES, least(cpu), least(wall));
    }

    /// @return CPU time in seconds
    private static double run(List<String> command, Path output) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Duration cpu = Duration.ZERO;
        do {
            // A process that has ended no longer says what it used.
            Optional<Duration> sofar = process.info().totalCpuDuration();
            if (sofar.isPresent() && sofar.get().compareTo(cpu) > 0) {
                cpu = sofar.get();
            }
        } while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS));
        if (process.exitValue() != 0) {
            throw new LikenessException(
                    ErrorCode.INTERNAL, "a process must ingest a photo, got exit status: " + process.exitValue());
        }
        return cpu.toMillis() / 1e3;
    }

    private static double least(List<Double> values) {
        return values.stream().flatMapToDouble(DoubleStream::of).min().orElse(Double.NaN);
    }
}
