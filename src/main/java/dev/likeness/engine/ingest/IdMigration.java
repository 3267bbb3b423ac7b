package dev.likeness.engine.ingest;

import dev.likeness.engine.contents.UploadedFiles;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Orientation;
import dev.likeness.face.PhotoId;
import dev.likeness.face.PictureTurn;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.PhotoMetadata;
import dev.likeness.index.PhotoMove;
import dev.likeness.index.StoredPhoto;
import dev.likeness.support.UndecodablePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Gives photos of galleries that knew them by their files the ids of their pictures, with everything that was
/// said about them. Photos that differed only in their metadata become one. Safe for use by several threads.
final class IdMigration {
    /// Each step reads the edit history once.
    private static final int STEP = 2_000;

    private final GalleryWriter writer;
    private final List<Pending> pending = new ArrayList<>();

    /// @param id the id of the picture
    private record Pending(PhotoId id, FoundFile file) {
        /// The id so far: the hash of the file.
        PhotoId before() {
            return PhotoId.ofFile(file.file().id());
        }
    }

    IdMigration(GalleryWriter writer) {
        this.writer = writer;
    }

    /// Whether the gallery knows this file by its hash.
    static boolean isDue(GallerySnapshot snapshot, PhotoId id, FoundFile file) {
        PhotoId before = PhotoId.ofFile(file.file().id());
        return !before.equals(id)
                && snapshot.photo(before)
                        .filter(photo -> photo.id().equals(before))
                        .isPresent();
    }

    /// Uploaded files that the gallery knows by their hashes. They lie in the gallery's folder and are in no
    /// run, so they are read here, once. A photo keeps its id until its file can be read.
    static Iterable<FileReader.Content> uploads(
            GallerySnapshot snapshot, UploadedFiles uploads, FileReader reader, BooleanSupplier cancelled) {
        List<Path> known = new ArrayList<>();
        snapshot.forEachPhoto(photo -> {
            if (photo.isKnownByFile()) {
                photo.paths().keySet().stream()
                        .filter(uploads::isOwn)
                        .map(UndecodablePath::of)
                        .forEach(known::add);
            }
        });
        return () -> known.stream()
                .takeWhile(_ -> !cancelled.getAsBoolean())
                .flatMap(file -> read(file, reader).stream())
                .iterator();
    }

    private static Optional<FileReader.Content> read(Path file, FileReader reader) {
        try {
            return Optional.of(reader.read(
                    file, Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.MILLIS), List.of()));
        } catch (LikenessException | IOException _) {
            return Optional.empty();
        }
    }

    /// Adds a photo that the gallery knows by its file.
    synchronized void add(PhotoId id, FoundFile file) {
        pending.add(new Pending(id, file));
        if (pending.size() >= STEP) {
            write();
        }
    }

    /// Gives the photos their ids. The caller commits.
    synchronized void write() {
        List<PhotoMove> moves = new ArrayList<>();
        Map<PhotoId, StoredPhoto> become = new HashMap<>();
        try (GallerySnapshot now = writer.snapshot()) {
            for (Pending one : pending) {
                now.photo(one.before())
                        .filter(photo -> photo.id().equals(one.before()))
                        .ifPresent(photo -> moves.add(move(now, photo, one, become)));
            }
        }
        writer.move(moves);
        pending.clear();
    }

    private static PhotoMove move(
            GallerySnapshot now, StoredPhoto photo, Pending one, Map<PhotoId, StoredPhoto> become) {
        FoundFile file = one.file();
        StoredPhoto named = photo.withId(one.id()).withFile(file.text(), file.changed(), file.file());
        PhotoMetadata metadata = file.metadata();
        StoredPhoto renamed = metadata == null
                ? named
                : named.withMetadata(metadata, file.file().bytes());
        Optional<StoredPhoto> there = Optional.ofNullable(become.get(one.id()))
                .or(() -> now.photo(one.id()).filter(other -> other.id().equals(one.id())));
        become.putIfAbsent(one.id(), renamed);
        if (there.isEmpty()) {
            return PhotoMove.renamed(photo.id(), renamed);
        }
        PictureTurn turn =
                PictureTurn.between(orientation(renamed), orientation(there.get()), photo.width(), photo.height());
        return PhotoMove.turned(photo.id(), renamed, turn);
    }

    private static Orientation orientation(StoredPhoto photo) {
        return photo.orientation() == null ? Orientation.UPRIGHT : photo.orientation();
    }
}
