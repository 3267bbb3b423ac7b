package dev.likeness.index.lucene.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Assignment.Reason;
import dev.likeness.face.Box;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.index.StoredFace;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Matches the new faces of a photo with the faces that it had before. Pairs are matched by greatest
/// intersection over union first; pairs below 0.5 do not match. The ordinal breaks ties between equal boxes.
public final class FaceRematcher {
    static final float MIN_OVERLAP = 0.5f;

    /// A pair of an old face and a new face.
    private record Pair(Candidate old, FaceId now, float overlap) {
        static final Comparator<Pair> BEST_FIRST = Comparator.comparingDouble((Pair pair) -> -pair.overlap)
                .thenComparing(pair -> !pair.old.id.equals(pair.now))
                .thenComparing(pair -> pair.old.id)
                .thenComparing(Pair::now);
    }

    /// An old face.
    ///
    /// @param stored whether it is in the gallery; if not, it is known from assertions, which need not agree
    ///     on its id
    private record Candidate(FaceId id, Box box, boolean stored, List<Assertion.OfFace> assertions) {
        boolean isOf(Assertion.OfFace fact) {
            return fact.face().equals(id) && (stored || fact.box().iou(box) >= MIN_OVERLAP);
        }
    }

    private final Map<FaceId, StoredFace> before = new HashMap<>();
    private final List<Assertion.OfFace> rebound = new ArrayList<>();
    private final List<Assertion.OfFace> obsolete = new ArrayList<>();
    private final Map<FaceId, PersonId> assigned = new HashMap<>();
    private final Set<FaceId> notFaces = new HashSet<>();

    /// Matches the faces.
    ///
    /// @param known the faces that the photo has so far; empty if the photo was removed and returns
    /// @param facts assertions about faces of the photo
    /// @param faces the photo's new faces
    /// @param people whether a person with this id exists
    public FaceRematcher(List<StoredFace> known, List<Assertion> facts, List<Face> faces, Predicate<PersonId> people) {
        List<Candidate> all = new ArrayList<>();
        Map<FaceId, StoredFace> standing = new HashMap<>();
        for (StoredFace face : known) {
            all.add(new Candidate(face.face().id(), box(face.face()), true, new ArrayList<>()));
            standing.put(face.face().id(), face);
        }
        for (Assertion assertion : facts) {
            if (assertion instanceof Assertion.OfFace ofFace) {
                Optional<Candidate> about =
                        all.stream().filter(face -> face.isOf(ofFace)).findFirst();
                if (about.isPresent()) {
                    about.get().assertions().add(ofFace);
                } else {
                    all.add(new Candidate(ofFace.face(), ofFace.box(), false, new ArrayList<>(List.of(ofFace))));
                }
            }
        }
        IdentityHashMap<Candidate, FaceId> matched = match(all, faces);
        for (Candidate face : all) {
            FaceId now = matched.get(face);
            StoredFace stood = standing.get(face.id());
            if (now != null && stood != null) {
                before.put(now, stood);
            }
            for (Assertion.OfFace fact : face.assertions()) {
                bind(fact, now, people);
            }
        }
    }

    private void bind(Assertion.OfFace fact, @Nullable FaceId now, Predicate<PersonId> people) {
        if (now == null) {
            rebound.add(fact.withoutFace());
            return;
        }
        if (fact.isImplicit()) {
            obsolete.add(fact);
        } else {
            rebound.add(fact.of(now));
        }
        switch (fact) {
            case Assertion.Assigned is -> {
                if (people.test(is.person())) {
                    assigned.put(now, is.person());
                }
            }
            case Assertion.NotAFace _ -> notFaces.add(now);
            case Assertion.Rejected _ -> {}
        }
    }

    /// The assertions, each with the id of the face that is now at the assertion's box.
    public List<Assertion.OfFace> rebound() {
        return rebound;
    }

    /// Implicit assertions that are no longer needed because the photo is back.
    public List<Assertion.OfFace> obsolete() {
        return obsolete;
    }

    /// A face as it will be stored, with the data of the old face that it matches.
    ///
    /// @param brought the person that the new face brings, if any
    public StoredFace stored(Face face, @Nullable PersonId brought, @Nullable LocalDateTime captureTime) {
        StoredFace was = before.get(face.id());
        PersonId holder = assigned.get(face.id());
        if (notFaces.contains(face.id())) {
            return new StoredFace(face, null, null, true, captureTime);
        }
        if (holder != null && (was == null || !holder.equals(was.person()))) {
            return new StoredFace(face, holder, new Assignment(Reason.USER), false, captureTime);
        }
        if (brought != null || was == null) {
            return new StoredFace(face, brought, null, false, captureTime);
        }
        return new StoredFace(face, was.person(), was.assignment(), false, captureTime);
    }

    private static Box box(Face face) {
        return face.detection().box();
    }

    private static IdentityHashMap<Candidate, FaceId> match(List<Candidate> known, List<Face> faces) {
        List<Pair> pairs = new ArrayList<>();
        known.forEach(old -> faces.forEach(face -> {
            float overlap = old.box().iou(box(face));
            if (overlap >= MIN_OVERLAP) {
                pairs.add(new Pair(old, face.id(), overlap));
            }
        }));
        pairs.sort(Pair.BEST_FIRST);
        IdentityHashMap<Candidate, FaceId> matched = new IdentityHashMap<>();
        Set<FaceId> taken = new HashSet<>();
        for (Pair pair : pairs) {
            if (!matched.containsKey(pair.old()) && !taken.contains(pair.now())) {
                matched.put(pair.old(), pair.now());
                taken.add(pair.now());
            }
        }
        return matched;
    }
}
