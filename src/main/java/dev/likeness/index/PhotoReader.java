package dev.likeness.index;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the photos and faces of a gallery at one point in time. Safe for use by several threads.
///
/// Every method throws [LikenessException] `IO_FAILED` or `GALLERY_CORRUPT` if the files cannot be read.
public interface PhotoReader {
    /// The photos whose ids follow this one, ordered by id.
    ///
    /// @param after null to start at the first photo
    /// @param limit maximum number of photos, at least 1
    List<PhotoId> photosAfter(@Nullable PhotoId after, int limit);

    /// The faces whose ids follow this one, ordered by id. Detections marked as not a face are included.
    ///
    /// @param after null to start at the first face
    /// @param limit maximum number of faces, at least 1
    List<FaceId> facesAfter(@Nullable FaceId after, int limit);

    /// The photo with this id. If there is none, the photo that has or had a file with this hash, or had this
    /// id: its id is another one then.
    Optional<StoredPhoto> photo(PhotoId id);

    /// The photo whose id starts with these digits, else one that has or had a file whose hash does; the first
    /// by id if there are several.
    ///
    /// @param digits lower-case hex digits, at most 64
    Optional<StoredPhoto> photoWithPrefix(String digits);

    /// Every photo whose id starts with these digits, or that has or had a file whose hash does, ordered by id.
    ///
    /// @param digits lower-case hex digits, at most 64
    List<StoredPhoto> photosWithPrefix(String digits);

    /// The present id of a photo that may be named by the hash of one of its files. An unknown id stays as it
    /// is.
    default PhotoId presentId(PhotoId id) {
        return photo(id).map(StoredPhoto::id).orElse(id);
    }

    /// The present id of a face whose photo may be named by the hash of one of its files. An unknown id stays
    /// as it is.
    default FaceId presentId(FaceId id) {
        PhotoId photo = presentId(id.photo());
        return photo.equals(id.photo()) ? id : new FaceId(photo, id.ordinal());
    }

    /// The photo that was found at this path. If there are several, the one that was found there last: with the
    /// latest time of the file, then the smallest id.
    Optional<StoredPhoto> photoAt(String path);

    /// All photos that were found at this path; several if its file was replaced by another photo.
    List<StoredPhoto> photosAt(String path);

    /// The faces of a photo ordered by ordinal, including those marked as not a face; empty if the photo has
    /// no faces or is unknown.
    List<StoredFace> faces(PhotoId photo);

    Optional<StoredFace> face(FaceId id);

    /// The face's aligned 112 × 112 picture, as JPEG.
    Optional<byte[]> crop(FaceId id);

    /// The whole photo, small, as JPEG; empty if the gallery stores none of it.
    Optional<byte[]> preview(PhotoId id);

    /// Streams every face except those marked as not a face. The order is arbitrary, but the same for the
    /// same commit.
    void forEachFace(Consumer<StoredFace> consumer);

    /// Streams the same faces as [#forEachFace] and those marked as not a face.
    void forEachStoredFace(Consumer<StoredFace> consumer);

    /// Visits the same faces as [#forEachFace] and reads only what the consumer asks for, which is many times as
    /// fast. The order is arbitrary, but the same for the same commit.
    ///
    /// @param consumer receives the same cursor at each face
    void scanFaces(Consumer<FaceCursor> consumer);

    /// Visits the same faces as [#forEachStoredFace], as [#scanFaces] does.
    void scanStoredFaces(Consumer<FaceCursor> consumer);

    /// What the faces of each person add up to, for every person with a face. Computed once for a commit.
    Map<PersonId, FaceTotals> faceTotals();

    /// What the faces of one person add up to; empty without a face.
    Optional<FaceTotals> faceTotals(PersonId person);

    /// Streams every photo. The order is arbitrary, but the same for the same commit.
    void forEachPhoto(Consumer<StoredPhoto> consumer);

    /// The faces of a person, ordered by face id.
    List<StoredFace> facesOf(PersonId person);

    /// The faces of any of these people, ordered by face id. For other faces only the person is read.
    List<StoredFace> facesOf(Set<PersonId> people);

    /// All faces of a person in one vector; empty if there are none.
    Optional<Template> template(PersonId person);

    /// Passes on the templates of these people, ordered by person, without those who have no face. Except for rounding,
    /// they are those of [#template]; of many people they are read many times as fast.
    void forEachTemplate(Set<PersonId> people, BiConsumer<PersonId, Template> consumer);

    /// A person's faces with the greatest magnitudes, greatest first; faces of the same magnitude by id.
    ///
    /// @param limit maximum number of faces, at least 1
    List<FaceId> clearestFaces(PersonId person, int limit);

    /// The faces that have not been processed since they were added or moved, ordered by face id. For other
    /// faces only the assignment is read.
    List<StoredFace> facesWithoutAssignment();

    /// The number of unassigned faces, including those that have not been processed yet.
    int unassignedFaces();
}
