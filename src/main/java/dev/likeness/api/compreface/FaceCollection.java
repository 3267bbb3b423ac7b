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

/// The face collection that a key belongs to: the one gallery that the key may touch, else the gallery
/// `default`. It need not be there: until something is written it is empty.
///
/// @param gallery its name
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
        return backend.engine().hasGallery(gallery);
    }

    GalleryContents contents() {
        return backend.engine().contents(gallery);
    }

    People people() {
        return backend.engine().people(gallery);
    }

    /// Looks at a picture, when its turn comes.
    AnalysedPhoto analyse(byte[] picture) {
        return backend.inference().run(() -> backend.engine().analyse(gallery, "the image", picture));
    }

    /// Changes the collection, when its turn comes; it is there then.
    <T> T write(Supplier<T> work) {
        return backend.writeLock().withLock(gallery, () -> {
            if (!exists()) {
                backend.engine().createGallery(gallery, null);
            }
            return work.get();
        });
    }

    /// After something was erased.
    void purge() {
        PurgeJob.startFollowUp(backend, gallery, call.principal().id());
    }

    /// A subject, if there is one of that name.
    Optional<Person> subject(String name) {
        return exists() ? PersonLabel.find(people(), name) : Optional.empty();
    }

    /// @throws CompreFaceException `SUBJECT_MISSING`
    Person requireSubject(String name) {
        return subject(name)
                .orElseThrow(() -> new CompreFaceException(Reason.SUBJECT_MISSING, "Subject not found: " + name));
    }

    /// The face that an image id names.
    Optional<FaceUuid.FoundFace> face(String imageId) {
        return exists() ? FaceUuid.find(contents(), imageId) : Optional.empty();
    }

    /// @throws CompreFaceException `IMAGE_MISSING`
    FaceUuid.FoundFace requireFace(String imageId) {
        return face(imageId)
                .orElseThrow(() -> new CompreFaceException(Reason.IMAGE_MISSING, "there is no image of that id"));
    }
}
