package dev.likeness.api.deepstack;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Measures an operation and the inference within it.
final class Stopwatch {
    private final long start = System.nanoTime();
    private long inferenceNanos;

    <T> T inference(Supplier<T> work) {
        long begin = System.nanoTime();
        try {
            return work.get();
        } finally {
            inferenceNanos += System.nanoTime() - begin;
        }
    }

    long inferenceMs() {
        return TimeUnit.NANOSECONDS.toMillis(inferenceNanos);
    }

    long processMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
