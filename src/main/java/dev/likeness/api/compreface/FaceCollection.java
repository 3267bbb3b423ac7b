package dev.likeness.api.compreface;

import dev.likeness.api.Backend;
import dev.likeness.api.PurgeJob;
import dev.likeness.api.auth.Principal;
import dev.likeness.api.compat.FaceUuid;
import dev.likeness.api.compat.PersonLabel;
import dev.likeness.api.compreface.CompreFaceException.Reason;
import dev.likeness.api.http.Call;
import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.people.People;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.Person;
import java.util.Optional;
import java.util.function.Supplier;

/// The face collection of a key: the only gallery that the key may access, otherwise the gallery `default`.
/// It need not exist: until the first write it is empty.
///
/// @param gallery the gallery's name
record FaceCollection(Backend backend, Call call, String gallery) {
    private static final String DEFAULT_GALLERY = "default";

    /// @throws dev.likeness.api.problem.ProblemException 403 `FORBIDDEN` if the key is for several
    ///     galleries, and none of them is `default`
    static FaceCollection of(Backend backend, Call call) {
        Principal principal = call.principal();
        String gallery = principal.galleries().size() == 1
                ? principal.galleries().iterator().next()
                : DEFAULT_GALLERY;
        principal.requireGallery(gallery);
        call.audit("gallery", gallery);
        return new FaceCollection(backend, call, gallery);
    }

    boolean exists() {
        return backend.engine().galleries().exists(gallery);
    }

    GalleryContents contents() {
        return backend.engine().contents(gallery);
    }

    People people() {
        return backend.engine().people(gallery);
    }

    /// Analyses an image through the inference queue.
    AnalysedPhoto analyse(byte[] picture) {
        return backend.inference().run(() -> backend.engine().analyse(gallery, "the image", picture));
    }

    /// Changes the collection under its write lock. Creates it if it does not exist.
    <T> T write(Supplier<T> work) {
        return backend.writeLock().withLock(gallery, () -> {
            if (!exists()) {
                backend.engine().galleries().create(gallery, null);
            }
            return work.get();
        });
    }

    /// Queues the purge after a deletion, and names the backups that still hold what was deleted.
    void purge() {
        PurgeJob.startFollowUp(backend, call, gallery);
    }

    /// The subject of this name; empty if there is none.
    Optional<Person> subject(String name) {
        return exists() ? PersonLabel.find(people(), name) : Optional.empty();
    }

    /// @throws CompreFaceException `SUBJECT_MISSING`
    Person requireSubject(String name) {
        return subject(name)
                .orElseThrow(() -> new CompreFaceException(Reason.SUBJECT_MISSING, "Subject not found: " + name));
    }

    /// The face of an image id.
    Optional<FaceUuid.FoundFace> face(String imageId) {
        return exists() ? FaceUuid.find(contents(), imageId) : Optional.empty();
    }

    /// @throws CompreFaceException `IMAGE_MISSING`
    FaceUuid.FoundFace requireFace(String imageId) {
        return face(imageId).orElseThrow(() -> new CompreFaceException(Reason.IMAGE_MISSING, "no such image"));
    }
}
