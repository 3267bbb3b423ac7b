package dev.likeness.engine.contents;

import dev.likeness.engine.contents.OriginalFiles.OpenOriginal;
import dev.likeness.extract.LocatedPhoto;
import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.FileId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.image.EncodedImage;
import dev.likeness.image.ImageReader;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import java.util.Optional;
import java.util.stream.Collectors;

/// Pictures of a gallery's photos and faces. They are made from the photos' files, since a gallery stores only a
/// small preview of a photo; see [OriginalFiles] for which file counts.
///
/// Methods that decode a photo throw [LikenessException] `PHOTO_FILE_MISSING` if no file shows it, and
/// the errors of the image reader.
public final class GalleryPictures {
    private final String name;
    private final Gallery gallery;
    private final ImageReader reader;

    public GalleryPictures(String name, Gallery gallery, ImageReader reader) {
        this.name = name;
        this.gallery = gallery;
        this.reader = reader;
    }

    /// Names the picture of a photo as it is shown: another name means another picture. No file is read.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public String picture(PhotoId id) {
        StoredPhoto photo = photo(id);
        return photo.orientation() == null
                ? photo.id().sha256()
                : photo.id().sha256() + "-" + photo.orientation().tag();
    }

    /// Names the files of a photo. No file is read.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public String files(PhotoId id) {
        return photo(id).fileIds().stream().map(FileId::sha256).collect(Collectors.joining("-"));
    }

    /// A photo as a JPEG file without metadata, upright and in sRGB, never enlarged. The smallest width is read from
    /// the gallery, if it stores a preview, and needs no file.
    ///
    /// @param width the most pixels that it may be wide; it is at most four times as high
    /// @throws LikenessException `NOT_FOUND`
    public byte[] preview(PhotoId id, int width) {
        if (width <= LocatedPhoto.PREVIEW_WIDTH) {
            try (GallerySnapshot snapshot = gallery.snapshot()) {
                Optional<byte[]> stored = snapshot.preview(snapshot.presentId(id));
                if (stored.isPresent()) {
                    return stored.get();
                }
            }
        }
        return PictureRenderer.preview(open(photo(id)), width);
    }

    /// The file of a photo as it is, with its metadata.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public OpenOriginal original(PhotoId id) {
        return OriginalFiles.open(photo(id)).orElseThrow(() -> fileMissing(id));
    }

    /// The box of a face in pixels of its upright, full-size photo. No file is read.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public Box box(FaceId id) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return face(snapshot, id).face().detection().box();
        }
    }

    /// A face with what is around it in the photo, as a square JPEG file without metadata, never enlarged.
    ///
    /// @param context side of the square as a multiple of the longer side of the face's box; the square lies
    ///     within the photo, so it may be smaller
    /// @param size the most pixels that a side may have
    /// @throws LikenessException `NOT_FOUND`
    public byte[] faceInContext(FaceId id, double context, int size) {
        StoredPhoto photo;
        Box box;
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            box = face(snapshot, id).face().detection().box();
            photo = photo(snapshot, id.photo());
        }
        PictureRenderer.Square square = PictureRenderer.Square.around(box, context, photo.width(), photo.height());
        return PictureRenderer.part(open(photo), square, photo.width(), size);
    }

    /// The cover face of a person: the one that a user chose if it is still theirs, else the best typical
    /// face, as [PersonProfile] defines it.
    ///
    /// @throws LikenessException `NOT_FOUND` if there is no such person or the person has no face
    public FaceId cover(PersonId id) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            Person person = snapshot.person(id).orElseThrow(() -> notFound("person", id));
            Optional<FaceId> chosen = Optional.ofNullable(person.cover())
                    .flatMap(snapshot::face)
                    .filter(face -> id.equals(face.person()))
                    .map(face -> face.face().id());
            return chosen.or(() -> snapshot.profile(id).map(PersonProfile::cover))
                    .orElseThrow(() -> new LikenessException(
                            ErrorCode.NOT_FOUND, "person %s of gallery %s has no face".formatted(id, name)));
        }
    }

    private EncodedImage open(StoredPhoto photo) {
        return OriginalFiles.image(photo, reader).orElseThrow(() -> fileMissing(photo.id()));
    }

    private StoredPhoto photo(PhotoId id) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return photo(snapshot, id);
        }
    }

    private StoredPhoto photo(GallerySnapshot snapshot, PhotoId id) {
        return snapshot.photo(id).orElseThrow(() -> notFound("photo", id));
    }

    private StoredFace face(GallerySnapshot snapshot, FaceId id) {
        return snapshot.face(snapshot.presentId(id)).orElseThrow(() -> notFound("face", id));
    }

    private LikenessException notFound(String kind, Object id) {
        return new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no %s %s".formatted(name, kind, id));
    }

    private static LikenessException fileMissing(PhotoId photo) {
        return new LikenessException(
                ErrorCode.PHOTO_FILE_MISSING, "a path of the photo must hold its picture, got none for photo " + photo);
    }
}
