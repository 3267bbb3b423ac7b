package dev.likeness.bench.crash;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process of Likeness that can be killed.
final class CrashChild implements AutoCloseable {
    private static final int MAX_LINES = 4;

    private final Process process;
    private final Path output;

    private CrashChild(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// Starts a process.
    ///
    /// @param output replaced by what the process prints
    static CrashChild start(List<String> command, Map<String, String> environment, Path output) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            return new CrashChild(builder.start(), output);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "a process cannot be started: " + e.getMessage(), e);
        }
    }

    /// Waits for the end of the process.
    ///
    /// @return whether it has ended
    boolean await(Duration time) {
        try {
            return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "interrupted", e);
        }
    }

    /// Kills the process: SIGKILL, where the platform has it.
    ///
    /// @return whether it was running
    boolean kill() {
        boolean wasRunning = process.isAlive();
        process.destroyForcibly();
        await(CrashSite.MAX_DURATION);
        return wasRunning && process.exitValue() != 0;
    }

    int status() {
        return process.exitValue();
    }

    String lastOutput() {
        try {
            List<String> lines = Files.readAllLines(output);
            return String.join(" | ", lines.subList(Math.max(0, lines.size() - MAX_LINES), lines.size()));
        } catch (IOException _) {
            return "";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
