package dev.likeness.index;

import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The one hand that changes a gallery. What was committed survives a crash, what was not is as if
/// never written. Each method is atomic: no commit and no snapshot holds half of it. Safe for use by
/// several threads.
///
/// Every method throws [LikenessException] `IO_FAILED` if the disk refuses; the writer is of no further
/// use then.
public interface GalleryWriter extends AutoCloseable {
    /// Remembers a photo and its faces (none, if it has none). A photo that is there already is
    /// replaced, so that doing it twice is doing it once: where a face is found again, at an
    /// intersection over union of at least 0.5, it keeps identity and placement, unless it brings an
    /// identity, and whatever users said of it. What they said of a face of a photo that was removed is
    /// true again when the photo comes back.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a face is of another photo, two have one id, or
    ///     a vector's dimension is not the gallery's
    void put(StoredPhoto photo, List<NewFace> faces);

    /// Says at which paths a photo is now, and when each file was changed last. No face is touched.
    ///
    /// @throws LikenessException `NOT_FOUND` if the photo is unknown, `INVALID_ARGUMENT` if there is no
    ///     path
    void setPaths(PhotoId photo, Map<String, Instant> paths);

    /// Forgets a photo and its faces, but not what users said of them; nothing happens if it is unknown.
    void remove(PhotoId photo);

    /// Forgets photos, faces and people for good: their faces, what users said of them, and the events
    /// that name them, which cannot be taken back any more. Photos that show one of the faces, or an
    /// erased person, stay, without that face and without a thumbnail. Unknown ids are passed over.
    /// Only [#purge] removes the bytes from the disk.
    void erase(Set<PhotoId> photos, Set<FaceId> faces, Set<PersonId> people);

    /// Rewrites whatever still holds something that was removed, and commits: nothing of it is left in
    /// the gallery's files, once every snapshot from before is closed. May take minutes for a large
    /// gallery. Called by the next writer, when there is nothing left to rewrite, it also settles that
    /// no purge is due any more.
    void purge();

    /// Says whose these faces are, or that they are nobody's (null), without a reason. Faces that are
    /// unknown are passed over. No vector is indexed again.
    void assign(Collection<FaceId> faces, @Nullable PersonId person);

    /// Says whose these faces are, or that they are nobody's (null), and why. Faces that are unknown
    /// are passed over. No vector is indexed again.
    void assignWithReason(Map<FaceId, Assignment> faces, @Nullable PersonId person);

    /// A new person without name or faces. Ids ascend and are never given twice, except that after a
    /// crash or a rollback those come again which were in no commit.
    PersonId newPersonId();

    /// Remembers a person under the id, in place of what was known of it.
    void put(Person person);

    /// Remembers what these persons' faces tell of them together, in place of what was remembered. Nothing
    /// rests on it but how people are shown.
    void putProfiles(Map<PersonId, PersonProfile> profiles);

    /// Forgets people; their faces become nobody's. Ids that are unknown are passed over.
    void removePeople(Set<PersonId> people);

    /// The number of the next event: one more than the greatest ever recorded in this gallery.
    long nextEventNumber();

    /// Remembers what a user did, with all that it changes: faces go to where the changes put them,
    /// persons become what they say, facts are said and unsaid, and faces called none go out of the
    /// search's sight. Faces that are unknown are passed over.
    void record(PeopleEvent event, Changes changes);

    /// Takes over everything users said and did, all persons, and whose face is whose, from another
    /// gallery with the same photos and faces, in place of what is here.
    void copyPeople(GallerySnapshot from);

    /// Makes everything written so far durable.
    void commit();

    /// Merges the gallery to one segment, which a search walks several times as fast as four, and
    /// commits. May take minutes for a large gallery.
    void optimize();

    /// Forgets everything since the last commit and closes the writer.
    void rollback();

    /// Commits and closes the writer. Nothing happens if it is closed already.
    @Override
    void close();
}
