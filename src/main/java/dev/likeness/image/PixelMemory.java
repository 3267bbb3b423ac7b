package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/// Bounds the pixels of the photos that are decoded at a time. A file of 190 KB can have 196 million of them;
/// several such photos at once would need more memory than there is. First come, first served. A photo with
/// more pixels than the bound is worked on alone.
final class PixelMemory {
    /// Three in the heap and up to five in the decoder.
    private static final int BYTES_PER_PIXEL = 8;

    private final int bound;
    private final Semaphore free;

    /// @param bound maximum number of pixels at a time, at least 1
    PixelMemory(int bound) {
        this.bound = bound;
        this.free = new Semaphore(bound, true);
    }

    /// As many pixels as take up as much memory as the heap may.
    static PixelMemory ofThisProcess() {
        return new PixelMemory(
                (int) Math.clamp(Runtime.getRuntime().maxMemory() / BYTES_PER_PIXEL, 1, ImageOptions.MAX_PIXELS));
    }

    /// Does work that holds the pixels of a photo, as soon as there is room for them. Work must not ask for
    /// room again.
    ///
    /// @throws LikenessException `CANCELLED` if the thread is interrupted while it waits; and what `work` throws
    <T> T holding(long pixels, Supplier<T> work) {
        int room = (int) Math.min(pixels, bound);
        try {
            free.acquire(room);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "the decoding of a photo was interrupted", e);
        }
        try {
            return work.get();
        } finally {
            free.release(room);
        }
    }
}
