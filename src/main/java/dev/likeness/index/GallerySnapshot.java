package dev.likeness.index;

import dev.likeness.face.Assertion;
import dev.likeness.face.Constraints;
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

/// A gallery at one point in time. What is written later does not show; what is removed later stays
/// readable until the snapshot is closed. Safe for use by several threads.
///
/// Every method throws [LikenessException] `IO_FAILED` or `GALLERY_CORRUPT` if the files cannot be
/// read.
public interface GallerySnapshot extends AutoCloseable {
    /// The model whose vectors these are, and with which a query must be made.
    EmbedderStamp embedder();

    /// Whether something was erased whose bytes may still be in the gallery's files; see
    /// [GalleryWriter#purge].
    boolean isPurgeDue();

    GalleryStatistics statistics();

    /// A text that is another one whenever anything in the gallery is.
    String version();

    /// The photos whose ids follow this one, in the order of their ids.
    ///
    /// @param after null for the first ones
    /// @param limit how many at most, at least 1
    List<PhotoId> photosAfter(@Nullable PhotoId after, int limit);

    /// The faces whose ids follow this one, in the order of their ids, those included that a user
    /// called none.
    ///
    /// @param after null for the first ones
    /// @param limit how many at most, at least 1
    List<FaceId> facesAfter(@Nullable FaceId after, int limit);

    Optional<StoredPhoto> photo(PhotoId id);

    /// The photo that was seen at this path. If several claim it, the one of the smallest id.
    Optional<StoredPhoto> photoAt(String path);

    /// The faces of a photo in the order of their ordinals, those included that a user called none; no
    /// entry if it has none or is unknown.
    List<StoredFace> faces(PhotoId photo);

    Optional<StoredFace> face(FaceId id);

    /// The face's aligned 112 × 112 picture, as JPEG.
    Optional<byte[]> crop(FaceId id);

    /// Streams every face but those that a user called none, in an order that is the same for the same
    /// commit but means nothing.
    void forEachFace(Consumer<StoredFace> consumer);

    /// Streams what [#forEachFace] does, but reads no vector.
    void forEachFaceSummary(Consumer<FaceSummary> consumer);

    /// Streams every photo, in an order that is the same for the same commit but means nothing.
    void forEachPhoto(Consumer<StoredPhoto> consumer);

    /// Every person, by id.
    List<Person> people();

    Optional<Person> person(PersonId id);

    /// The portraits that were written last. Some may be of other faces than the persons have now; see
    /// [PersonProfile#isOf].
    Map<PersonId, PersonProfile> profiles();

    /// The person of exactly this name. If several bear it, the one of the smallest id.
    Optional<Person> personNamed(String name);

    /// Every person of exactly this name, by id.
    List<Person> peopleNamed(String name);

    /// The faces of a person, by face id.
    List<StoredFace> facesOf(PersonId person);

    /// The faces of any of these people, by face id. Of everybody else's only the person is read.
    List<StoredFace> facesOf(Set<PersonId> people);

    /// The faces that nothing has looked at since they came or were moved, by face id. Of all others only
    /// that is read.
    List<StoredFace> facesWithoutAssignment();

    /// How many faces are nobody's, those included that nothing has looked at.
    int unassignedFaces();

    /// What users have said, as far as it binds an algorithm now. Of a known person
    /// ([Person#hasUserData()]) every face is held; else only those that a fact holds. Only faces that
    /// are there are named, and none that a user called none.
    Constraints constraints();

    /// The persons of whom a user has said something, as a whole or about a face: even without a face
    /// of theirs in the gallery, they are not to be forgotten.
    Set<PersonId> constrainedPeople();

    /// What users have said and not taken back. The face of a fact may be gone; see [Assertion.OfFace].
    List<Assertion> assertions();

    /// The assertions about faces of this photo, which may be gone.
    List<Assertion> assertionsOf(PhotoId photo);

    /// The assertions that name this person.
    List<Assertion> assertionsOf(PersonId person);

    /// The stored assertion about the same subject: the same kind, faces, people and photos, whichever
    /// event made it.
    Optional<Assertion> assertionLike(Assertion assertion);

    /// What users did, oldest first.
    List<PeopleEvent> events();

    /// One event by its number; empty if there is none.
    Optional<PeopleEvent> event(long number);

    /// What an event changed; empty if there is no such event.
    Optional<Changes> changes(long event);

    /// The faces nearest to a direction.
    ///
    /// The search is exact when few faces pass the filter, else it walks the HNSW graph and may miss
    /// one.
    ///
    /// @param k how many at most, 1 to 1000
    /// @throws LikenessException `INVALID_ARGUMENT` if `k` is out of range or the dimension is not the
    ///     gallery's
    SearchHits nearest(UnitVector direction, int k, FaceFilter filter);

    /// Every face whose cosine with a direction is at least `minCosine`.
    ///
    /// The search is exact when few faces pass the filter, else it walks the HNSW graph and may miss
    /// some.
    ///
    /// @param minCosine −1 to 1
    /// @throws LikenessException `INVALID_ARGUMENT` if `minCosine` is out of range or the dimension is
    ///     not the gallery's
    SearchHits within(UnitVector direction, float minCosine, FaceFilter filter);

    @Override
    void close();
}
