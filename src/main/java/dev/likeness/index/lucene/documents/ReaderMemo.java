package dev.likeness.index.lucene.documents;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What was computed once of a reader, for all snapshots that share it. A reader never changes.
public final class ReaderMemo {
    /// Computes a value.
    @FunctionalInterface
    public interface Computation<T> {
        T compute() throws IOException;
    }

    private final Map<Class<?>, Object> values = new ConcurrentHashMap<>();
    private final SegmentPeople.Cache segments;

    /// A memo of a reader that has no segments in common with others.
    public ReaderMemo() {
        this(new SegmentPeople.Cache());
    }

    /// @param segments what is known of segments that readers have in common
    public ReaderMemo(SegmentPeople.Cache segments) {
        this.segments = segments;
    }

    /// The value of a type. Threads that ask for it at the same time may both compute it.
    <T> T get(Class<T> type, Computation<T> computation) throws IOException {
        Object known = values.get(type);
        if (known == null) {
            known = computation.compute();
            values.put(type, known);
        }
        return type.cast(known);
    }

    SegmentPeople.Cache segments() {
        return segments;
    }
}
