package dev.likeness.engine.people;

import dev.likeness.face.Face;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.index.FaceTotals;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The profiles of people as they are now. Of a few people each is read alone; of many, all stored ones are read at
/// once, and the faces of those whose profile is outdated in batches.
final class CurrentProfiles {
    /// More people than a page has.
    private static final int MAX_SINGLE = 1000;

    /// Number of people whose faces are in memory at a time.
    private static final int BATCH = 1000;

    private final GallerySnapshot snapshot;
    private final Map<PersonId, PersonProfile> known;

    private CurrentProfiles(GallerySnapshot snapshot, Map<PersonId, PersonProfile> known) {
        this.snapshot = snapshot;
        this.known = known;
    }

    static CurrentProfiles of(GallerySnapshot snapshot, List<ListedPerson> people) {
        return new CurrentProfiles(snapshot, people.size() <= MAX_SINGLE ? Map.of() : current(snapshot, people));
    }

    private static Map<PersonId, PersonProfile> current(GallerySnapshot snapshot, List<ListedPerson> people) {
        Map<PersonId, PersonProfile> profiles = new HashMap<>(snapshot.profiles());
        List<PersonId> outdated = new ArrayList<>();
        for (ListedPerson person : people) {
            FaceTotals totals = person.totals();
            PersonProfile stored = profiles.get(person.id());
            if (totals != null && (stored == null || !stored.describes(totals.facesFingerprint()))) {
                outdated.add(person.id());
            }
        }
        for (int i = 0; i < outdated.size(); i += BATCH) {
            profiles.putAll(computed(snapshot, outdated.subList(i, Math.min(i + BATCH, outdated.size()))));
        }
        return profiles;
    }

    private static Map<PersonId, PersonProfile> computed(GallerySnapshot snapshot, List<PersonId> people) {
        Map<PersonId, List<Face>> faces = new HashMap<>();
        for (StoredFace face : snapshot.facesOf(new HashSet<>(people))) {
            faces.computeIfAbsent(face.person(), _ -> new ArrayList<>()).add(face.face());
        }
        Map<PersonId, PersonProfile> profiles = new HashMap<>();
        faces.forEach((person, ofPerson) -> profiles.put(person, PersonProfile.of(ofPerson)));
        return profiles;
    }

    /// The profile of one of these people; empty without a face.
    Optional<PersonProfile> of(ListedPerson person) {
        if (person.totals() == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(known.get(person.id())).or(() -> snapshot.profile(person.id()));
    }
}
