package dev.likeness.api.compreface;

import dev.likeness.api.Backend;
import dev.likeness.api.compat.FaceUuid;
import dev.likeness.api.compat.KeyGallery;
import dev.likeness.api.compreface.CompreFaceException.Reason;
import dev.likeness.api.http.Call;
import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.engine.people.People;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.Person;
import java.util.Optional;
import java.util.function.Supplier;

/// The face collection of a key, which is the [KeyGallery].
record FaceCollection(KeyGallery keyGallery) {
    /// @throws dev.likeness.api.problem.ProblemException 403 `FORBIDDEN` if the key is for several
    ///     galleries, and none of them is `default`
    static FaceCollection of(Backend backend, Call call) {
        return new FaceCollection(KeyGallery.of(backend, call));
    }

    /// The gallery's name.
    String gallery() {
        return keyGallery.gallery();
    }

    Call call() {
        return keyGallery.call();
    }

    boolean exists() {
        return keyGallery.exists();
    }

    GalleryContents contents() {
        return keyGallery.contents();
    }

    People people() {
        return keyGallery.people();
    }

    /// Analyses an image through the inference queue.
    AnalysedPhoto analyse(byte[] picture) {
        return keyGallery.analyse("the image", picture);
    }

    /// Changes the collection under its write lock. Creates it if it does not exist.
    <T> T write(Supplier<T> work) {
        return keyGallery.write(work);
    }

    /// Queues the purge after a deletion, and names the backups that still hold what was deleted.
    void purge() {
        keyGallery.purge();
    }

    /// Adds a face of a photo as an example of a subject, as [KeyGallery#enrol].
    PhotoDetails.PhotoFace enrol(String photoName, AnalysedPhoto photo, int ordinal, String subject) {
        return keyGallery.enrol(photoName, photo, ordinal, subject, subject(subject));
    }

    /// The subject of this name; empty if there is none.
    Optional<Person> subject(String name) {
        return keyGallery.person(name);
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
