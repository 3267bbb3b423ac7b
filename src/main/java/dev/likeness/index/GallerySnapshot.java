package dev.likeness.index;

import dev.likeness.face.Assertion;
import dev.likeness.face.Constraints;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UnitVector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A gallery at one point in time. Later writes are not visible, and data that is removed later stays
/// readable until the snapshot is closed. Safe for use by several threads.
///
/// Every method throws [LikenessException] `IO_FAILED` or `GALLERY_CORRUPT` if the files cannot be read.
public interface GallerySnapshot extends AutoCloseable {
    /// The model of the vectors; queries must use the same one.
    EmbedderStamp embedder();

    /// Whether erased data may still have bytes in the gallery's files; see [GalleryWriter#purge].
    boolean isPurgeDue();

    GalleryStatistics statistics();

    /// Opaque version token; it changes whenever anything in the gallery changes.
    String version();

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

    Optional<StoredPhoto> photo(PhotoId id);

    /// The photo that was found at this path. If there are several, the one with the smallest id.
    Optional<StoredPhoto> photoAt(String path);

    /// The faces of a photo ordered by ordinal, including those marked as not a face; empty if the photo has
    /// no faces or is unknown.
    List<StoredFace> faces(PhotoId photo);

    Optional<StoredFace> face(FaceId id);

    /// The face's aligned 112 × 112 picture, as JPEG.
    Optional<byte[]> crop(FaceId id);

    /// Streams every face except those marked as not a face. The order is arbitrary, but the same for the
    /// same commit.
    void forEachFace(Consumer<StoredFace> consumer);

    /// Streams the same faces as [#forEachFace], but reads no vectors.
    void forEachFaceSummary(Consumer<FaceSummary> consumer);

    /// Streams every photo. The order is arbitrary, but the same for the same commit.
    void forEachPhoto(Consumer<StoredPhoto> consumer);

    /// Every person, ordered by id.
    List<Person> people();

    Optional<Person> person(PersonId id);

    /// The profiles that were written last. Some may be outdated because their person's faces have changed;
    /// see [PersonProfile#isOf].
    Map<PersonId, PersonProfile> profiles();

    /// The person with exactly this name. If there are several, the one with the smallest id.
    Optional<Person> personNamed(String name);

    /// Every person with exactly this name, ordered by id.
    List<Person> peopleNamed(String name);

    /// The faces of a person, ordered by face id.
    List<StoredFace> facesOf(PersonId person);

    /// The faces of any of these people, ordered by face id. For other faces only the person is read.
    List<StoredFace> facesOf(Set<PersonId> people);

    /// The faces that have not been processed since they were added or moved, ordered by face id. For other
    /// faces only the assignment is read.
    List<StoredFace> facesWithoutAssignment();

    /// The number of unassigned faces, including those that have not been processed yet.
    int unassignedFaces();

    /// The assertions of users as constraints for an algorithm. Every face of a person with user data
    /// ([Person#hasUserData()]) is assigned; of other people only faces with an assertion are. The
    /// constraints name only faces that exist and are not marked as not a face.
    Constraints constraints();

    /// The people that assertions or user data refer to. They must not be removed, even if they have no face
    /// in the gallery.
    Set<PersonId> constrainedPeople();

    /// The assertions that users made and did not retract. The face of an assertion may be gone; see
    /// [Assertion.OfFace].
    List<Assertion> assertions();

    /// The assertions about faces of this photo, which may be gone.
    List<Assertion> assertionsOf(PhotoId photo);

    /// The assertions that name this person.
    List<Assertion> assertionsOf(PersonId person);

    /// The stored assertion about the same subject: the same kind, faces, people and photos, whichever
    /// event made it.
    Optional<Assertion> assertionLike(Assertion assertion);

    /// The events of the edit history, oldest first.
    List<PeopleEvent> events();

    /// The event with this number; empty if there is no such event.
    Optional<PeopleEvent> event(long number);

    /// The changes that an event made; empty if there is no such event.
    Optional<Changes> changes(long event);

    /// The faces nearest to a query direction.
    ///
    /// The search is exact if few faces pass the filter. Otherwise it traverses the HNSW graph and may miss
    /// faces.
    ///
    /// @param k maximum number of faces, 1 to 1000
    /// @throws LikenessException `INVALID_ARGUMENT` if `k` is out of range or the dimension is not the
    ///     gallery's
    SearchHits nearest(UnitVector direction, int k, FaceFilter filter);

    /// Every face whose cosine with a query direction is at least `minCosine`.
    ///
    /// The search is exact if few faces pass the filter. Otherwise it traverses the HNSW graph and may miss
    /// faces.
    ///
    /// @param minCosine −1 to 1
    /// @throws LikenessException `INVALID_ARGUMENT` if `minCosine` is out of range or the dimension is not
    ///     the gallery's
    SearchHits within(UnitVector direction, float minCosine, FaceFilter filter);

    @Override
    void close();
}
