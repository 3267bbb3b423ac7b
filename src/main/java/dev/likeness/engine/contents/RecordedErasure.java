package dev.likeness.engine.contents;

import dev.likeness.engine.tombstones.Tombstones;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.StoredFace;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Erases from a gallery, and records what, so that no backup brings it back.
///
/// @param name of the gallery
record RecordedErasure(String name, Gallery gallery, Tombstones tombstones) {
    /// Erases photos, faces and people, as [GalleryWriter#erase] says.
    void run(GallerySnapshot snapshot, Set<PhotoId> photos, Set<FaceId> faces, Set<PersonId> people) {
        Stream<StoredFace> lost = Stream.concat(
                photos.stream().flatMap(photo -> snapshot.faces(photo).stream()),
                people.stream().flatMap(person -> snapshot.facesOf(person).stream()));
        Set<FaceId> all = Stream.concat(
                        faces.stream(), lost.map(face -> face.face().id()))
                .collect(Collectors.toSet());
        // Released after the writer has committed.
        try (Closeable _ = tombstones.startErasure(name);
                GalleryWriter writer = gallery.writer(gallery.embedder())) {
            if (!all.isEmpty() || !photos.isEmpty() || !people.isEmpty()) {
                tombstones.record(
                        name,
                        photos.stream().flatMap(photo -> idsOf(snapshot, photo)).collect(Collectors.toSet()),
                        all.stream()
                                .flatMap(face ->
                                        idsOf(snapshot, face.photo()).map(photo -> new FaceId(photo, face.ordinal())))
                                .collect(Collectors.toSet()),
                        people);
            }
            writer.erase(photos, faces, people);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot unlock gallery " + name, e);
        }
    }

    /// Every id by which a backup may know a photo: its own, and those that it had.
    private static Stream<PhotoId> idsOf(GallerySnapshot snapshot, PhotoId photo) {
        return Stream.concat(
                Stream.of(photo),
                snapshot.photo(photo).stream()
                        .flatMap(stored -> Stream.concat(
                                stored.formerIds().stream(),
                                stored.fileIds().stream().map(PhotoId::ofFile))));
    }
}
