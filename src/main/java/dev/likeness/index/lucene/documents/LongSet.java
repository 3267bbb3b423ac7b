package dev.likeness.index.lucene.documents;

import java.util.Arrays;

/// A set of hashes, such as those of photos. A set of a million boxed numbers would take a second to fill.
public final class LongSet {
    private static final float MAX_LOAD = 0.5f;

    /// Zero marks a free place; whether the set has zero itself is in [#hasZero].
    private long[] places = new long[64];

    private int size;
    private boolean hasZero;

    public void add(long hash) {
        if (hash == 0) {
            hasZero = true;
            return;
        }
        int place = place(hash);
        if (places[place] == 0) {
            places[place] = hash;
            size++;
            if (size > MAX_LOAD * places.length) {
                grow();
            }
        }
    }

    public boolean contains(long hash) {
        return hash == 0 ? hasZero : places[place(hash)] == hash;
    }

    /// Where the hash is, or the free place where it belongs.
    private int place(long hash) {
        int mask = places.length - 1;
        // Fibonacci hashing, because ids that are counted and not hashed differ only in the last digits.
        int place = (int) ((hash * 0x9e3779b97f4a7c15L) >>> 32) & mask;
        while (places[place] != 0 && places[place] != hash) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] before = places;
        places = new long[2 * before.length];
        Arrays.stream(before).filter(hash -> hash != 0).forEach(hash -> places[place(hash)] = hash);
    }
}
