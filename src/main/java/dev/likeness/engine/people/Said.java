package dev.likeness.engine.people;

import dev.likeness.face.FaceId;
import dev.likeness.face.Fact;
import dev.likeness.face.PersonId;
import dev.likeness.index.GallerySnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What users have said of a gallery's faces, each by itself, for those who ask often.
public final class Said {
    private final Map<FaceId, PersonId> confirmed = new HashMap<>();
    private final Map<PersonId, List<FaceId>> refused = new HashMap<>();
    private final Set<FaceId> notFaces = new HashSet<>();
    private final List<Fact.Different> different = new ArrayList<>();

    private Said() {}

    public static Said in(GallerySnapshot snapshot) {
        Said said = new Said();
        for (Fact fact : snapshot.facts()) {
            switch (fact) {
                case Fact.Held held -> {
                    if (held.explicit()) {
                        said.confirmed.put(held.face(), held.identity());
                    }
                }
                case Fact.Refused not ->
                    said.refused
                            .computeIfAbsent(not.identity(), _ -> new ArrayList<>())
                            .add(not.face());
                case Fact.NotAFace none -> said.notFaces.add(none.face());
                case Fact.Different two -> said.different.add(two);
                case Fact.NoCopy _ -> {}
            }
        }
        return said;
    }

    /// The person that a user pointed out for this face.
    public Optional<PersonId> confirmed(FaceId face) {
        return Optional.ofNullable(confirmed.get(face));
    }

    /// Whether a user said that this face is not this person.
    public boolean refused(FaceId face, PersonId person) {
        return refusedOf(person).contains(face);
    }

    /// All faces that a user said are not this person.
    public List<FaceId> refusedOf(PersonId person) {
        return refused.getOrDefault(person, List.of());
    }

    /// All that a user said are no faces.
    public Set<FaceId> notFaces() {
        return notFaces;
    }

    /// Pairs of people that a user said are two.
    public List<Fact.Different> different() {
        return different;
    }
}
