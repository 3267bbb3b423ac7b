package dev.likeness.index;

import dev.likeness.face.CaptureTime;
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

/// A photo in a gallery, with or without faces: the hash of its bytes and every path where those bytes were
/// found.
///
/// @param paths where these bytes were found, at least one path, each with the file's modification time, to
///     the millisecond; copies of a photo are one photo with several paths
/// @param width width of the upright photo in pixels, at least 1
/// @param height height of the upright photo in pixels, at least 1
/// @param captureTime when the photo was taken, with its source and precision; null if the photo has no
///     capture time
/// @param bytes size of the file
/// @param format the file's format, as the decoder names it
/// @param fingerprint the perceptual fingerprint; null if the photo was ingested by a version without
///     fingerprints
public record StoredPhoto(
        PhotoId id,
        SortedMap<String, Instant> paths,
        int width,
        int height,
        @Nullable CaptureTime captureTime,
        long bytes,
        String format,
        @Nullable PerceptualFingerprint fingerprint) {
    /// The longest term that Lucene indexes (`IndexWriter.MAX_TERM_LENGTH`); file systems have much lower
    /// limits.
    static final int MAX_TEXT_BYTES = 32_766;

    /// Checks the values.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a value violates its rule
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
    }

    /// Creates a photo without a perceptual fingerprint.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a value violates its rule
    public StoredPhoto(
            PhotoId id,
            SortedMap<String, Instant> paths,
            int width,
            int height,
            @Nullable CaptureTime captureTime,
            long bytes,
            String format) {
        this(id, paths, width, height, captureTime, bytes, format, null);
    }

    /// When the photo was taken, to the millisecond; null if the photo has no capture time.
    public @Nullable LocalDateTime capturedAt() {
        return captureTime == null ? null : captureTime.time();
    }

    /// The same photo with other paths.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no path
    public StoredPhoto withPaths(Map<String, Instant> newPaths) {
        return new StoredPhoto(id, new TreeMap<>(newPaths), width, height, captureTime, bytes, format, fingerprint);
    }

    /// The same photo without its perceptual fingerprint.
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
