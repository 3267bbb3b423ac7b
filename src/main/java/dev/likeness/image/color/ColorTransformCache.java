package dev.likeness.image.color;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// An LRU cache of colour transforms, by the content of the profile. The photos of a library share a handful
/// of profiles. Thread-safe.
public final class ColorTransformCache {
    private static final int CAPACITY = 32;

    private record Key(ByteBuffer profile, int channels) {}

    private final Map<Key, ColorTransform> cache = new LinkedHashMap<>(CAPACITY, 0.75f, true) {
        @java.io.Serial
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ColorTransform> eldest) {
            return size() > CAPACITY;
        }
    };

    public ColorTransform get(ByteBuffer profile, int channels) {
        Key key = new Key(profile, channels);
        synchronized (cache) {
            ColorTransform cached = cache.get(key);
            if (cached != null) {
                return cached;
            }
        }
        // Measure outside the lock. Two threads may measure the same profile, but neither waits for the
        // other.
        ColorTransform measured = ColorTransform.of(profile, channels);
        synchronized (cache) {
            cache.put(key, measured);
        }
        return measured;
    }
}
