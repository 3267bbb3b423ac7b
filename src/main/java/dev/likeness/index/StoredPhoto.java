package dev.likeness.index;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PerceptualFingerprint;
import dev.likeness.face.PhotoId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A photo the gallery remembers, with or without faces: the bytes' hash and every path those bytes were
/// seen at.
///
/// @param paths where these bytes were seen, at least one, each with the file's time of last change then,
///     to the millisecond; copies of a photo are one photo with several paths
/// @param width pixels of the upright photo, at least 1
/// @param height pixels of the upright photo, at least 1
/// @param captureTime when the picture was taken by the camera's clock, to the millisecond; null if it
///     does not say
/// @param bytes size of the file
/// @param format the file's format, as the decoder names it
/// @param fingerprint the photo made small; null if it was ingested before thumbnails were kept
public record StoredPhoto(
        PhotoId id,
        SortedMap<String, Instant> paths,
        int width,
        int height,
        @Nullable LocalDateTime captureTime,
        long bytes,
        String format,
        @Nullable PerceptualFingerprint fingerprint) {
    /// The longest term Lucene indexes (`IndexWriter.MAX_TERM_LENGTH`); file systems stop far below.
    static final int MAX_TEXT_BYTES = 32_766;

    /// @throws LikenessException `INVALID_ARGUMENT` if a value breaks its rule
    public StoredPhoto {
        SortedMap<String, Instant> sorted = new TreeMap<>();
        paths.forEach((path, changed) -> sorted.put(path, changed.truncatedTo(ChronoUnit.MILLIS)));
        paths = Collections.unmodifiableSortedMap(sorted);
        if (paths.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a photo must have at least one path, got none for photo " + id);
        }
        for (String path : paths.keySet()) {
            checkLength("a path", path);
        }
        if (width < 1 || height < 1) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "width and height must be at least 1, got: %d × %d for photo %s".formatted(width, height, id));
        }
        if (bytes < 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "bytes must be at least 0, got: %d for photo %s".formatted(bytes, id));
        }
        captureTime = captureTime == null ? null : captureTime.truncatedTo(ChronoUnit.MILLIS);
    }

    /// A photo without a thumbnail.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a value breaks its rule
    public StoredPhoto(
            PhotoId id,
            SortedMap<String, Instant> paths,
            int width,
            int height,
            @Nullable LocalDateTime captureTime,
            long bytes,
            String format) {
        this(id, paths, width, height, captureTime, bytes, format, null);
    }

    /// The same photo, seen at other paths.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there is none
    public StoredPhoto withPaths(Map<String, Instant> newPaths) {
        return new StoredPhoto(id, new TreeMap<>(newPaths), width, height, captureTime, bytes, format, fingerprint);
    }

    /// The same photo without the small picture of it.
    public StoredPhoto withoutFingerprint() {
        return new StoredPhoto(id, paths, width, height, captureTime, bytes, format, null);
    }

    public static void checkLength(String what, String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_TEXT_BYTES) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s must be at most %d bytes of UTF-8, got %d: %s…"
                            .formatted(what, MAX_TEXT_BYTES, length, text.substring(0, 80)));
        }
    }
}
