package dev.likeness.engine.people;

import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Computes the list items of people from their faces.
final class PersonListItems {
    private PersonListItems() {}

    /// The list item of one person.
    static PersonListItem of(GallerySnapshot snapshot, Person person) {
        List<StoredFace> stored = snapshot.facesOf(person.id());
        FaceTotals totals = new FaceTotals(person);
        stored.forEach(
                face -> totals.add(face.face().id(), face.face().embedding().magnitude(), face.captureTime()));
        List<Face> faces = stored.stream().map(StoredFace::face).toList();
        return totals.listItem(snapshot, faces.isEmpty() ? null : PersonProfile.of(faces));
    }

    /// The list items of all people who have a face or user data, in one pass over all faces that reads no
    /// vectors. A person's profile is recomputed only if it is outdated.
    static List<PersonListItem> of(GallerySnapshot snapshot) {
        List<Person> people = snapshot.people();
        Map<PersonId, FaceTotals> totals = new HashMap<>();
        people.forEach(person -> totals.put(person.id(), new FaceTotals(person)));
        snapshot.forEachFaceSummary(face -> {
            FaceTotals ofPerson = totals.get(face.person());
            if (ofPerson != null) {
                ofPerson.add(face.face(), face.magnitude(), face.captureTime());
            }
        });
        Map<PersonId, PersonProfile> profiles = currentProfiles(snapshot, totals);
        List<PersonListItem> items = new ArrayList<>();
        for (Person person : people) {
            FaceTotals ofPerson = totals.getOrDefault(person.id(), new FaceTotals(person));
            if (person.hasUserData() || !ofPerson.isEmpty()) {
                PersonProfile profile = ofPerson.isEmpty() ? null : profiles.get(person.id());
                items.add(ofPerson.listItem(snapshot, profile));
            }
        }
        return items;
    }

    private static Map<PersonId, PersonProfile> currentProfiles(
            GallerySnapshot snapshot, Map<PersonId, FaceTotals> totals) {
        Map<PersonId, PersonProfile> profiles = snapshot.profiles();
        Map<PersonId, List<Face>> outdated = new HashMap<>();
        totals.forEach((id, ofPerson) -> {
            PersonProfile stored = profiles.get(id);
            if (!ofPerson.isEmpty() && (stored == null || !stored.describes(ofPerson.facesFingerprint))) {
                outdated.put(id, new ArrayList<>());
            }
        });
        if (!outdated.isEmpty()) {
            for (StoredFace face : snapshot.facesOf(outdated.keySet())) {
                outdated.getOrDefault(face.person(), new ArrayList<>()).add(face.face());
            }
            outdated.forEach((id, faces) -> profiles.put(id, PersonProfile.of(faces)));
        }
        return profiles;
    }

    /// What the faces of one person add up to.
    private static final class FaceTotals {
        private final Person person;
        private final Set<PhotoId> photos = new HashSet<>();
        private int faces;
        private boolean hasChosenCover;
        private long facesFingerprint;
        private @Nullable LocalDateTime lastSeen;

        FaceTotals(Person person) {
            this.person = person;
        }

        boolean isEmpty() {
            return faces == 0;
        }

        void add(FaceId face, float magnitude, @Nullable LocalDateTime captureTime) {
            faces++;
            hasChosenCover |= face.equals(person.cover());
            facesFingerprint += PersonProfile.faceFingerprint(face, magnitude);
            photos.add(face.photo());
            if (captureTime != null && (lastSeen == null || captureTime.isAfter(lastSeen))) {
                lastSeen = captureTime;
            }
        }

        PersonListItem listItem(GallerySnapshot snapshot, @Nullable PersonProfile profile) {
            FaceId best = profile == null ? null : profile.cover();
            FaceId cover = hasChosenCover ? person.cover() : best;
            return new PersonListItem(
                    person.id(),
                    person.name(),
                    faces,
                    photos.size(),
                    person.hidden(),
                    person.birthDate(),
                    person.externalId(),
                    lastSeen,
                    cover,
                    cover == null ? null : PhotoPaths.first(snapshot, cover.photo()),
                    profile == null ? null : profile.confidence());
        }
    }
}
