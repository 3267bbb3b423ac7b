package dev.likeness.engine.people;

import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonProfile;
import dev.likeness.index.GallerySnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The people of a gallery at one point in time, in an order. What the order needs of all people is kept for a
/// commit; the rest is read only of those whose items are asked for.
public final class PeopleList implements AutoCloseable {
    private final GallerySnapshot snapshot;
    private final List<ListedPerson> people;

    /// Takes over the snapshot and closes it on [#close()].
    PeopleList(GallerySnapshot snapshot, PeopleOrder order, boolean hidden) {
        this.snapshot = snapshot;
        this.people = RankedPeople.of(snapshot, order, hidden);
    }

    /// The version of the gallery.
    public String version() {
        return snapshot.version();
    }

    /// All people of the list, in its order.
    public List<ListedPerson> people() {
        return people;
    }

    /// The list items of these people, in the same order.
    public List<PersonListItem> items(List<ListedPerson> some) {
        CurrentProfiles profiles = CurrentProfiles.of(snapshot, some);
        return some.stream()
                .map(person -> item(snapshot, person, profiles.of(person).orElse(null)))
                .toList();
    }

    /// The list item of one person.
    static PersonListItem item(GallerySnapshot snapshot, Person person) {
        return item(
                snapshot,
                new ListedPerson(person, snapshot.faceTotals(person.id()).orElse(null)),
                snapshot.profile(person.id()).orElse(null));
    }

    private static PersonListItem item(GallerySnapshot snapshot, ListedPerson listed, @Nullable PersonProfile profile) {
        Person person = listed.person();
        FaceId cover = hasChosenCover(snapshot, person) ? person.cover() : profile == null ? null : profile.cover();
        return new PersonListItem(
                person.id(),
                person.name(),
                listed.faces(),
                listed.photos(),
                person.hidden(),
                person.birthDate(),
                person.externalId(),
                listed.lastSeen(),
                cover,
                cover == null ? null : PhotoPaths.first(snapshot, cover.photo()),
                profile == null ? null : profile.confidence());
    }

    /// Whether the cover that a user chose is still a face of the person.
    private static boolean hasChosenCover(GallerySnapshot snapshot, Person person) {
        FaceId chosen = person.cover();
        return chosen != null
                && snapshot.face(chosen)
                        .filter(face -> person.id().equals(face.person()) && !face.notAFace())
                        .isPresent();
    }

    @Override
    public void close() {
        snapshot.close();
    }
}
