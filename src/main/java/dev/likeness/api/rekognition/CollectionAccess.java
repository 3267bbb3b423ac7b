package dev.likeness.api.rekognition;

import dev.likeness.api.Backend;
import dev.likeness.api.compat.FaceUuid;
import dev.likeness.api.compat.PersonLabel;
import dev.likeness.api.http.Call;
import dev.likeness.engine.contents.GalleryContents;
import dev.likeness.engine.contents.PhotoDetails;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonName;
import dev.likeness.index.GallerySnapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Finds what operations work on: collections, faces, users, images.
final class CollectionAccess {
    private static final int MAX_USER_ID_LENGTH = 128;

    private final Backend backend;

    CollectionAccess(Backend backend) {
        this.backend = backend;
    }

    Backend backend() {
        return backend;
    }

    /// The collection of this name, which need not exist, after checking that the caller may access it.
    ///
    /// @throws AwsException `InvalidParameterException`
    CollectionId parseCollection(Call call, @Nullable String text) {
        CollectionId collection = CollectionId.parse(required("CollectionId", text));
        call.principal().requireGallery(collection.gallery());
        return collection;
    }

    /// The existing collection of this name.
    ///
    /// @throws AwsException `InvalidParameterException`, `ResourceNotFoundException`
    CollectionId requireCollection(Call call, @Nullable String text) {
        CollectionId collection = parseCollection(call, text);
        if (!backend.engine().galleries().exists(collection.gallery())) {
            throw AwsException.notFound("The collection id: %s does not exist".formatted(collection.text()));
        }
        return collection;
    }

    GalleryContents contents(CollectionId collection) {
        return backend.engine().contents(collection.gallery());
    }

    /// The people whom a user has hidden from lists.
    Set<PersonId> hiddenPeople(CollectionId collection) {
        try (GallerySnapshot snapshot = backend.engine().galleries().snapshot(collection.gallery())) {
            return snapshot.hiddenPeople();
        }
    }

    /// Analyses an image through the inference queue.
    AnalysedPhoto analyse(CollectionId collection, byte[] image) {
        return backend.inference().run(() -> backend.engine().analyse(collection.gallery(), "the image", image));
    }

    /// Changes a collection under its write lock.
    <T> T write(CollectionId collection, Supplier<T> work) {
        return backend.writeLock().withLock(collection.gallery(), work);
    }

    /// The face of a collection with this `FaceId`; empty if there is none.
    ///
    /// @throws AwsException `InvalidParameterException` if the text is not a UUID
    Optional<CollectionFace> face(CollectionId collection, String faceId) {
        if (!faceId.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            throw AwsException.invalid("a FaceId must be a UUID");
        }
        return FaceUuid.find(contents(collection), faceId).map(CollectionFace::new);
    }

    /// A face of a collection.
    record CollectionFace(PhotoDetails photo, PhotoDetails.PhotoFace face) {
        CollectionFace(FaceUuid.FoundFace found) {
            this(found.photo(), found.face());
        }

        Shapes.Face shape(String model) {
            return Shapes.Face.of(
                    face.face(),
                    face.detection(),
                    new Shapes.ImageSize(photo.width(), photo.height()),
                    photo.paths(),
                    model,
                    userId());
        }

        /// The user of the face; null if it is unassigned.
        @Nullable
        String userId() {
            return new FaceUuid.FoundFace(photo, face).personLabel();
        }

        /// Whether the face is assigned to a named person.
        boolean isNamed() {
            return face.name() != null;
        }
    }

    /// A photo of a collection; empty if it was deleted in the meantime.
    Optional<PhotoDetails> photo(CollectionId collection, dev.likeness.face.PhotoId id) {
        try {
            return Optional.of(contents(collection).photo(id));
        } catch (LikenessException e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// The user of a collection.
    ///
    /// @throws AwsException `InvalidParameterException`, `ResourceNotFoundException`
    Person requireUser(CollectionId collection, @Nullable String text) {
        String userId = userId(text);
        return PersonLabel.find(backend.engine().people(collection.gallery()), userId)
                .orElseThrow(() -> AwsException.notFound("The user id: %s does not exist".formatted(userId)));
    }

    /// Checks the length of a user's id by AWS's rule. All characters are allowed, because ids are names of
    /// people.
    static String userId(@Nullable String text) {
        String userId = required("UserId", text);
        if (userId.isBlank() || userId.length() > MAX_USER_ID_LENGTH) {
            throw AwsException.invalid("UserId must have 1 to %d characters".formatted(MAX_USER_ID_LENGTH));
        }
        if (PersonName.isDotSegment(userId)) {
            throw AwsException.invalid("UserId must be neither . nor ..");
        }
        return userId;
    }

    static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw AwsException.invalid(name + " must be given");
        }
        return value;
    }

    /// A list of ids without duplicates.
    static Set<String> ids(String name, @Nullable List<String> given, int max) {
        List<String> ids = required(name, given);
        if (ids.isEmpty() || ids.size() > max || ids.contains(null)) {
            throw AwsException.invalid("%s must be 1 to %d ids".formatted(name, max));
        }
        return new java.util.LinkedHashSet<>(ids);
    }

    /// A number within its range, or the default.
    static int number(String name, @Nullable Integer given, int standard, int min, int max) {
        int number = given == null ? standard : given;
        if (number < min || number > max) {
            throw AwsException.invalid("%s must be between %d and %d, got: %d".formatted(name, min, max, number));
        }
        return number;
    }
}
