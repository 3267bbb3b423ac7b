package dev.likeness.index.lucene.documents;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.lucene.index.IndexReader.CacheHelper;
import org.apache.lucene.index.IndexReader.CacheKey;
import org.apache.lucene.index.LeafReader;
import org.jspecify.annotations.Nullable;

/// What the readers of a gallery have in common: what is known of their segments, for as long as one of them is open,
/// and values that hold whatever is committed.
public final class GalleryMemo {
    /// Reads something of a segment.
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    /// By segment, whatever was deleted from it or moved to other people since it was written.
    private final Map<CacheKey, SegmentFaces> faces = new ConcurrentHashMap<>();

    private final Map<CacheKey, SegmentPhotos> photos = new ConcurrentHashMap<>();

    /// A segment whose faces were moved to other people counts as another one.
    private final Map<CacheKey, SegmentPeople> people = new ConcurrentHashMap<>();

    private final Map<Class<?>, Map<CacheKey, SegmentRecords<?>>> records = new ConcurrentHashMap<>();

    private final Map<Class<?>, Object> values = new ConcurrentHashMap<>();

    SegmentFaces faces(LeafReader segment) throws IOException {
        return known(faces, segment.getCoreCacheHelper(), () -> SegmentFaces.of(segment));
    }

    SegmentPhotos photos(LeafReader segment) throws IOException {
        return known(photos, segment.getCoreCacheHelper(), () -> SegmentPhotos.of(segment));
    }

    SegmentPeople people(LeafReader segment) throws IOException {
        return known(people, segment.getReaderCacheHelper(), () -> SegmentPeople.of(segment, faces(segment)));
    }

    /// The decoded records of a segment, deleted ones included.
    ///
    /// @param type names the kind of records
    <T> SegmentRecords<T> records(Class<T> type, LeafReader segment, String field, DocumentReader.Decoder<T> decoder)
            throws IOException {
        Map<CacheKey, SegmentRecords<?>> ofType = records.computeIfAbsent(type, _ -> new ConcurrentHashMap<>());
        @SuppressWarnings("unchecked") // a type has one decoder
        var read = (SegmentRecords<T>) GalleryMemo.<SegmentRecords<?>>known(
                ofType, segment.getCoreCacheHelper(), () -> SegmentRecords.of(segment, field, decoder));
        return read;
    }

    private static <T> T known(Map<CacheKey, T> values, @Nullable CacheHelper helper, Reading<T> reading)
            throws IOException {
        if (helper == null) {
            return reading.read();
        }
        T value = values.get(helper.getKey());
        if (value == null) {
            value = reading.read();
            if (values.put(helper.getKey(), value) == null) {
                helper.addClosedListener(values::remove);
            }
        }
        return value;
    }

    /// The value of a type that all readers share.
    <T> T shared(Class<T> type, Supplier<T> first) {
        return type.cast(values.computeIfAbsent(type, _ -> first.get()));
    }
}
