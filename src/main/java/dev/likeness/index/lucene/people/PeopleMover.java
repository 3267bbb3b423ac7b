package dev.likeness.index.lucene.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.FaceId;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.index.lucene.documents.WriterState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes what users said of photos follow them when they become others: assertions, covers, profiles and the
/// edit history. The caller has exclusive access to the index.
public final class PeopleMover {
    private final WriterState state;
    private final PeopleWriter people;

    public PeopleMover(WriterState state, PeopleWriter people) {
        this.state = state;
        this.people = people;
    }

    /// Rewrites the assertions about photos that moved, and about the photos that they became.
    ///
    /// @param moved photos that go
    /// @param copied photos that stay, and whose assertions hold for the other photo, too
    /// @return the assertions about each face of the other photos
    public Map<FaceId, List<Assertion.FaceAssertion>> moveAssertions(
            GallerySnapshot now, MovedIds moved, MovedIds copied) throws IOException {
        Set<PhotoId> targets = new HashSet<>(moved.photos().values());
        targets.addAll(copied.photos().values());
        List<Assertion> before = new ArrayList<>();
        Map<Assertion, Assertion> after = new HashMap<>();
        for (Assertion assertion : now.assertions()) {
            if (moved.has(assertion)) {
                before.add(assertion);
                moved.assertion(assertion).ifPresent(renamed -> after.put(renamed, renamed));
            } else if (assertion.photos().stream().anyMatch(targets::contains)) {
                before.add(assertion);
                after.put(assertion, assertion);
            }
            if (copied.has(assertion) && assertion instanceof Assertion.FaceAssertion) {
                copied.assertion(assertion).ifPresent(renamed -> after.put(renamed, renamed));
            }
        }
        Map<FaceId, List<Assertion.FaceAssertion>> ofFaces = new HashMap<>();
        List<Assertion> kept = new ArrayList<>();
        for (Assertion assertion : after.values()) {
            if (assertion instanceof Assertion.FaceAssertion ofFace
                    && ofFace.face().ordinal() != Integer.MAX_VALUE) {
                ofFaces.computeIfAbsent(ofFace.face(), _ -> new ArrayList<>()).add(ofFace);
            } else {
                kept.add(assertion);
            }
        }
        ofFaces.replaceAll((_, assertions) -> withoutContradictions(assertions));
        ofFaces.values().forEach(kept::addAll);
        for (Assertion assertion : before) {
            people.removeAssertion(assertion);
        }
        for (Assertion assertion : kept) {
            people.putAssertion(assertion);
        }
        return ofFaces;
    }

    /// Of assertions about one face that contradict each other, the latest ones. Two photos that become one
    /// may have been told different things.
    private static List<Assertion.FaceAssertion> withoutContradictions(List<Assertion.FaceAssertion> all) {
        List<Assertion.FaceAssertion> latestFirst = new ArrayList<>(all);
        latestFirst.sort(
                Comparator.comparingLong(Assertion.FaceAssertion::event).reversed());
        List<Assertion.FaceAssertion> kept = new ArrayList<>();
        for (Assertion.FaceAssertion one : latestFirst) {
            if (kept.stream().noneMatch(other -> contradict(one, other))) {
                kept.add(one);
            }
        }
        return kept;
    }

    /// Whether only one of two assertions about a face can hold; a second one of the same content is
    /// superfluous.
    private static boolean contradict(Assertion.FaceAssertion one, Assertion.FaceAssertion other) {
        if (one instanceof Assertion.Rejected rejected) {
            return isOf(other, rejected.person());
        }
        if (other instanceof Assertion.Rejected rejected) {
            return isOf(one, rejected.person());
        }
        return true;
    }

    private static boolean isOf(Assertion.FaceAssertion assertion, PersonId person) {
        return assertion.people().contains(person);
    }

    /// Rewrites the covers and the edit history.
    public void moveReferences(GallerySnapshot now, MovedIds moved) throws IOException {
        for (Person person : now.people()) {
            Person renamed = moved.person(person);
            if (!renamed.equals(person)) {
                people.put(renamed);
            }
        }
        for (PeopleEvent event : now.events()) {
            Changes changes = now.changes(event.number()).orElse(Changes.NONE);
            Changes renamed = moved.changes(changes);
            UserAction action = moved.action(event.action());
            if (!renamed.equals(changes) || !action.equals(event.action())) {
                state.index()
                        .updateDocument(
                                EventDocuments.eventTerm(event.number()),
                                EventDocuments.event(
                                        new PeopleEvent(event.number(), event.time(), event.actor(), action), renamed));
            }
        }
    }

    /// Adapts the profiles of people whose faces changed their ids; drops those of people who won or lost a
    /// face. A person without user data who lost the last face goes.
    public void moveProfiles(GallerySnapshot now, MovedIds moved, List<StoredFace> before, List<StoredFace> after)
            throws IOException {
        Map<PersonId, Long> fingerprints = new HashMap<>();
        Map<PersonId, Integer> counts = new HashMap<>();
        for (StoredFace face : before) {
            count(face, -1, fingerprints, counts);
        }
        for (StoredFace face : after) {
            count(face, 1, fingerprints, counts);
        }
        Map<PersonId, PersonProfile> profiles = now.profiles();
        for (Map.Entry<PersonId, Integer> change : counts.entrySet()) {
            PersonId person = change.getKey();
            Optional<PersonProfile> profile = Optional.ofNullable(profiles.get(person));
            if (change.getValue() != 0) {
                state.index().deleteDocuments(PersonDocuments.profileTerm(person));
            } else if (profile.isPresent()) {
                people.putProfiles(Map.of(
                        person,
                        new PersonProfile(
                                moved.face(profile.get().cover()),
                                profile.get().confidence(),
                                profile.get().facesFingerprint() + fingerprints.getOrDefault(person, 0L))));
            }
        }
        removeEmptied(counts);
    }

    private static void count(
            StoredFace face, int sign, Map<PersonId, Long> fingerprints, Map<PersonId, Integer> counts) {
        @Nullable PersonId person = face.person();
        if (person != null && !face.notAFace()) {
            long fingerprint = PersonProfile.faceFingerprint(
                    face.face().id(), face.face().embedding().magnitude());
            fingerprints.merge(person, sign * fingerprint, Long::sum);
            counts.merge(person, sign, Integer::sum);
        }
    }

    private void removeEmptied(Map<PersonId, Integer> counts) throws IOException {
        Set<PersonId> losing = new HashSet<>();
        counts.forEach((person, change) -> {
            if (change < 0) {
                losing.add(person);
            }
        });
        if (losing.isEmpty()) {
            return;
        }
        Set<PersonId> empty = new HashSet<>();
        try (GallerySnapshot later = state.snapshot()) {
            Set<PersonId> needed = new HashSet<>(later.constrainedPeople());
            later.facesOf(losing).forEach(face -> {
                if (face.person() != null) {
                    needed.add(face.person());
                }
            });
            for (PersonId person : losing) {
                boolean isNeeded = needed.contains(person)
                        || later.person(person).filter(Person::hasUserData).isPresent();
                if (!isNeeded) {
                    empty.add(person);
                }
            }
        }
        people.removePeople(empty);
    }
}
