package dev.likeness.api.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How many bytes all request bodies together may occupy at one place, such as memory. Bytes are reserved before they
/// are there, so that many large requests are refused instead of filling that place.
final class BodyBudget {
    private final long capacity;
    private long reserved;

    BodyBudget(long capacity) {
        this.capacity = capacity;
    }

    long capacity() {
        return capacity;
    }

    synchronized boolean tryReserve(long bytes) {
        if (bytes > capacity - reserved) {
            return false;
        }
        reserved += bytes;
        return true;
    }

    /// Waits for others to release what they have reserved.
    ///
    /// @return whether the bytes are reserved
    synchronized boolean reserve(long bytes, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!tryReserve(bytes)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    synchronized void release(long bytes) {
        reserved -= bytes;
        notifyAll();
    }

    synchronized long reserved() {
        return reserved;
    }
}
