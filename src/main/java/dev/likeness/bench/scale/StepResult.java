package dev.likeness.bench.scale;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one step cost, measured within its process.
///
/// @param step what was done
/// @param faces number of faces of the gallery, without those that a step added
/// @param continued whether an earlier process did a part of the step before it was interrupted; then the cost is
///     that of the rest
/// @param seconds wall-clock time
/// @param cpuSeconds CPU time of all threads, including the compiler and the garbage collector
/// @param anonymousMegabytes peak of the process's resident memory without mapped files; null where the platform
///     does not tell
/// @param diskMegabytes size of the gallery's files at the end of the step
/// @param figures other figures of the step
public record StepResult(
        ScaleStep step,
        int faces,
        boolean continued,
        double seconds,
        double cpuSeconds,
        @Nullable Double anonymousMegabytes,
        double diskMegabytes,
        List<Figure> figures) {

    public StepResult {
        figures = List.copyOf(figures);
    }

    /// A figure with its unit; "1" for a share.
    public record Figure(String name, double value, String unit) {}
}
