package dev.likeness.engine.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Assignment.Reason;
import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Changes;
import dev.likeness.index.Changes.FaceAssignment;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The people of a gallery as one user action is going to leave them: starts as a snapshot, is changed
/// step by step, and in the end says what differs. It keeps the rules that hold between facts, faces
/// and persons:
///
/// - No fact contradicts another. What would is refused; see [#contradiction].
/// - A face stands where a fact holds it, and never with a person it was refused.
/// - A person whom a fact needs (a face is refused to them, they are not somebody else) has a face that
///    is held, so that no grouping dissolves them. Is there none, the cover becomes it, without being
///    confirmed by that.
/// - A person who has lost the last face and of whom nobody has said anything is forgotten.
final class PeopleEdit {
    /// How much two boxes overlap, at the least, if one is to be the face of the other.
    private static final float SAME_FACE = 0.5f;

    /// What a fact is about, whoever said it when.
    private record Subject(
            Class<?> kind,
            @Nullable PhotoId photo,
            @Nullable PhotoId otherPhoto,
            @Nullable Box box,
            long one,
            long other) {
        static Subject of(Assertion assertion) {
            return switch (assertion) {
                case Assertion.Assigned held -> of(held, held.person());
                case Assertion.Rejected refused -> of(refused, refused.person());
                case Assertion.NotAFace none -> of(none, null);
                case Assertion.DifferentPeople(PersonId one, PersonId other, long _) ->
                    new Subject(assertion.getClass(), null, null, null, one.value(), other.value());
                case Assertion.NotACopy(PhotoId one, PhotoId other, long _) ->
                    new Subject(assertion.getClass(), one, other, null, 0, 0);
            };
        }

        private static Subject of(Assertion.OfFace fact, @Nullable PersonId person) {
            return new Subject(
                    fact.getClass(), fact.face().photo(), null, fact.box(), person == null ? 0 : person.value(), 0);
        }
    }

    private final String gallery;
    private final GallerySnapshot snapshot;
    private final long number;

    private final Map<PersonId, Person> peopleBefore = new HashMap<>();
    private final Map<PersonId, Person> people = new TreeMap<>();
    private final Map<Subject, Assertion> assertionsBefore = new LinkedHashMap<>();
    private final Map<Subject, Assertion> assertions = new LinkedHashMap<>();
    private final Map<FaceId, Set<Subject>> assertionsOfFace = new HashMap<>();
    private final Map<FaceId, StoredFace> storedFaces = new HashMap<>();
    private final Map<FaceId, FaceAssignment> assignments = new LinkedHashMap<>();

    PeopleEdit(String gallery, GallerySnapshot snapshot) {
        this.gallery = gallery;
        this.snapshot = snapshot;
        List<PeopleEvent> events = snapshot.events();
        this.number = events.isEmpty() ? 1 : events.getLast().number() + 1;
        snapshot.people().forEach(person -> peopleBefore.put(person.id(), person));
        people.putAll(peopleBefore);
        snapshot.assertions().forEach(this::add);
        assertionsBefore.putAll(assertions);
    }

    /// The number the event will have.
    long number() {
        return number;
    }

