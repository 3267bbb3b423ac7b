package dev.likeness.image;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// The transforms of the profiles seen last, by the profiles' content: a library's photos share a handful. Thread-safe.
final class ColorTransformCache {
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

    ColorTransform get(ByteBuffer profile, int channels) {
        Key key = new Key(profile, channels);
        synchronized (cache) {
            ColorTransform known = cache.get(key);
            if (known != null) {
                return known;
            }
        }
        // Outside the lock: two threads may measure the same profile once each, but none waits for the other.
        ColorTransform measured = ColorTransform.of(profile, channels);
        synchronized (cache) {
            cache.put(key, measured);
        }
        return measured;
    }
}
