package dev.likeness.index;

import dev.likeness.face.Assertion;
import dev.likeness.face.Constraints;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the people of a gallery, the assertions of users and the edit history at one point in time. Safe for
/// use by several threads.
///
/// Every method throws [LikenessException] `IO_FAILED` or `GALLERY_CORRUPT` if the files cannot be read.
public interface PeopleReader {
    /// Every person, ordered by id. Read once for a commit.
    List<Person> people();

    /// The people that a user has hidden.
    Set<PersonId> hiddenPeople();

    Optional<Person> person(PersonId id);

    /// The profiles that were written last. Some may be outdated because their person's faces have changed;
    /// see [PersonProfile#describes].
    Map<PersonId, PersonProfile> profiles();

    /// The profile of a person's present faces; empty if there are none. It is computed only if the stored one is
    /// outdated, and then once for the same faces.
    Optional<PersonProfile> profile(PersonId person);

    /// The person with exactly this name. If there are several, the one with the smallest id.
    Optional<Person> personNamed(String name);

    /// Every person with exactly this name, ordered by id.
    List<Person> peopleNamed(String name);

    /// The assertions of users as constraints for an algorithm. Every face of a person with user data
    /// ([Person#hasUserData()]) is assigned; of other people only faces with an assertion are. The
    /// constraints name only faces that exist and are not marked as not a face.
    Constraints constraints();

    /// The people that assertions or user data refer to. They must not be removed, even if they have no face
    /// in the gallery.
    Set<PersonId> constrainedPeople();

    /// The assertions that users made and did not retract. The face of an assertion may be gone; see
    /// [Assertion.FaceAssertion].
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

    /// The greatest number of an event; 0 if there is none.
    long lastEventNumber();

    /// The event with this number; empty if there is no such event.
    Optional<PeopleEvent> event(long number);

    /// The changes that an event made; empty if there is no such event.
    Optional<Changes> changes(long event);
}