    Person person(PersonId id) {
        Person person = people.get(id);
        if (person == null) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no person %s".formatted(gallery, id));
        }
        return person;
    }

    boolean has(PersonId id) {
        return people.containsKey(id);
    }

    List<Person> named(String name) {
        return people.values().stream()
                .filter(person -> name.equals(person.name()))
                .toList();
    }

    void put(Person person) {
        people.put(person.id(), person);
    }

    StoredFace face(FaceId id) {
        return find(id).orElseThrow(() ->
                new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no face %s".formatted(gallery, id)));
    }

    private Optional<StoredFace> find(FaceId id) {
        StoredFace known = storedFaces.get(id);
        if (known == null) {
            known = snapshot.face(id).orElse(null);
            if (known != null) {
                storedFaces.put(id, known);
            }
        }
        return Optional.ofNullable(known);
    }

    FaceAssignment assignment(FaceId id) {
        FaceAssignment now = assignments.get(id);
        return now == null ? FaceAssignment.of(face(id)) : now;
    }

    private void setAssignment(FaceId face, @Nullable PersonId person, @Nullable Assignment assignment) {
        face(face);
        assignments.put(face, new FaceAssignment(person, assignment));
    }

    /// The faces that are a person's, in the order of their ids.
    List<FaceId> facesOf(PersonId person) {
        Set<FaceId> faces = new TreeSet<>();
        snapshot.facesOf(person).forEach(face -> {
            storedFaces.put(face.face().id(), face);
            faces.add(face.face().id());
        });
        assignments.forEach((face, assignment) -> {
            if (person.equals(assignment.person())) {
                faces.add(face);
            } else {
                faces.remove(face);
            }
        });
        return List.copyOf(faces);
    }

    boolean isNotAFace(FaceId face) {
        return of(face, Assertion.NotAFace.class).findAny().isPresent();
    }

    Optional<Assertion.Assigned> assignedBy(FaceId face) {
        return of(face, Assertion.Assigned.class).findAny();
    }

    private Optional<Assertion.Assigned> confirmation(FaceId face) {
        return assignedBy(face).filter(Assertion.Assigned::confirmed);
    }

    private Optional<Assertion.Rejected> rejection(FaceId face, PersonId person) {
        return of(face, Assertion.Rejected.class)
                .filter(refused -> refused.person().equals(person))
                .findAny();
    }

    Optional<Assertion.DifferentPeople> difference(PersonId one, PersonId other) {
        return Optional.ofNullable((Assertion.DifferentPeople)
                assertions.get(Subject.of(Assertion.DifferentPeople.of(one, other, number))));
    }

    private <T extends Assertion> Stream<T> of(FaceId face, Class<T> kind) {
        return List.copyOf(assertionsOfFace.getOrDefault(face, Set.of())).stream()
                .map(assertions::get)
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    /// A user points at a face and says who it is.
    ///
    /// @throws LikenessException `CONTRADICTION` if the face was said to be somebody else, not this
    ///     person, or no face
    void confirm(FaceId face, PersonId person) {
        String wish = label(face) + " is " + label(person);
        of(face, Assertion.NotAFace.class).forEach(fact -> {
            throw contradiction(wish, fact);
        });
        rejection(face, person).ifPresent(fact -> {
            throw contradiction(wish, fact);
        });
        confirmation(face).filter(held -> !held.person().equals(person)).ifPresent(fact -> {
            throw contradiction(wish, fact);
        });
        if (confirmation(face).isEmpty()) {
            assign(face, person, true);
        }
    }

    private void assign(FaceId face, PersonId person, boolean explicit) {
        assignedBy(face).ifPresent(this::discard);
        add(new Assertion.Assigned(face, box(face), person, explicit, number));
        if (explicit || !person.equals(assignment(face).person())) {
            setAssignment(face, person, new Assignment(Reason.USER));
        }
    }

    /// A face goes to a person without anybody saying that it is theirs. What was said of the face comes first.
    void assignUnconfirmed(FaceId face, PersonId person) {
        boolean spokenFor = isNotAFace(face)
                || confirmation(face).isPresent()
                || rejection(face, person).isPresent();
        if (!spokenFor && !person.equals(assignment(face).person())) {
            assignedBy(face).ifPresent(this::discard);
            setAssignment(face, person, null);
        }
    }

    /// A user points at a face and says who it is not. The person, who is needed now, is kept.
    ///
    /// @throws LikenessException `CONTRADICTION` if the face was said to be this person
    void reject(FaceId face, PersonId person) {
        confirmation(face).filter(held -> held.person().equals(person)).ifPresent(fact -> {
            throw contradiction(label(face) + " is not " + label(person), fact);
        });
        if (rejection(face, person).isEmpty()) {
            add(new Assertion.Rejected(face, box(face), person, number));
        }
        assignedBy(face).filter(held -> held.person().equals(person)).ifPresent(this::discard);
        if (person.equals(assignment(face).person())) {
            setAssignment(face, null, new Assignment(Reason.REJECTED));
        }
    }

    /// @throws LikenessException `CONTRADICTION` if the face was said to be somebody
    void markNotAFace(FaceId face) {
        confirmation(face).ifPresent(fact -> {
            throw contradiction(label(face) + " is no face", fact);
        });
        if (!isNotAFace(face)) {
            assignedBy(face).ifPresent(this::discard);
            add(new Assertion.NotAFace(face, box(face), number));
            setAssignment(face, null, null);
        }
    }

    void unmarkNotAFace(FaceId face) {
        of(face, Assertion.NotAFace.class).forEach(this::discard);
    }

    /// What was said of this face is said no more. It stays where it is until the next grouping.
    void retract(FaceId face) {
        of(face, Assertion.OfFace.class).forEach(fact -> {
            if (fact instanceof Assertion.Assigned held) {
                setAssignment(face, held.person(), null);
            }
            if (fact instanceof Assertion.Rejected && assignment(face).person() == null) {
                setAssignment(face, null, null);
            }
            discard(fact);
        });
    }

    /// What was said of this face is said no more, and it is nobody's.
    void release(FaceId face) {
        of(face, Assertion.OfFace.class).forEach(this::discard);
        setAssignment(face, null, null);
    }

    /// No face is said to be two people, so nothing can speak against it.
    void markDifferent(PersonId one, PersonId other) {
        if (difference(one, other).isEmpty()) {
            add(Assertion.DifferentPeople.of(one, other, number));
            anchor(one);
            anchor(other);
        }
    }

    void requirePhoto(PhotoId photo) {
        if (snapshot.photo(photo).isEmpty()) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no photo %s".formatted(gallery, photo));
        }
    }

    /// @param photos each once
    void markNotCopies(List<PhotoId> photos) {
        for (int i = 0; i < photos.size(); i++) {
            for (int j = i + 1; j < photos.size(); j++) {
                Assertion.NotACopy fact = Assertion.NotACopy.of(photos.get(i), photos.get(j), number);
                if (!assertions.containsKey(Subject.of(fact))) {
                    add(fact);
                }
            }
        }
    }

    void unmarkDifferent(PersonId one, PersonId other) {
        difference(one, other).ifPresent(this::discard);
    }

    /// Makes two people one. What `into` does not have it gets from `from`: name, cover, day of birth.
    ///
    /// @throws LikenessException `CONTRADICTION` if they were told apart, or a face of one was refused
    ///     to the other
    void merge(PersonId from, PersonId into) {
        String wish = label(from) + " is " + label(into);
        difference(from, into).ifPresent(fact -> {
            throw contradiction(wish, fact);
        });
        for (Assertion assertion : List.copyOf(assertions.values())) {
            if (assertion instanceof Assertion.Rejected refused
                    && (refused.person().equals(from) || refused.person().equals(into))) {
                PersonId counterpart = refused.person().equals(from) ? into : from;
                confirmation(refused.face())
                        .filter(held -> held.person().equals(counterpart))
                        .ifPresent(held -> {
                            throw contradiction(
                                    "%s, of whom %s is (event %d)".formatted(wish, label(refused.face()), held.event()),
                                    refused);
                        });
            }
        }
        for (FaceId face : facesOf(from)) {
            setAssignment(face, into, assignment(face).assignment());
        }
        for (Assertion assertion : List.copyOf(assertions.values())) {
            retarget(assertion, from, into);
        }
        // A face may have been grouped with the one and refused to the other.
        for (Assertion assertion : List.copyOf(assertions.values())) {
            if (assertion instanceof Assertion.Assigned held
                    && held.person().equals(into)
                    && rejection(held.face(), into).isPresent()) {
                discard(held);
            }
        }
        for (FaceId face : facesOf(into)) {
            if (rejection(face, into).isPresent()) {
                setAssignment(face, null, new Assignment(Reason.REJECTED));
            }
        }
        Person gone = person(from);
        Person stays = person(into);
        people.remove(from);
        put(new Person(
                into,
                stays.name() == null ? gone.name() : stays.name(),
                stays.hidden(),
                stays.cover() == null ? gone.cover() : stays.cover(),
                stays.birthDate() == null ? gone.birthDate() : stays.birthDate(),
                true));
    }

    private void retarget(Assertion assertion, PersonId from, PersonId into) {
        Assertion renewed = switch (assertion) {
            case Assertion.Assigned(FaceId face, Box box, PersonId person, boolean explicit, long event)
            when person.equals(from) -> new Assertion.Assigned(face, box, into, explicit, event);
            case Assertion.Rejected(FaceId face, Box box, PersonId person, long event)
            when person.equals(from) -> new Assertion.Rejected(face, box, into, event);
            case Assertion.DifferentPeople(PersonId one, PersonId other, long event)
            when one.equals(from) -> Assertion.DifferentPeople.of(into, other, event);
            case Assertion.DifferentPeople(PersonId one, PersonId other, long event)
            when other.equals(from) -> Assertion.DifferentPeople.of(one, into, event);
            default -> assertion;
        };
        if (!renewed.equals(assertion)) {
            discard(assertion);
            if (!assertions.containsKey(Subject.of(renewed))) {
                add(renewed);
            }
        }
    }

    /// After faces have left a person: what they leave behind is put in order.
    ///
    /// @param apart whether the faces that are left are not whom the others have gone to
    void removeIfEmpty(PersonId id, boolean apart) {
        Person person = people.get(id);
        if (person == null) {
            return;
        }
        List<FaceId> faces = facesOf(id);
        boolean held = assertions.values().stream()
                .anyMatch(assertion -> assertion instanceof Assertion.Assigned is
                        && is.person().equals(id));
        if (faces.isEmpty() && !held && person.name() == null && person.birthDate() == null) {
            remove(id);
            return;
        }
        FaceId cover = person.cover();
        if (cover != null && find(cover).isPresent() && !faces.contains(cover)) {
            put(person.withCover(null));
        }
        if (apart || isReferenced(id)) {
            anchor(id);
        }
    }

    private boolean isReferenced(PersonId id) {
        return assertions.values().stream().anyMatch(assertion -> switch (assertion) {
            case Assertion.Rejected refused -> refused.person().equals(id);
            case Assertion.DifferentPeople(PersonId one, PersonId other, long _) -> one.equals(id) || other.equals(id);
            case Assertion.Assigned _, Assertion.NotAFace _, Assertion.NotACopy _ -> false;
        });
    }

    /// Nobody has said anything of this person any more; their faces are somebody else's by now.
    void remove(PersonId id) {
        people.remove(id);
        for (Assertion assertion : List.copyOf(assertions.values())) {
            boolean about = switch (assertion) {
                case Assertion.Assigned held -> held.person().equals(id);
                case Assertion.Rejected refused -> refused.person().equals(id);
                case Assertion.DifferentPeople(PersonId one, PersonId other, long _) ->
                    one.equals(id) || other.equals(id);
                case Assertion.NotAFace _, Assertion.NotACopy _ -> false;
            };
            if (about) {
                discard(assertion);
            }
        }
    }

    /// Makes sure that a face of this person is held, if they have one.
    void anchor(PersonId id) {
        if (person(id).hasUserData()) {
            return; // all of their faces are held
        }
        List<FaceId> faces = facesOf(id);
        boolean held = faces.stream().anyMatch(face -> assignedBy(face).isPresent());
        if (!held) {
            List<Face> all = faces.stream().map(face -> face(face).face()).toList();
            if (!all.isEmpty()) {
                assign(PersonProfile.of(all).cover(), id, false);
            }
        }
    }

    /// Puts everything back that an event changed, as far as nothing else has happened to it since.
    /// Facts win over what an algorithm did in between.
    void reverse(Changes changes) {
        for (Assertion assertion : changes.added()) {
            Assertion now = assertions.get(Subject.of(assertion));
            if (now != null) {
                discard(now);
            }
        }
        for (Changes.OfPerson change : changes.people()) {
            if (change.before() == null) {
                facesOf(change.person()).forEach(face -> setAssignment(face, null, null));
                remove(change.person());
            } else {
                put(change.before());
            }
        }
        for (Changes.OfFace change : changes.faces()) {
            FaceId face = rematch(change.face(), change.box());
            boolean untouched = face != null
                    && Objects.equals(
                            assignment(face).person(),
                            currentPersonOrNull(change.after().person()));
            if (face != null && untouched) {
                FaceAssignment before = change.before();
                revive(before.person());
                setAssignment(face, before.person(), before.assignment());
            }
        }
        for (Assertion assertion : changes.removed()) {
            restore(assertion);
        }
    }

    /// Where faces stand that stood with a person who is no more.
    private @Nullable PersonId currentPersonOrNull(@Nullable PersonId person) {
        return person != null && people.containsKey(person) ? person : null;
    }

    /// A person nobody had said anything of may have been forgotten by a grouping.
    private void revive(@Nullable PersonId person) {
        if (person != null && !people.containsKey(person)) {
            put(new Person(person, null));
        }
    }

    private void restore(Assertion assertion) {
        if (!(assertion instanceof Assertion.OfFace ofFace)) {
            add(assertion);
            return;
        }
        FaceId face = rematch(ofFace.face(), ofFace.box());
        if (face == null) {
            add(snapshot.photo(ofFace.face().photo()).isPresent() ? ofFace.withoutFace() : ofFace);
            return;
        }
        if (!ofFace.isImplicit()) {
            add(ofFace.of(face));
        }
        switch (ofFace) {
            case Assertion.Assigned held -> {
                revive(held.person());
                if (!held.person().equals(assignment(face).person())) {
                    setAssignment(face, held.person(), new Assignment(Reason.USER));
                }
            }
            case Assertion.Rejected refused -> {
                if (refused.person().equals(assignment(face).person())) {
                    setAssignment(face, null, new Assignment(Reason.REJECTED));
                }
            }
            case Assertion.NotAFace _ -> setAssignment(face, null, null);
        }
    }

    /// The face that was once known by this id, at this place of its photo; null if there is none now.
    private @Nullable FaceId rematch(FaceId id, Box box) {
        if (find(id).filter(face -> box(id).iou(box) >= SAME_FACE).isPresent()) {
            return id;
        }
        return snapshot.faces(id.photo()).stream()
                .map(StoredFace::face)
                .filter(face -> face.detection().box().iou(box) >= SAME_FACE)
                .max(Comparator.comparingDouble(face -> face.detection().box().iou(box)))
                .map(Face::id)
                .orElse(null);
    }

    private Box box(FaceId face) {
        return face(face).face().detection().box();
    }

    private void add(Assertion assertion) {
        Subject subject = Subject.of(assertion);
        assertions.put(subject, assertion);
        if (assertion instanceof Assertion.OfFace ofFace) {
            assertionsOfFace
                    .computeIfAbsent(ofFace.face(), _ -> new LinkedHashSet<>())
                    .add(subject);
        }
    }

    private void discard(Assertion assertion) {
        Subject subject = Subject.of(assertion);
        assertions.remove(subject);
        if (assertion instanceof Assertion.OfFace ofFace) {
            assertionsOfFace.getOrDefault(ofFace.face(), new LinkedHashSet<>()).remove(subject);
        }
    }

    /// All that is different now.
    Changes changes() {
        List<Changes.OfFace> faces = new ArrayList<>();
        assignments.forEach((face, now) -> {
            FaceAssignment before = FaceAssignment.of(face(face));
            if (!before.equals(now)) {
                faces.add(new Changes.OfFace(face, box(face), before, now));
            }
        });
        List<Changes.OfPerson> changed = new ArrayList<>();
        Set<PersonId> all = new TreeSet<>(peopleBefore.keySet());
        all.addAll(people.keySet());
        for (PersonId id : all) {
            if (!Objects.equals(peopleBefore.get(id), people.get(id))) {
                changed.add(new Changes.OfPerson(id, peopleBefore.get(id), people.get(id)));
            }
        }
        return new Changes(
                faces,
                changed,
                missing(assertionsBefore, assertions.values()),
                missing(assertions, assertionsBefore.values()));
    }

    private static List<Assertion> missing(Map<Subject, Assertion> from, Collection<Assertion> others) {
        Set<Assertion> there = new LinkedHashSet<>(others);
        return from.values().stream()
                .filter(assertion -> !there.contains(assertion))
                .toList();
    }

    /// A person as a person reads them: by name and number.
    String label(PersonId id) {
        Person person = people.getOrDefault(id, peopleBefore.get(id));
        return person == null || person.name() == null ? "#" + id : "%s (#%s)".formatted(person.name(), id);
    }

    /// A face as a person reads it: `path#ordinal` if the photo has a path, else its id.
    String label(FaceId face) {
        return snapshot.photo(face.photo())
                .map(photo -> photo.paths().firstKey() + "#" + face.ordinal())
                .orElseGet(face::toString);
    }

    private LikenessException contradiction(String wish, Assertion assertion) {
        String said = switch (assertion) {
            case Assertion.Assigned held -> label(held.face()) + " is " + label(held.person());
            case Assertion.Rejected refused -> label(refused.face()) + " is not " + label(refused.person());
            case Assertion.NotAFace none -> label(none.face()) + " is no face";
            case Assertion.DifferentPeople(PersonId one, PersonId other, long _) ->
                label(one) + " and " + label(other) + " are two people";
            case Assertion.NotACopy(PhotoId one, PhotoId other, long _) -> one + " and " + other + " are two photos";
        };
        String way = switch (assertion) {
            case Assertion.OfFace ofFace -> "likeness people retract " + label(ofFace.face());
            case Assertion.DifferentPeople(PersonId one, PersonId other, long _) ->
                "likeness people different --retract %s %s".formatted(one, other);
            case Assertion.NotACopy _ -> "likeness people undo";
        };
        String when = snapshot.events().stream()
                .filter(event -> event.number() == assertion.event())
                .map(event -> event.time().truncatedTo(ChronoUnit.SECONDS).toString())
                .findFirst()
                .orElse("an unknown time");
        return new LikenessException(
                ErrorCode.CONTRADICTION,
                "what is said must not contradict what was said, got: %s (now), but: %s (event %d, %s). To take the latter back: %s, or, if it came last, likeness people undo"
                        .formatted(wish, said, assertion.event(), when, way));
    }
}
