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

/// The single writer of a gallery. Committed changes survive a crash; uncommitted changes are lost. Each
/// method is atomic: no commit and no snapshot contains a part of its changes. Safe for use by several
/// threads.
///
/// Every method throws [LikenessException] `IO_FAILED` if a disk write fails; the writer is unusable after
/// that.
public interface GalleryWriter extends AutoCloseable {
    /// A snapshot of the gallery with all changes of this writer so far, committed or not. The caller closes
    /// it. It makes the index write what it has in memory, so it is no way to look at single photos.
    GallerySnapshot snapshot();

    /// Stores a photo and its faces, if any. An existing photo is replaced, so the method is idempotent. A
    /// new face that overlaps an old one by an intersection over union of at least 0.5 is the same face: it
    /// keeps the person (unless the new face brings one), the assignment and the assertions of users.
    /// Assertions about the faces of a removed photo apply again when the photo returns. Faces that users drew
    /// stay, unless a new face overlaps them as much.
    ///
    /// @param preview the whole photo, small, as JPEG; null to keep the one that is stored, if there is one
    /// @throws LikenessException `INVALID_ARGUMENT` if a face is of another photo, two have one id, or a
    ///     vector's dimension is not the gallery's
    void put(StoredPhoto photo, List<NewFace> faces, byte @Nullable [] preview);

    /// Stores a photo as [#put(StoredPhoto, List, byte[])] does, and keeps its preview.
    default void put(StoredPhoto photo, List<NewFace> faces) {
        put(photo, faces, null);
    }

    /// Sets the paths of a photo, each with the time of the file's last change. Faces do not change.
    ///
    /// @throws LikenessException `NOT_FOUND` if the photo is unknown, `INVALID_ARGUMENT` if there is no path
    void setPaths(PhotoId photo, Map<String, Instant> paths);

    /// Replaces what is known of a stored photo, but not its faces. They get its capture time.
    ///
    /// @throws LikenessException `NOT_FOUND` if the photo is unknown
    void update(StoredPhoto photo);

    /// Makes photos others with everything that users said about their faces: assertions, covers, profiles and
    /// the edit history, which can still be undone. Faces keep their people and, unless a face of the other
    /// photo has it, their ordinals. If the gallery has the other photo already, a face that overlaps one of
    /// its faces by at least
    /// 0.5 is that face; of assertions that contradict each other, the latest holds. Unknown photos are
    /// ignored.
    void move(List<PhotoMove> moves);

    /// Removes a photo and its faces, but not the assertions about them. Does nothing if the photo is
    /// unknown.
    void remove(PhotoId photo);

    /// Erases photos, faces and people permanently: their faces, the assertions about them, and the events
    /// that name these people, which can no longer be undone. Other events lose the erased faces. Photos that
    /// show one of the faces, or an erased person, stay without that face, without a perceptual fingerprint
    /// and without a preview. Unknown ids are ignored. Only [#purge] removes the bytes from the disk.
    void erase(Set<PhotoId> photos, Set<FaceId> faces, Set<PersonId> people);

    /// Rewrites the files that still contain removed data, and commits. Once every earlier snapshot is
    /// closed, the gallery's files contain no removed data. This may take minutes for a large gallery. If the
    /// next writer calls this method and there is nothing left to rewrite, it also records that no purge is
    /// due.
    void purge();

    /// Assigns these faces to a person, or makes them unassigned (null), without a reason. Unknown faces are
    /// ignored. No vector is indexed again.
    void assign(Collection<FaceId> faces, @Nullable PersonId person);

    /// Assigns these faces to a person, or makes them unassigned (null), with reasons. Unknown faces are
    /// ignored. No vector is indexed again.
    void assignWithReason(Map<FaceId, Assignment> faces, @Nullable PersonId person);

    /// Creates a person id without a name or faces. Ids ascend and are never reused, except that a crash or a
    /// rollback releases ids that were in no commit.
    PersonId newPersonId();

    /// Stores a person under its id and replaces earlier data.
    void put(Person person);

    /// Stores the profiles of these people and replaces earlier ones. Profiles only affect how people are
    /// displayed.
    void putProfiles(Map<PersonId, PersonProfile> profiles);

    /// Removes people; their faces become unassigned. Unknown ids are ignored.
    void removePeople(Set<PersonId> people);

    /// The number of the next event: one more than the greatest number ever recorded in this gallery.
    long nextEventNumber();

    /// Records a user action with all its changes. Faces get their new assignments, people get their new
    /// data, and assertions are added and removed. Faces marked as not a face become invisible to searches.
    /// Unknown faces are ignored.
    void record(PeopleEvent event, Changes changes);

    /// Copies all assertions, events, people and assignments from another gallery with the same photos and
    /// faces, and replaces those of this gallery.
    void copyPeople(GallerySnapshot from);

    /// Makes all changes so far durable.
    void commit();

    /// Merges the gallery into one segment, which is several times as fast to search as four, and commits.
    /// This may take minutes for a large gallery.
    void optimize();

    /// Discards all changes since the last commit and closes the writer.
    void rollback();

    /// Commits and closes the writer. Does nothing if it is closed already.
    @Override
    void close();
}
