package dev.likeness.index;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FileId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Orientation;
import dev.likeness.face.PerceptualFingerprint;
import dev.likeness.face.PhotoId;
import dev.likeness.face.PhotoOrientation;
import dev.likeness.face.PictureTurn;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A photo in a gallery, with or without faces: the hash of its picture and every path where this picture was
/// found.
///
/// @param paths where this picture was found, at least one path, each with the file's modification time, to
///     the millisecond; copies of a photo are one photo with several paths
/// @param width width of the upright photo in pixels, at least 1
/// @param height height of the upright photo in pixels, at least 1
/// @param captureTime when the photo was taken, with its source and precision; null if the photo has no
///     capture time
/// @param bytes size of the file whose metadata these are
/// @param format the file's format, as the decoder names it
/// @param fingerprint the perceptual fingerprint; null if the photo was ingested by a version without
///     fingerprints, or has lost a face for ever
/// @param turns how the stored pixels were turned to be upright; null if that is not known
/// @param files the file at each path; empty if the photo was ingested by a version that knew photos by their
///     bytes, and none of its files was read since: then its id is the hash of its file
/// @param formerIds what named the photo before and still finds it: hashes of its former files, and of
///     pictures that were replaced by this one; the latest last
public record StoredPhoto(
        PhotoId id,
        SortedMap<String, Instant> paths,
        int width,
        int height,
        @Nullable CaptureTime captureTime,
        long bytes,
        String format,
        @Nullable PerceptualFingerprint fingerprint,
        @Nullable PhotoOrientation turns,
        SortedMap<String, StoredFile> files,
        List<PhotoId> formerIds) {
    /// How many former ids a photo keeps, so that ids that clients remember still find it.
    private static final int MAX_FORMER_IDS = 32;

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
        SortedMap<String, StoredFile> known = new TreeMap<>(files);
        known.keySet().retainAll(paths.keySet());
        files = Collections.unmodifiableSortedMap(known);
        formerIds = formerIds.stream()
                .distinct()
                .filter(former -> !former.equals(id)
                        && known.values().stream()
                                .noneMatch(file -> file.id().sha256().equals(former.sha256())))
                .toList();
        int superfluous = Math.max(0, formerIds.size() - MAX_FORMER_IDS);
        formerIds = List.copyOf(formerIds.subList(superfluous, formerIds.size()));
    }

    /// Creates a photo of which no file is known but its paths.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a value violates its rule
    public StoredPhoto(
            PhotoId id,
            SortedMap<String, Instant> paths,
            int width,
            int height,
            @Nullable CaptureTime captureTime,
            long bytes,
            String format,
            @Nullable PerceptualFingerprint fingerprint) {
        this(id, paths, width, height, captureTime, bytes, format, fingerprint, null, new TreeMap<>(), List.of());
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

    /// How the stored pixels are turned to be upright; null if that is not known.
    public @Nullable Orientation orientation() {
        return turns == null ? null : turns.total();
    }

    /// Whether the id is the hash of the photo's file, as it was before photos were known by their pictures.
    public boolean isKnownByFile() {
        return files.isEmpty();
    }

    /// The hashes of the photo's files, sorted.
    public SortedSet<FileId> fileIds() {
        SortedSet<FileId> ids = new TreeSet<>();
        files.values().forEach(file -> ids.add(file.id()));
        if (ids.isEmpty()) {
            ids.add(new FileId(id.sha256()));
        }
        return ids;
    }

    /// The paths of the files that show the same shot as one of the photo's files, sorted.
    public SortedSet<String> companions() {
        SortedSet<String> companions = new TreeSet<>();
        files.values().forEach(file -> companions.addAll(file.companions()));
        return companions;
    }

    /// Whether the photo has or had a file with this hash.
    public boolean hasHad(FileId file) {
        return fileIds().contains(file) || formerIds.contains(PhotoId.ofFile(file));
    }

    /// Whether this is what was last read at a path.
    public boolean isAt(String path, Instant modified, long size) {
        StoredFile file = files.get(path);
        return file != null
                && file.bytes() == size
                && modified.truncatedTo(ChronoUnit.MILLIS).equals(paths.get(path));
    }

    /// The same photo with other paths. Files at paths that are left out become former ids.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no path
    public StoredPhoto withPaths(Map<String, Instant> newPaths) {
        List<PhotoId> former = new ArrayList<>(formerIds);
        files.forEach((path, file) -> {
            if (!newPaths.containsKey(path)) {
                former.add(PhotoId.ofFile(file.id()));
            }
        });
        return new StoredPhoto(
                id,
                new TreeMap<>(newPaths),
                width,
                height,
                captureTime,
                bytes,
                format,
                fingerprint,
                turns,
                files,
                former);
    }

    /// The same photo with a file at a path, in place of the one that was there.
    public StoredPhoto withFile(String path, Instant modified, StoredFile file) {
        SortedMap<String, Instant> newPaths = new TreeMap<>(paths);
        newPaths.put(path, modified);
        SortedMap<String, StoredFile> newFiles = new TreeMap<>(files);
        StoredFile before = newFiles.put(path, file);
        List<PhotoId> former = new ArrayList<>(formerIds);
        if (before != null) {
            former.add(PhotoId.ofFile(before.id()));
        }
        return new StoredPhoto(
                id, newPaths, width, height, captureTime, bytes, format, fingerprint, turns, newFiles, former);
    }

    /// The same photo with the paths, files and former ids of another one, whose own id becomes a former id.
    public StoredPhoto withFilesOf(StoredPhoto other) {
        SortedMap<String, Instant> newPaths = new TreeMap<>(other.paths);
        newPaths.putAll(paths);
        SortedMap<String, StoredFile> newFiles = new TreeMap<>(other.files);
        newFiles.putAll(files);
        return new StoredPhoto(
                        id,
                        newPaths,
                        width,
                        height,
                        captureTime,
                        bytes,
                        format,
                        fingerprint,
                        turns,
                        newFiles,
                        formerIds)
                .withFormerIdsOf(other);
    }

    /// The same photo, which the id, the files and the former ids of another one find, too.
    public StoredPhoto withFormerIdsOf(StoredPhoto other) {
        List<PhotoId> all = new ArrayList<>(other.formerIds);
        other.files.values().forEach(file -> all.add(PhotoId.ofFile(file.id())));
        all.add(other.id);
        all.addAll(formerIds);
        return new StoredPhoto(id, paths, width, height, captureTime, bytes, format, fingerprint, turns, files, all);
    }

    /// The same photo under another id.
    public StoredPhoto withId(PhotoId other) {
        return new StoredPhoto(
                other, paths, width, height, captureTime, bytes, format, fingerprint, turns, files, formerIds);
    }

    /// The same photo with what a file states about it. The sides and the perceptual fingerprint turn with the
    /// orientation.
    ///
    /// @param size size of the file
    public StoredPhoto withMetadata(PhotoMetadata metadata, long size) {
        PhotoOrientation before = turns == null ? PhotoOrientation.of(metadata.orientation()) : turns;
        return turned(before, before.restated(metadata.orientation()), metadata.captureTime(), size);
    }

    /// The same photo, turned. The sides and the perceptual fingerprint turn with it.
    ///
    /// @param before how it was turned, where that is not stored
    public StoredPhoto turned(PhotoOrientation before, PhotoOrientation after) {
        return turned(turns == null ? before : turns, after, captureTime, bytes);
    }

    private StoredPhoto turned(
            PhotoOrientation before, PhotoOrientation after, @Nullable CaptureTime captured, long size) {
        PictureTurn turn = PictureTurn.between(before.total(), after.total(), width, height);
        return new StoredPhoto(
                id,
                paths,
                Math.round(turn.toWidth()),
                Math.round(turn.toHeight()),
                captured,
                size,
                format,
                fingerprint == null ? null : fingerprint.turned(turn.turn()),
                after,
                files,
                formerIds);
    }

    /// The same photo without its perceptual fingerprint.
    public StoredPhoto withoutFingerprint() {
        return new StoredPhoto(id, paths, width, height, captureTime, bytes, format, null, turns, files, formerIds);
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
