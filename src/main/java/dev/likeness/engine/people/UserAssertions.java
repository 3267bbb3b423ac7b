package dev.likeness.engine.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.index.GallerySnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The assertions about a gallery's faces, indexed for frequent lookups.
public final class UserAssertions {
    private final Map<FaceId, PersonId> confirmed = new HashMap<>();
    private final Map<PersonId, List<FaceId>> rejected = new HashMap<>();
    private final Map<FaceId, Set<PersonId>> rejectedPeople = new HashMap<>();
    private final Set<FaceId> notFaces = new HashSet<>();
    private final List<Assertion.DifferentPeople> different = new ArrayList<>();
    private final List<Assertion.NotACopy> notCopies = new ArrayList<>();

    private UserAssertions() {}

    /// The assertions of a gallery, which are read once for a commit.
    public static UserAssertions of(GallerySnapshot snapshot) {
        return snapshot.derived(UserAssertions.class, () -> read(snapshot));
    }

    private static UserAssertions read(GallerySnapshot snapshot) {
        UserAssertions assertions = new UserAssertions();
        for (Assertion assertion : snapshot.assertions()) {
            switch (assertion) {
                case Assertion.Assigned assigned -> {
                    if (assigned.confirmed()) {
                        assertions.confirmed.put(assigned.face(), assigned.person());
                    }
                }
                case Assertion.Rejected rejected -> {
                    assertions
                            .rejected
                            .computeIfAbsent(rejected.person(), _ -> new ArrayList<>())
                            .add(rejected.face());
                    assertions
                            .rejectedPeople
                            .computeIfAbsent(rejected.face(), _ -> new HashSet<>())
                            .add(rejected.person());
                }
                case Assertion.NotAFace notAFace -> assertions.notFaces.add(notAFace.face());
                case Assertion.DifferentPeople pair -> assertions.different.add(pair);
                case Assertion.NotACopy pair -> assertions.notCopies.add(pair);
            }
        }
        return assertions;
    }

    /// The person that a user confirmed for this face.
    public Optional<PersonId> confirmed(FaceId face) {
        return Optional.ofNullable(confirmed.get(face));
    }

    /// Whether a user rejected this person for this face.
    public boolean rejected(FaceId face, PersonId person) {
        return rejectedPeople(face).contains(person);
    }

    /// All people that a user rejected for this face.
    public Set<PersonId> rejectedPeople(FaceId face) {
        return rejectedPeople.getOrDefault(face, Set.of());
    }

    /// All faces for which a user rejected this person.
    public List<FaceId> rejectedOf(PersonId person) {
        return rejected.getOrDefault(person, List.of());
    }

    /// All detections that a user marked as not a face.
    public Set<FaceId> notFaces() {
        return notFaces;
    }

    /// Pairs of people that a user marked as different.
    public List<Assertion.DifferentPeople> different() {
        return different;
    }

    /// Pairs of photos that a user marked as not copies of each other.
    public List<Assertion.NotACopy> notCopies() {
        return notCopies;
    }
}
