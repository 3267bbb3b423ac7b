package dev.likeness.api.http.body;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How many bytes all request bodies together may occupy at one place, such as memory. Bytes are reserved before they
/// are there, so that many large requests are refused instead of filling that place.
public final class BodyBudget {
    private final long capacity;
    private long reserved;

    /// A budget of which nothing is reserved.
    ///
    /// @param capacity in bytes
    public BodyBudget(long capacity) {
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

    /// Bytes that are reserved now.
    public synchronized long reserved() {
        return reserved;
    }
}
