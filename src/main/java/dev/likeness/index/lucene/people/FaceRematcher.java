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

/// Matches the new faces of a photo with the faces that it had before. Pairs with the greatest intersection
/// over union match first; pairs below 0.5 do not match. The ordinal breaks ties between equal boxes.
public final class FaceRematcher {
    /// Minimum intersection over union of two boxes that show the same face.
    public static final float MIN_OVERLAP = 0.5f;

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
    private record Candidate(FaceId id, Box box, boolean stored, List<Assertion.FaceAssertion> assertions) {
        boolean isSubjectOf(Assertion.FaceAssertion assertion) {
            return assertion.face().equals(id) && (stored || assertion.box().iou(box) >= MIN_OVERLAP);
        }
    }

    private final Map<FaceId, StoredFace> before = new HashMap<>();
    private final List<Assertion.FaceAssertion> rebound = new ArrayList<>();
    private final List<Assertion.FaceAssertion> obsolete = new ArrayList<>();
    private final Map<FaceId, PersonId> assigned = new HashMap<>();
    private final Set<FaceId> notFaces = new HashSet<>();

    /// Matches the faces.
    ///
    /// @param oldFaces the faces that the photo has so far; empty if the photo was removed and returns
    /// @param assertions assertions about faces of the photo
    /// @param newFaces the photo's new faces
    /// @param exists whether a person with this id exists
    public FaceRematcher(
            List<StoredFace> oldFaces, List<Assertion> assertions, List<Face> newFaces, Predicate<PersonId> exists) {
        List<Candidate> all = new ArrayList<>();
        Map<FaceId, StoredFace> stored = new HashMap<>();
        for (StoredFace face : oldFaces) {
            all.add(new Candidate(face.face().id(), box(face.face()), true, new ArrayList<>()));
            stored.put(face.face().id(), face);
        }
        for (Assertion assertion : assertions) {
            if (assertion instanceof Assertion.FaceAssertion ofFace) {
                Optional<Candidate> subject =
                        all.stream().filter(face -> face.isSubjectOf(ofFace)).findFirst();
                if (subject.isPresent()) {
                    subject.get().assertions().add(ofFace);
                } else {
                    all.add(new Candidate(ofFace.face(), ofFace.box(), false, new ArrayList<>(List.of(ofFace))));
                }
            }
        }
        IdentityHashMap<Candidate, FaceId> matched = match(all, newFaces);
        for (Candidate face : all) {
            FaceId now = matched.get(face);
            StoredFace old = stored.get(face.id());
            if (now != null && old != null) {
                before.put(now, old);
            }
            for (Assertion.FaceAssertion assertion : face.assertions()) {
                bind(assertion, now, exists);
            }
        }
    }

    /// Makes an assertion apply to the face that its subject is now; null if no new face matches it.
    private void bind(Assertion.FaceAssertion assertion, @Nullable FaceId now, Predicate<PersonId> exists) {
        if (now == null) {
            rebound.add(assertion.withoutFace());
            return;
        }
        if (assertion.isImplicit()) {
            obsolete.add(assertion);
        } else {
            rebound.add(assertion.withFace(now));
        }
        switch (assertion) {
            case Assertion.Assigned ofPerson -> {
                if (exists.test(ofPerson.person())) {
                    assigned.put(now, ofPerson.person());
                }
            }
            case Assertion.NotAFace _ -> notFaces.add(now);
            case Assertion.Rejected _ -> {}
        }
    }

    /// The assertions, each with the id of the face that is now at the assertion's box.
    public List<Assertion.FaceAssertion> rebound() {
        return rebound;
    }

    /// Implicit assertions that are no longer needed because the photo is back.
    public List<Assertion.FaceAssertion> obsolete() {
        return obsolete;
    }

    /// A face as it will be stored, with the data of the old face that it matches.
    ///
    /// @param given the person that the new face already has; null if it has none
    public StoredFace stored(Face face, @Nullable PersonId given, @Nullable LocalDateTime captureTime) {
        StoredFace old = before.get(face.id());
        PersonId asserted = assigned.get(face.id());
        if (notFaces.contains(face.id())) {
            return new StoredFace(face, null, null, true, captureTime);
        }
        if (asserted != null && (old == null || !asserted.equals(old.person()))) {
            return new StoredFace(face, asserted, new Assignment(Reason.USER), false, captureTime);
        }
        if (given != null || old == null) {
            return new StoredFace(face, given, null, false, captureTime);
        }
        return new StoredFace(face, old.person(), old.assignment(), false, captureTime);
    }

    private static Box box(Face face) {
        return face.detection().box();
    }

    private static IdentityHashMap<Candidate, FaceId> match(List<Candidate> oldFaces, List<Face> newFaces) {
        List<Pair> pairs = new ArrayList<>();
        oldFaces.forEach(old -> newFaces.forEach(face -> {
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
