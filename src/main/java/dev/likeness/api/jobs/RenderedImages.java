package dev.likeness.api.jobs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/// Renders images on a [WorkQueue] and caches them in memory. Requests for an image that is being rendered
/// wait for it instead of rendering it a second time. Failures are not cached.
///
/// The cache does not decide who may see an image; callers check that before they ask for it.
public final class RenderedImages implements AutoCloseable {
    private final WorkQueue queue;
    private final Cache<Object, byte[]> images;
    private final ConcurrentMap<Object, CompletableFuture<byte[]>> inFlight = new ConcurrentHashMap<>();

    /// @param queue runs the rendering; closed with this
    /// @param maxBytes size of all cached images together
    public RenderedImages(WorkQueue queue, long maxBytes) {
        this.queue = queue;
        this.images = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Object _, byte[] image) -> image.length)
                .build();
    }

    /// The image with this key, from the cache or rendered now.
    ///
    /// @param key a value with `equals`; equal keys must stand for the same image
    /// @throws dev.likeness.api.problem.ProblemException 429 `TOO_BUSY` if the queue is full
    public byte[] get(Object key, Supplier<byte[]> render) {
        byte[] cached = images.getIfPresent(key);
        if (cached != null) {
            return cached;
        }
        CompletableFuture<byte[]> mine = new CompletableFuture<>();
        CompletableFuture<byte[]> earlier = inFlight.putIfAbsent(key, mine);
        if (earlier != null) {
            return await(earlier);
        }
        try {
            // Another request may have finished in between.
            byte[] finished = images.getIfPresent(key);
            byte[] image = finished == null ? queue.run(render) : finished;
            images.put(key, image);
            mine.complete(image);
            return image;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            inFlight.remove(key, mine);
        }
    }

    private static byte[] await(CompletableFuture<byte[]> rendering) {
        try {
            return rendering.join();
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw e;
            }
        }
    }

    /// Accepts no new work; finishes the queued work.
    @Override
    public void close() {
        queue.close();
    }
}
