package dev.likeness.api.jobs;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/// Renders images on a [WorkQueue] and caches them in memory. Requests for an image that is being rendered
/// wait for it instead of rendering it a second time. Failures are not cached.
///
/// The cache does not decide who may see an image; callers check that before they ask for it. An image may
/// outlast the file that it was made from, but not an erasure in its gallery: that ends all images of the
/// gallery. An image that nobody asks for is forgotten after half an hour, since other processes erase, too.
public final class RenderedImages implements AutoCloseable {
    /// An image whose photo another process has deleted leaves memory, too.
    private static final Duration MAX_IDLE = Duration.ofMinutes(30);

    private final WorkQueue queue;
    private final Cache<Key, byte[]> images;
    private final ConcurrentMap<Key, CompletableFuture<byte[]>> inFlight = new ConcurrentHashMap<>();

    /// How often something of a gallery was erased, by gallery.
    private final ConcurrentMap<String, Long> erasures = new ConcurrentHashMap<>();

    /// @param erasures of the gallery before the image was asked for
    private record Key(String gallery, long erasures, Object image) {}

    /// @param queue runs the rendering; closed with this
    /// @param maxBytes size of all cached images together
    public RenderedImages(WorkQueue queue, long maxBytes) {
        this.queue = queue;
        this.images = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .expireAfterAccess(MAX_IDLE)
                .scheduler(Scheduler.systemScheduler())
                .weigher((Key _, byte[] image) -> image.length)
                .build();
    }

    /// An image of a gallery, from the cache or rendered now.
    ///
    /// @param image a value with `equals`; equal values must stand for the same image within the gallery
    /// @throws dev.likeness.api.problem.ProblemException 429 `TOO_BUSY` if the queue is full
    public byte[] get(String gallery, Object image, Supplier<byte[]> render) {
        Key key = new Key(gallery, erasures(gallery), image);
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
            byte[] rendered = finished == null ? queue.run(render) : finished;
            images.put(key, rendered);
            if (erasures(gallery) != key.erasures()) {
                images.invalidate(key);
            }
            mine.complete(rendered);
            return rendered;
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            inFlight.remove(key, mine);
        }
    }

    /// Forgets all images of a gallery, those that are being rendered too. Called after every erasure in it.
    public void forget(String gallery) {
        erasures.merge(gallery, 1L, Long::sum);
        images.asMap().keySet().removeIf(key -> key.gallery().equals(gallery));
    }

    private long erasures(String gallery) {
        return erasures.getOrDefault(gallery, 0L);
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
