package dev.likeness.index.lucene.documents;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// Values that were computed of keys; those that were asked for last are kept. Safe for use by several threads.
public final class RecentValues<K, V> {
    private final Map<K, V> known;

    /// @param max how many values are kept
    public RecentValues(int max) {
        known = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > max;
            }
        };
    }

    /// The value of a key. Threads that ask for it at the same time may both compute it.
    public V get(K key, Function<K, V> computation) {
        synchronized (known) {
            V value = known.get(key);
            if (value != null) {
                return value;
            }
        }
        V computed = computation.apply(key);
        synchronized (known) {
            known.put(key, computed);
        }
        return computed;
    }
}
