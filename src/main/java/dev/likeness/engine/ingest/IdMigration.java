package dev.likeness.engine.ingest;

import dev.likeness.face.Orientation;
import dev.likeness.face.PhotoId;
import dev.likeness.face.PictureTurn;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.PhotoMetadata;
import dev.likeness.index.PhotoMove;
import dev.likeness.index.StoredPhoto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Gives photos of galleries that knew them by their files the ids of their pictures, with everything that was
/// said about them. Photos that differed only in their metadata become one. Safe for use by several threads.
final class IdMigration {
    /// Each step reads the edit history once.
    private static final int STEP = 2_000;

    private final Gallery gallery;
    private final GalleryWriter writer;
    private final List<Known> pending = new ArrayList<>();

    /// @param id the id of the picture
    private record Known(PhotoId id, FoundFile file) {
        /// The id so far: the hash of the file.
        PhotoId before() {
            return PhotoId.ofFile(file.file().id());
        }
    }

    IdMigration(Gallery gallery, GalleryWriter writer) {
        this.gallery = gallery;
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

    /// Adds a photo that the gallery knows by its file.
    synchronized void add(PhotoId id, FoundFile file) {
        pending.add(new Known(id, file));
        if (pending.size() >= STEP) {
            write();
        }
    }

    /// Gives the photos their ids. The caller commits.
    synchronized void write() {
        List<PhotoMove> moves = new ArrayList<>();
        Map<PhotoId, StoredPhoto> become = new HashMap<>();
        try (GallerySnapshot now = gallery.snapshot()) {
            for (Known known : pending) {
                now.photo(known.before())
                        .filter(photo -> photo.id().equals(known.before()))
                        .ifPresent(photo -> moves.add(move(now, photo, known, become)));
            }
        }
        writer.move(moves);
        pending.clear();
    }

    private static PhotoMove move(
            GallerySnapshot now, StoredPhoto photo, Known known, Map<PhotoId, StoredPhoto> become) {
        FoundFile file = known.file();
        StoredPhoto named = photo.withId(known.id()).withFile(file.path().toString(), file.changed(), file.file());
        PhotoMetadata metadata = file.metadata();
        StoredPhoto renamed = metadata == null
                ? named
                : named.withMetadata(metadata, file.file().bytes());
        Optional<StoredPhoto> there = Optional.ofNullable(become.get(known.id()))
                .or(() -> now.photo(known.id()).filter(other -> other.id().equals(known.id())));
        become.putIfAbsent(known.id(), renamed);
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
