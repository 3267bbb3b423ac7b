package dev.likeness.engine.backup;

import dev.likeness.engine.tombstones.Tombstone;
import dev.likeness.engine.tombstones.TombstoneLog;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.StoredFace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Deletes from a restored gallery what was deleted after its backup was made.
///
/// A deleted person may have had another number in the backup, and other faces: the faces that were deleted
/// with them are deleted wherever they are, the person of that number with all faces, and a person who loses
/// all faces.
final class ErasureReplay {
    private final List<Part> parts = new ArrayList<>();
    private @Nullable Instant deleted;

    /// The deletions of one log.
    private record Part(TombstoneLog log, Set<String> photos, Set<String> faces, Set<String> facesOfPeople) {}

    private final Set<PersonId> people = new HashSet<>();

    /// A log with deletions after the backup.
    ///
    /// @param than when the backup was made, for a log that may be older; null for one that was begun later
    record Later(TombstoneLog log, @Nullable Instant than) {}

    /// @param source name of the gallery that was backed up
    /// @param target name of the restored one
    /// @param known what had been deleted before the backup; null if nothing
    /// @param logs what has been deleted since, and before
    ErasureReplay(String source, String target, @Nullable TombstoneLog known, List<Later> logs) {
        for (Later later : logs) {
            TombstoneLog log = later.log();
            Part part = new Part(log, new HashSet<>(), new HashSet<>(), new HashSet<>());
            String ofSource = log.ofGallery(source);
            String ofTarget = log.ofGallery(target);
            for (Tombstone tombstone : log.since(known, later.than())) {
                if (tombstone.whole() || tombstone.withdraws()) {
                    if (tombstone.gallery().equals(ofSource)) {
                        deleted = tombstone.whole() ? tombstone.at() : null;
                    }
                } else if (tombstone.gallery().equals(ofSource)
                        || tombstone.gallery().equals(ofTarget)) {
                    part.photos.addAll(tombstone.photos());
                    (tombstone.people().isEmpty() ? part.faces : part.facesOfPeople).addAll(tombstone.faces());
                    tombstone.people().forEach(person -> people.add(new PersonId(person)));
                }
            }
            parts.add(part);
        }
    }

    /// When the whole gallery was deleted after the backup; null if it was not.
    @Nullable
    Instant galleryDeleted() {
        return deleted;
    }

    /// Deletes.
    ///
    /// @return what the gallery had of it; its bytes stay in the files until a purge
    ErasedAgain run(Gallery gallery) {
        Set<PhotoId> photos = new HashSet<>();
        Set<FaceId> faces = new HashSet<>();
        Set<PersonId> erasedPeople = new HashSet<>();
        Set<PersonId> touched = new HashSet<>();
        long before;
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            before = snapshot.statistics().faces();
            snapshot.forEachPhoto(photo -> {
                boolean whole = parts.stream().anyMatch(part -> part.photos.contains(part.log.ofPhoto(photo.id())));
                if (whole) {
                    photos.add(photo.id());
                }
                for (StoredFace face : snapshot.faces(photo.id())) {
                    FaceId id = face.face().id();
                    boolean withPerson =
                            parts.stream().anyMatch(part -> part.facesOfPeople.contains(part.log.ofFace(id)));
                    if (withPerson && face.person() != null) {
                        touched.add(face.person());
                    }
                    if (withPerson || parts.stream().anyMatch(part -> part.faces.contains(part.log.ofFace(id)))) {
                        faces.add(id);
                    }
                }
            });
            people.stream()
                    .filter(person -> snapshot.person(person).isPresent())
                    .forEach(erasedPeople::add);
        }
        if (photos.isEmpty() && faces.isEmpty() && erasedPeople.isEmpty()) {
            return ErasedAgain.NOTHING;
        }
        erase(gallery, photos, faces, Set.of());
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            touched.stream()
                    .filter(person -> snapshot.facesOf(person).isEmpty())
                    .forEach(erasedPeople::add);
        }
        erase(gallery, Set.of(), Set.of(), erasedPeople);
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return new ErasedAgain(
                    photos.size(),
                    Math.toIntExact(before - snapshot.statistics().faces()),
                    erasedPeople.size());
        }
    }

    private static void erase(Gallery gallery, Set<PhotoId> photos, Set<FaceId> faces, Set<PersonId> people) {
        if (!photos.isEmpty() || !faces.isEmpty() || !people.isEmpty()) {
            try (GalleryWriter writer = gallery.writer(gallery.embedder())) {
                writer.erase(photos, faces, people);
            }
        }
    }
}
