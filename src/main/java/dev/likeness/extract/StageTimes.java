package dev.likeness.extract;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// The CPU time of each stage, over all threads. CPU time is used and not wall time, so that waiting on a
/// busy machine is not counted.
public final class StageTimes {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Map<Stage, LongAdder> nanos = new EnumMap<>(Stage.class);

    public StageTimes() {
        for (Stage stage : Stage.values()) {
            nanos.put(stage, new LongAdder());
        }
    }

    /// CPU time of a stage so far, in nanoseconds.
    public long nanos(Stage stage) {
        return nanos.getOrDefault(stage, new LongAdder()).sum();
    }

    /// CPU time of all stages so far, in nanoseconds.
    public long totalNanos() {
        return nanos.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /// Runs `work` and charges the calling thread's CPU time to `stage`.
    public <T> T charge(Stage stage, Supplier<T> work) {
        long before = THREADS.getCurrentThreadCpuTime();
        try {
            return work.get();
        } finally {
            LongAdder adder = nanos.get(stage);
            if (adder != null) {
                adder.add(THREADS.getCurrentThreadCpuTime() - before);
            }
        }
    }
}
