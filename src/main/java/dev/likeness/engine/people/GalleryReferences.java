package dev.likeness.engine.people;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonName;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Resolves references to people, faces and photos of a gallery, as users type them: names, numbers, paths and
/// hash prefixes.
public final class GalleryReferences {
    private static final int MIN_PREFIX_LENGTH = 6;

    private final Gallery gallery;

    GalleryReferences(Gallery gallery) {
        this.gallery = gallery;
    }

    /// Finds a person by number (`12` or `#12`) or by exact name. A number is never taken for a name, unless
    /// nobody has it: galleries of before may have names that are numbers.
    ///
    /// @throws LikenessException `NOT_FOUND`; `INVALID_ARGUMENT` if several people have the name
    public PersonId person(String text) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            String number = text.startsWith("#") ? text.substring(1) : text;
            if (number.matches("[1-9][0-9]{0,17}")) {
                PersonId id = PersonId.parse(number);
                if (snapshot.person(id).isPresent()) {
                    return id;
                }
            }
            String name = PersonName.normalized(text);
            List<Person> bearers = snapshot.people().stream()
                    .filter(person -> person.name() != null
                            && (text.equals(person.name()) || name.equals(PersonName.normalized(person.name()))))
                    .toList();
            if (bearers.size() > 1) {
                throw ambiguous(gallery.name(), text, bearers);
            }
            if (bearers.size() == 1) {
                return bearers.getFirst().id();
            }
            throw notFound("gallery %s has no person of the name or number %s", text);
        }
    }

    /// Finds a face by `PHOTO#ORDINAL` or by its id. The photo is given by a path or the first digits of its
    /// hash (six or more). The ordinal may be omitted if the photo shows one face.
    ///
    /// @throws LikenessException `NOT_FOUND`; `INVALID_ARGUMENT` if the digits or the photo are ambiguous
    public FaceId face(String text) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            if (text.matches("[0-9a-f]{64}-[0-9]{1,9}")) {
                return snapshot.presentId(FaceId.parse(text));
            }
            int mark = text.lastIndexOf('#');
            boolean numbered = mark >= 0 && text.substring(mark + 1).matches("[0-9]{1,9}");
            PhotoId photo = photo(snapshot, numbered ? text.substring(0, mark) : text);
            List<StoredFace> faces = snapshot.faces(photo);
            if (!numbered && faces.size() != 1) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a face must be named as PHOTO#ORDINAL where the photo does not show exactly one, got %d faces in: %s"
                                .formatted(faces.size(), text));
            }
            int ordinal = numbered
                    ? Integer.parseInt(text.substring(mark + 1))
                    : faces.getFirst().face().id().ordinal();
            FaceId face = new FaceId(photo, ordinal);
            if (snapshot.face(face).isEmpty()) {
                throw new LikenessException(
                        ErrorCode.NOT_FOUND,
                        "gallery %s has no face %s; %s".formatted(gallery.name(), text, ordinals(faces.size())));
            }
            return face;
        }
    }

    private static String ordinals(int faces) {
        return switch (faces) {
            case 0 -> "the photo shows none";
            case 1 -> "the only one in the photo is #0";
            default -> "those in the photo are #0 to #" + (faces - 1);
        };
    }

    /// Finds a photo by a path, its id, the hash of one of its files, or the first digits of these (six or
    /// more).
    ///
    /// @throws LikenessException `NOT_FOUND`; `INVALID_ARGUMENT` if several photos begin with the digits
    public PhotoId photo(String text) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return photo(snapshot, text);
        }
    }

    private PhotoId photo(GallerySnapshot snapshot, String text) {
        String absolute = Path.of(text).toAbsolutePath().normalize().toString();
        Optional<PhotoId> atPath =
                snapshot.photoAt(absolute).or(() -> snapshot.photoAt(text)).map(StoredPhoto::id);
        if (atPath.isPresent()) {
            return atPath.get();
        }
        Set<PhotoId> matching = new HashSet<>();
        if (isPrefix(text)) {
            for (StoredPhoto photo : snapshot.photosWithPrefix(text)) {
                boolean hasFile =
                        photo.fileIds().stream().anyMatch(file -> file.sha256().startsWith(text));
                if (hasFile || photo.id().sha256().startsWith(text)) {
                    matching.add(photo.id());
                }
            }
        }
        if (matching.size() > 1) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "digits of a photo's hash must be one photo's, got %d photos for: %s"
                            .formatted(matching.size(), text));
        }
        return matching.stream()
                .findFirst()
                .or(() -> isPrefix(text) ? snapshot.photoWithPrefix(text).map(StoredPhoto::id) : Optional.empty())
                .orElseThrow(() -> notFound("gallery %s does not know the photo %s", text));
    }

    private static boolean isPrefix(String text) {
        return text.matches("[0-9a-f]{" + MIN_PREFIX_LENGTH + ",64}");
    }

    /// The present ids of faces. A caller may remember one from before its photo had its present id.
    public List<FaceId> present(List<FaceId> faces) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return faces.stream().map(snapshot::presentId).distinct().toList();
        }
    }

    /// The present ids of photos.
    public Set<PhotoId> present(Set<PhotoId> photos) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return photos.stream().map(snapshot::presentId).collect(Collectors.toSet());
        }
    }

    private LikenessException notFound(String message, String text) {
        return new LikenessException(ErrorCode.NOT_FOUND, message.formatted(gallery.name(), text));
    }

    /// Creates the exception for a name that several people have.
    static LikenessException ambiguous(String gallery, String name, List<Person> bearers) {
        return new LikenessException(
                ErrorCode.INVALID_ARGUMENT,
                "a name must be one person's to be meant by it, and several people of gallery %s are %s: %s"
                        .formatted(
                                gallery,
                                name,
                                bearers.stream()
                                        .map(person -> "#" + person.id())
                                        .collect(Collectors.joining(", "))),
                new ErrorFacts(bearers.stream().map(Person::id).toList(), List.of(), List.of(), List.of()));
    }
}
