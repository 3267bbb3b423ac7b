package dev.likeness.index.lucene.documents;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What was computed once of a reader, for all snapshots that share it. A reader never changes.
public final class ReaderMemo {
    /// Computes a value.
    @FunctionalInterface
    public interface Computation<T> {
        T compute() throws IOException;
    }

    /// Holds one value, and lets threads that ask for it wait for the one that computes it.
    private static final class Slot {
        private volatile @Nullable Object value;
    }

    private final Map<Class<?>, Slot> slots = new ConcurrentHashMap<>();
    private final GalleryMemo gallery;

    /// A memo of a reader that has no segments in common with others.
    public ReaderMemo() {
        this(new GalleryMemo());
    }

    /// @param gallery what the readers of a gallery have in common
    public ReaderMemo(GalleryMemo gallery) {
        this.gallery = gallery;
    }

    /// The value of a type. One thread computes it, and others that ask for it meanwhile wait.
    <T> T get(Class<T> type, Computation<T> computation) throws IOException {
        Slot slot = slots.computeIfAbsent(type, _ -> new Slot());
        Object known = slot.value;
        if (known == null) {
            synchronized (slot) {
                known = slot.value;
                if (known == null) {
                    known = computation.compute();
                    slot.value = known;
                }
            }
        }
        return type.cast(known);
    }

    /// The value of a type, if it was computed already.
    <T> Optional<T> known(Class<T> type) {
        return Optional.ofNullable(slots.get(type))
                .flatMap(slot -> Optional.ofNullable(slot.value))
                .map(type::cast);
    }

    GalleryMemo gallery() {
        return gallery;
    }
}
