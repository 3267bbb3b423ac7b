package dev.likeness.engine.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.scoring.MatchScorer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The people of a gallery: who there is, and what users say about them.
///
/// Everything a user says is one event in the gallery's history, written in one commit with all it
/// changes, and can be taken back. What was said about a face (a *fact*) binds every later grouping: a
/// confirmed face stays with its person, a refused one never stands with theirs. What is said about a
/// person as a whole, such as a name, holds all of their faces, but gives way to what is said about a
/// face. A fact that contradicts another is refused with `CONTRADICTION`; saying what is so already
/// writes nothing.
///
/// Every method that writes throws [LikenessException] `NOT_FOUND` for a person or face the gallery
/// does not have, and `GALLERY_LOCKED` while somebody else writes.
public final class People {
    private static final int MIN_PREFIX_LENGTH = 6;

    private final String name;
    private final Gallery gallery;
    private final Function<EmbedderStamp, MatchScorer> scorers;
    private final InstantSource clock;

    public People(String name, Gallery gallery, Function<EmbedderStamp, MatchScorer> meanings, InstantSource clock) {
        this.name = name;
        this.gallery = gallery;
        this.scorers = meanings;
        this.clock = clock;
    }

    /// Everybody who has a face or of whom something is known.
    ///
    /// @param hidden whether hidden people are listed, too
    public List<PersonListItem> list(PeopleOrder order, boolean hidden) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return summaries(snapshot, snapshot.people()).stream()
                    .filter(person -> hidden || !person.hidden())
                    .sorted(order.comparator())
                    .toList();
        }
    }

    /// All about one person.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public PersonDetails get(PersonId id) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            Person person = snapshot.person(id)
                    .orElseThrow(() -> new LikenessException(
                            ErrorCode.NOT_FOUND, "gallery %s has no person %s".formatted(name, id)));
            MatchScorer scorer = scorers.apply(snapshot.embedder());
            Set<FaceId> confirmed = new HashSet<>();
            Set<FaceId> refused = new LinkedHashSet<>();
            List<PersonId> different = new ArrayList<>();
            for (Assertion assertion : snapshot.assertions()) {
                switch (assertion) {
                    case Assertion.Assigned held -> {
                        if (held.confirmed()) {
                            confirmed.add(held.face());
                        }
                    }
                    case Assertion.Rejected not -> {
                        if (not.person().equals(id) && snapshot.face(not.face()).isPresent()) {
                            refused.add(not.face());
                        }
                    }
                    case Assertion.DifferentPeople(PersonId one, PersonId other, long _) -> {
                        if (one.equals(id) || other.equals(id)) {
                            different.add(one.equals(id) ? other : one);
                        }
                    }
                    case Assertion.NotAFace _, Assertion.NotACopy _ -> {}
                }
            }
            List<PersonDetails.PersonFace> faces = snapshot.facesOf(id).stream()
                    .map(face -> new PersonDetails.PersonFace(
                            face.face().id(),
                            path(snapshot, face.face().id().photo()),
                            face.face().detection().box(),
                            scorer.quality(face.face().embedding().magnitude()),
                            reason(face.assignment()),
                            margin(face.assignment()),
                            confirmed.contains(face.face().id())))
                    .toList();
            return new PersonDetails(
                    summary(snapshot, person),
                    faces,
                    refused.stream().sorted().toList(),
                    different.stream().sorted().toList());
        }
    }

    /// The faces whose place is least sure, the smallest margin first: where a word of the user's mends most.
    /// Whom a user spoke for is not among them, nor are faces of hidden people.
    ///
    /// @param limit most faces, at least 1
    /// @throws LikenessException `INVALID_ARGUMENT` if `limit` is below 1
    public List<UncertainFace> uncertainFaces(int limit) {
        if (limit < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "limit must be at least 1, got: " + limit);
        }
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            MatchScorer scorer = scorers.apply(snapshot.embedder());
            Map<PersonId, Person> people = new HashMap<>();
            snapshot.people().forEach(person -> people.put(person.id(), person));
            Set<FaceId> spokenFor = new HashSet<>();
            for (Assertion assertion : snapshot.assertions()) {
                if (assertion instanceof Assertion.Assigned held && held.confirmed()) {
                    spokenFor.add(held.face());
                }
            }
            Comparator<FaceSummary> order = Comparator.comparing(
                            (FaceSummary face) -> margin(face.assignment()),
                            Comparator.nullsLast(Comparator.naturalOrder()))
                    .thenComparing(FaceSummary::face);
            // The surest on top, to make room for a less sure one.
            PriorityQueue<FaceSummary> min = new PriorityQueue<>(order.reversed());
            snapshot.forEachFaceSummary(face -> {
                Person person = people.get(face.person());
                boolean hidden = person != null && person.hidden();
                if (margin(face.assignment()) != null && !hidden && !spokenFor.contains(face.face())) {
                    min.add(face);
                    if (min.size() > limit) {
                        min.remove();
                    }
                }
            });
            return min.stream()
                    .sorted(order)
                    .map(face -> doubtful(face, people.get(face.person()), snapshot, scorer))
                    .toList();
        }
    }

    private static UncertainFace doubtful(
            FaceSummary face, @Nullable Person person, GallerySnapshot snapshot, MatchScorer scorer) {
        Assignment assignment = Objects.requireNonNull(face.assignment());
        return new UncertainFace(
                face.face(),
                path(snapshot, face.face().photo()),
                scorer.quality(face.magnitude()),
                face.person(),
                person == null ? null : person.name(),
                Objects.requireNonNull(reason(assignment)),
                assignment.margin());
    }

    /// The person somebody means: by number (`12` or `#12`), or by the exact name.
    ///
    /// @throws LikenessException `NOT_FOUND`; `INVALID_ARGUMENT` if several people bear the name
    public PersonId person(String text) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            List<Person> bearers = snapshot.people().stream()
                    .filter(person -> text.equals(person.name()))
                    .toList();
            if (bearers.size() > 1) {
                throw ambiguous(text, bearers);
            }
            if (bearers.size() == 1) {
                return bearers.getFirst().id();
            }
            String number = text.startsWith("#") ? text.substring(1) : text;
            if (number.matches("[1-9][0-9]{0,17}")) {
                PersonId id = PersonId.parse(number);
                if (snapshot.person(id).isPresent()) {
                    return id;
                }
            }
            throw new LikenessException(
                    ErrorCode.NOT_FOUND, "gallery %s has no person of the name or number %s".formatted(name, text));
        }
    }

    /// The person of this number, with what is known of them as a whole; empty if there is none.
    public Optional<Person> find(PersonId id) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.person(id);
        }
    }

    /// The person of exactly this name; if several bear it, the one of the smallest number.
    public Optional<Person> named(String exactName) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.personNamed(exactName);
        }
    }

    /// The face somebody means: `PHOTO#ORDINAL`, with the photo by a path or the first digits of its
    /// hash (six or more), or the face's id; the ordinal may be left out where the photo shows one
    /// face.
    ///
    /// @throws LikenessException `NOT_FOUND`; `INVALID_ARGUMENT` if the digits or the photo leave it
    ///     open
    public FaceId face(String text) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            if (text.matches("[0-9a-f]{64}-[0-9]{1,9}")) {
                return FaceId.parse(text);
            }
            int mark = text.lastIndexOf('#');
            boolean numbered = mark >= 0 && text.substring(mark + 1).matches("[0-9]{1,9}");
            PhotoId photo = photo(snapshot, numbered ? text.substring(0, mark) : text);
            List<StoredFace> faces = snapshot.faces(photo);
            if (!numbered && faces.size() != 1) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a face must be named as PHOTO#ORDINAL where the photo does not show exactly one, got %d faces in: %s"
                                .formatted(faces.size(), text));
            }
            int ordinal = numbered
                    ? Integer.parseInt(text.substring(mark + 1))
                    : faces.getFirst().face().id().ordinal();
            FaceId face = new FaceId(photo, ordinal);
            if (snapshot.face(face).isEmpty()) {
                throw new LikenessException(
                        ErrorCode.NOT_FOUND,
                        "gallery %s has no face %s; the photo has %d, counted from 0"
                                .formatted(name, text, faces.size()));
            }
            return face;
        }
    }

    /// A photo as a user writes it: its id, or a path.
    ///
    /// @throws LikenessException `NOT_FOUND` if the gallery has none there
    public PhotoId photo(String text) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return photo(snapshot, text);
        }
    }

    /// Says who a person is; with null, nobody knows any more.
    ///
    /// @param sameName whether another person may bear the name already
    /// @throws LikenessException `ALREADY_EXISTS` if another person bears the name; `INVALID_ARGUMENT`
    ///     for a blank one
    public EditResult name(PersonId id, @Nullable String newName, boolean sameName) {
        return edit(edit -> {
            Person person = edit.person(id);
            if (newName != null && !sameName) {
                edit.named(newName).stream()
                        .filter(other -> !other.id().equals(id))
                        .findFirst()
                        .ifPresent(other -> {
                            throw new LikenessException(
                                    ErrorCode.ALREADY_EXISTS,
                                    "a name must be one person's, and #%s is %s already. If they are one: likeness people merge %s --into %s; if two people are called so: --same-name"
                                            .formatted(other.id(), newName, id, other.id()));
                        });
            }
            edit.put(person.withName(newName));
            edit.removeIfEmpty(id, false);
            return new UserAction.Named(id, newName);
        });
    }

    /// Says that there is a person of this name, of whom there is no face yet.
    ///
    /// @throws LikenessException `ALREADY_EXISTS` if somebody bears the name; `INVALID_ARGUMENT` for a
    ///     blank one
    public EditResult add(String newName) {
        return edit((edit, newcomer) -> {
            if (!edit.named(newName).isEmpty()) {
                throw new LikenessException(
                        ErrorCode.ALREADY_EXISTS,
                        "a new person's name must be nobody's yet, got: %s, who is #%s"
                                .formatted(
                                        newName, edit.named(newName).getFirst().id()));
            }
            PersonId person = newcomer.get();
            edit.put(new Person(person, newName));
            return new UserAction.Named(person, newName);
        });
    }

    /// Forgets a person as such: nobody's name, nobody's faces. The faces stay, and nothing is said of them
    /// any more.
    public EditResult dissolve(PersonId id) {
        return edit(edit -> {
            edit.person(id);
            edit.facesOf(id).forEach(edit::release);
            edit.remove(id);
            return new UserAction.Named(id, null);
        });
    }

    /// Says who one face is, by name, and not its group: the face goes over to the person of this name,
    /// who is made if there is none.
    ///
    /// @throws LikenessException `CONTRADICTION`; `INVALID_ARGUMENT` for a blank name or one that
    ///     several people bear
    public EditResult nameFace(FaceId face, String newName) {
        return edit((edit, newcomer) -> {
            List<Person> bearers = edit.named(newName);
            if (bearers.size() > 1) {
                throw ambiguous(newName, bearers);
            }
            PersonId person =
                    bearers.isEmpty() ? newcomer.get() : bearers.getFirst().id();
            if (bearers.isEmpty()) {
                edit.put(new Person(person, newName));
            }
            moveAll(edit, List.of(face), person, true);
            return new UserAction.NamedFace(face, person, newName);
        });
    }

    /// Makes several people one: their faces, and what was said about them, become `into`'s. Its own
    /// name, cover and day of birth stay; what it lacks it gets from the others, in their order.
    ///
    /// @throws LikenessException `CONTRADICTION` if two were told apart or a confirmed face was refused
    ///     to the other; `INVALID_ARGUMENT` if `from` is empty or holds `into`
    public EditResult merge(List<PersonId> from, PersonId into) {
        List<PersonId> others = List.copyOf(new LinkedHashSet<>(from));
        if (others.isEmpty() || others.contains(into)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a merge must be of at least one other person into %s, got: %s".formatted(into, others));
        }
        return edit(edit -> {
            edit.person(into);
            others.forEach(edit::person);
            for (PersonId other : others) {
                edit.merge(other, into);
            }
            edit.removeIfEmpty(into, false);
            return new UserAction.Merged(others, into);
        });
    }

    /// Says that these faces are one person, and none of those there are.
    ///
    /// @param newName what they are called, or null
    /// @throws LikenessException `CONTRADICTION`; `ALREADY_EXISTS` if somebody bears the name;
    ///     `INVALID_ARGUMENT` if there is no face
    public EditResult split(List<FaceId> faces, @Nullable String newName) {
        requireSome(faces);
        return edit((edit, newcomer) -> {
            if (newName != null && !edit.named(newName).isEmpty()) {
                throw new LikenessException(
                        ErrorCode.ALREADY_EXISTS,
                        "a new person's name must be nobody's yet, and #%s is %s: likeness people move --to %s moves faces there"
                                .formatted(
                                        edit.named(newName).getFirst().id(),
                                        newName,
                                        edit.named(newName).getFirst().id()));
            }
            PersonId person = newcomer.get();
            edit.put(new Person(person, newName));
            moveAll(edit, faces, person, true);
            return new UserAction.Split(faces, person, newName);
        });
    }

    /// Says that these faces are this person and not whom they stood with.
    ///
    /// @throws LikenessException `CONTRADICTION`; `INVALID_ARGUMENT` if there is no face
    public EditResult move(List<FaceId> faces, PersonId person) {
        requireSome(faces);
        return edit(edit -> {
            edit.person(person);
            moveAll(edit, faces, person, true);
            return new UserAction.Moved(faces, person);
        });
    }

    /// Says that these faces are this person, indeed.
    ///
    /// @throws LikenessException `CONTRADICTION`; `INVALID_ARGUMENT` if there is no face
    public EditResult confirm(List<FaceId> faces, PersonId person) {
        requireSome(faces);
        return edit(edit -> {
            edit.person(person);
            moveAll(edit, faces, person, false);
            return new UserAction.Confirmed(faces, person);
        });
    }

    /// Says that these faces are not this person. They belong to nobody until the next grouping.
    ///
    /// @throws LikenessException `CONTRADICTION`; `INVALID_ARGUMENT` if there is no face
    public EditResult reject(List<FaceId> faces, PersonId person) {
        requireSome(faces);
        return edit(edit -> {
            edit.person(person);
            faces.forEach(face -> edit.reject(face, person));
            edit.removeIfEmpty(person, false);
            return new UserAction.Rejected(faces, person);
        });
    }

    /// Says that these are no faces: searches, groupings and people do without them.
    ///
    /// @throws LikenessException `CONTRADICTION`; `INVALID_ARGUMENT` if there is no face
    public EditResult markNotAFace(List<FaceId> faces) {
        requireSome(faces);
        return edit(edit -> {
            Set<PersonId> left = holders(edit, faces);
            faces.forEach(edit::markNotAFace);
            left.forEach(person -> edit.removeIfEmpty(person, false));
            return new UserAction.MarkedNotAFace(faces);
        });
    }

    /// Says that these are faces after all.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there is none
    public EditResult unmarkNotAFace(List<FaceId> faces) {
        requireSome(faces);
        return edit(edit -> {
            faces.forEach(edit::face);
            faces.forEach(edit::unmarkNotAFace);
            return new UserAction.UnmarkedNotAFace(faces);
        });
    }

    /// Takes back whatever was said about these faces, each by itself: who they are, who they are not,
    /// that they are none.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no face
    public EditResult retract(List<FaceId> faces) {
        requireSome(faces);
        return edit(edit -> {
            Set<PersonId> left = holders(edit, faces);
            faces.forEach(edit::retract);
            left.forEach(person -> edit.removeIfEmpty(person, false));
            return new UserAction.Retracted(faces);
        });
    }

    /// Takes back whatever was said about these faces, and takes them from whom they stand with: they are
    /// nobody's until the next grouping.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no face
    public EditResult release(List<FaceId> faces) {
        requireSome(faces);
        return edit(edit -> {
            Set<PersonId> left = holders(edit, faces);
            faces.forEach(edit::release);
            left.forEach(person -> edit.removeIfEmpty(person, false));
            return new UserAction.Retracted(faces);
        });
    }

    /// Leaves a person out of lists and search results.
    public EditResult hide(PersonId id) {
        return edit(edit -> {
            edit.put(edit.person(id).withHidden(true));
            return new UserAction.Hidden(id);
        });
    }

    /// The reverse of [#hide].
    public EditResult show(PersonId id) {
        return edit(edit -> {
            edit.put(edit.person(id).withHidden(false));
            edit.removeIfEmpty(id, false);
            return new UserAction.Shown(id);
        });
    }

    /// Chooses the face that stands for a person; with null, the best one does again.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the face is not the person's
    public EditResult cover(PersonId id, @Nullable FaceId face) {
        return edit(edit -> {
            Person person = edit.person(id);
            if (face != null && !id.equals(edit.assignment(face).person())) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a cover must be a face of the person, %s, got: %s"
                                .formatted(edit.label(id), edit.label(face)));
            }
            edit.put(person.withCover(face));
            edit.removeIfEmpty(id, false);
            return new UserAction.CoverChosen(id, face);
        });
    }

    /// Says when a person was born; with null, nobody knows any more.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` for a day that is yet to come
    public EditResult setBirthDate(PersonId id, @Nullable LocalDate day) {
        if (day != null && day.isAfter(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a day of birth must not be yet to come, got: " + day);
        }
        return edit(edit -> {
            edit.put(edit.person(id).withBirthDate(day));
            edit.removeIfEmpty(id, false);
            return new UserAction.BirthDateSet(id, day);
        });
    }

    /// Says that these are two people, however alike: they are never grouped together nor offered as
    /// duplicates.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if they are one id
    public EditResult markDifferent(PersonId one, PersonId other) {
        requireTwo(one, other);
        return edit(edit -> {
            edit.person(one);
            edit.person(other);
            edit.markDifferent(one, other);
            return new UserAction.MarkedDifferent(one, other);
        });
    }

    /// Takes back [#markDifferent].
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if they are one id
    public EditResult unmarkDifferent(PersonId one, PersonId other) {
        requireTwo(one, other);
        return edit(edit -> {
            edit.person(one);
            edit.person(other);
            edit.unmarkDifferent(one, other);
            return new UserAction.UnmarkedDifferent(one, other);
        });
    }

    /// Says that none of these photos is a copy of another of them, however alike: they are never listed
    /// as copies of each other again.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` unless there are at least two; `NOT_FOUND` if the
    ///     gallery has none of these
    public EditResult markNotCopies(Set<PhotoId> photos) {
        if (photos.size() < 2) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "at least two photos must be named, got: " + photos.size());
        }
        List<PhotoId> sorted = photos.stream().sorted().toList();
        return edit(edit -> {
            sorted.forEach(edit::requirePhoto);
            edit.markNotCopies(sorted);
            return new UserAction.MarkedNotCopies(sorted);
        });
    }

    /// Says all that was imported, in one event.
    ///
    /// @throws LikenessException `CONTRADICTION`, and then nothing of it is said
    public EditResult importPeople(PeopleImport said) {
        return edit((edit, newcomer) -> {
            List<Optional<PersonId>> ids = new ArrayList<>();
            for (PeopleImport.Person person : said.people()) {
                ids.add(importPeople(edit, person, newcomer));
            }
            Set<PersonId> left = holders(edit, said.notFaces());
            said.notFaces().forEach(edit::markNotAFace);
            left.forEach(person -> edit.removeIfEmpty(person, false));
            for (PeopleImport.Different pair : said.different()) {
                ids.get(pair.one())
                        .ifPresent(one -> ids.get(pair.other()).ifPresent(other -> edit.markDifferent(one, other)));
            }
            int faces = said.people().stream()
                    .mapToInt(person ->
                            person.confirmed().size() + person.assigned().size())
                    .sum();
            return new UserAction.Imported(said.source(), faces, said.people().size());
        });
    }

    /// Says one person's part. Who it is; nobody if nothing of a new person is known.
    private static Optional<PersonId> importPeople(
            PeopleEdit edit, PeopleImport.Person person, Supplier<PersonId> newcomer) {
        if (person.existing() == null
                && person.name() == null
                && person.confirmed().isEmpty()
                && person.assigned().isEmpty()) {
            return Optional.empty();
        }
        PersonId id = person.existing() == null ? newcomer.get() : person.existing();
        Person before = person.existing() == null ? new Person(id, person.name()) : edit.person(id);
        edit.put(before);
        // Whom the faces leave behind may well be the same person: nobody named those faces, that is all.
        moveAll(edit, person.confirmed(), id, false);
        Set<PersonId> left = holders(edit, person.assigned());
        person.assigned().forEach(face -> edit.assignUnconfirmed(face, id));
        left.remove(id);
        left.forEach(other -> edit.removeIfEmpty(other, false));
        person.rejected().forEach(face -> edit.reject(face, id));
        Person now = edit.person(id);
        FaceId cover = person.cover();
        boolean mayStand = cover != null && id.equals(edit.assignment(cover).person());
        edit.put(new Person(
                id,
                now.name(),
                now.hidden() || person.hidden(),
                now.cover() == null && mayStand ? cover : now.cover(),
                now.birthDate() == null ? person.birthDate() : now.birthDate(),
                now.confirmed()));
        edit.removeIfEmpty(id, false);
        return edit.has(id) ? Optional.of(id) : Optional.empty();
    }

    /// Takes back the last things that were said, the latest first, each in an event of its own.
    ///
    /// @param count how many, at least 1
    /// @return one outcome an event taken back: fewer than `count` if there are no more
    public List<EditResult> undo(int count) {
        return reverse(count, EditHistory::undoable);
    }

    /// Does again what was taken back last, as long as nothing was said since.
    ///
    /// @param count how many, at least 1
    /// @return one outcome an event done again: fewer than `count` if there are no more
    public List<EditResult> redo(int count) {
        return reverse(count, EditHistory::redoable);
    }

    /// What was said, latest first.
    public List<HistoryEntry> history() {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            List<PeopleEvent> events = snapshot.events();
            EditHistory history = EditHistory.of(events);
            Set<Long> active = history.active();
            Function<PersonId, String> labels = labels(snapshot);
            return events.reversed().stream()
                    .map(event -> new HistoryEntry(
                            event.number(),
                            event.time(),
                            EditDescriptions.event(event, history, labels),
                            !(event.action() instanceof UserAction.Undone) && !active.contains(event.number())))
                    .toList();
        }
    }

    private static Function<PersonId, String> labels(GallerySnapshot snapshot) {
        Map<PersonId, String> names = new HashMap<>();
        snapshot.people().forEach(person -> {
            if (person.name() != null) {
                names.put(person.id(), "%s (#%s)".formatted(person.name(), person.id()));
            }
        });
        return id -> names.getOrDefault(id, "#" + id);
    }

    private List<EditResult> reverse(int count, Function<EditHistory, Optional<PeopleEvent>> which) {
        if (count < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "count must be at least 1, got: " + count);
        }
        List<EditResult> outcomes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try (GalleryWriter writer = gallery.writer(gallery.embedder());
                    GallerySnapshot snapshot = gallery.snapshot()) {
                Optional<PeopleEvent> event =
                        which.apply(new EditHistory(snapshot::event, writer.nextEventNumber() - 1));
                if (event.isEmpty()) {
                    break;
                }
                long number = event.get().number();
                PeopleEdit edit = new PeopleEdit(name, snapshot, writer.nextEventNumber());
                new EditReversal(snapshot, edit)
                        .reverse(snapshot.changes(number)
                                .orElseThrow(() -> new LikenessException(
                                        ErrorCode.GALLERY_CORRUPT,
                                        "gallery %s has lost what event %d changed".formatted(name, number))));
                outcomes.add(record(writer, snapshot, edit, new UserAction.Undone(number)));
            }
        }
        return outcomes;
    }

    private EditResult edit(Function<PeopleEdit, UserAction> step) {
        return edit((edit, _) -> step.apply(edit));
    }

    /// Something a user says, applied to a draft.
    @FunctionalInterface
    private interface Step {
        UserAction apply(PeopleEdit edit, Supplier<PersonId> newcomer);
    }

    private EditResult edit(Step step) {
        try (GalleryWriter writer = gallery.writer(gallery.embedder());
                GallerySnapshot snapshot = gallery.snapshot()) {
            try {
                PeopleEdit edit = new PeopleEdit(name, snapshot, writer.nextEventNumber());
                UserAction action = step.apply(edit, writer::newPersonId);
                if (edit.changes().isEmpty()) {
                    writer.rollback();
                    return new EditResult(null, "nothing: it is so already", action.subject(), List.of());
                }
                return record(writer, snapshot, edit, action);
            } catch (RuntimeException e) {
                writer.rollback();
                throw e;
            }
        }
    }

    private EditResult record(GalleryWriter writer, GallerySnapshot snapshot, PeopleEdit edit, UserAction action) {
        Changes changes = edit.changes();
        PeopleEvent event = new PeopleEvent(edit.number(), clock.instant().truncatedTo(ChronoUnit.MILLIS), action);
        writer.record(event, changes);
        writer.commit();
        EditHistory history = new EditHistory(
                number -> number == event.number() ? Optional.of(event) : snapshot.event(number), event.number());
        return new EditResult(
                event.number(),
                EditDescriptions.event(event, history, edit::label),
                action.subject(),
                changes.faces().stream()
                        .filter(face -> !Objects.equals(
                                face.before().person(), face.after().person()))
                        .map(Changes.OfFace::face)
                        .toList());
    }

    /// @param apart whether whom they leave behind is somebody else
    private static void moveAll(PeopleEdit edit, List<FaceId> faces, PersonId person, boolean apart) {
        Set<PersonId> left = holders(edit, faces);
        faces.forEach(face -> edit.confirm(face, person));
        left.remove(person);
        left.forEach(other -> edit.removeIfEmpty(other, apart));
    }

    private static Set<PersonId> holders(PeopleEdit edit, List<FaceId> faces) {
        return faces.stream()
                .map(face -> edit.assignment(face).person())
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void requireSome(List<FaceId> faces) {
        if (faces.isEmpty()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "at least one face must be named, got none");
        }
    }

    private static void requireTwo(PersonId one, PersonId other) {
        if (one.equals(other)) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "two people must be named, got one twice: " + one);
        }
    }

    private LikenessException ambiguous(String bearing, Collection<Person> bearers) {
        return new LikenessException(
                ErrorCode.INVALID_ARGUMENT,
                "a name must be one person's to be meant by it, and several people of gallery %s are %s: %s"
                        .formatted(
                                name,
                                bearing,
                                bearers.stream()
                                        .map(person -> "#" + person.id())
                                        .collect(Collectors.joining(", "))));
    }

    private PhotoId photo(GallerySnapshot snapshot, String text) {
        Optional<PhotoId> byPath = snapshot.photoAt(
                        Path.of(text).toAbsolutePath().normalize().toString())
                .or(() -> snapshot.photoAt(text))
                .map(StoredPhoto::id);
        if (byPath.isPresent()) {
            return byPath.get();
        }
        Set<PhotoId> begun = new HashSet<>();
        if (text.matches("[0-9a-f]{" + MIN_PREFIX_LENGTH + ",64}")) {
            snapshot.forEachPhoto(photo -> {
                if (photo.id().sha256().startsWith(text)) {
                    begun.add(photo.id());
                }
            });
        }
        if (begun.size() > 1) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "digits of a photo's hash must be one photo's, got %d photos for: %s"
                            .formatted(begun.size(), text));
        }
        return begun.stream()
                .findFirst()
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.NOT_FOUND, "gallery %s does not know the photo %s".formatted(name, text)));
    }

    public static @Nullable String reason(@Nullable Assignment assignment) {
        return assignment == null
                ? null
                : assignment.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static @Nullable Float margin(@Nullable Assignment assignment) {
        return assignment == null || Float.isInfinite(assignment.margin()) ? null : assignment.margin();
    }

    private static @Nullable String path(GallerySnapshot snapshot, PhotoId photo) {
        return snapshot.photo(photo).map(known -> known.paths().firstKey()).orElse(null);
    }

    private static PersonListItem summary(GallerySnapshot snapshot, Person person) {
        List<StoredFace> faces = snapshot.facesOf(person.id());
        Sum sum = new Sum();
        faces.forEach(face -> sum.add(face.face().id(), face.face().embedding().magnitude(), face.captureTime()));
        List<Face> drawn = faces.stream().map(StoredFace::face).toList();
        return sum.summary(snapshot, person, drawn.isEmpty() ? null : PersonProfile.of(drawn));
    }

    /// In one walk over all faces that reads no vector. A person's portrait is drawn anew only where it is of
    /// other faces than they have now.
    private static List<PersonListItem> summaries(GallerySnapshot snapshot, List<Person> people) {
        Map<PersonId, Sum> sums = new HashMap<>();
        people.forEach(person -> sums.put(person.id(), new Sum()));
        snapshot.forEachFaceSummary(face -> {
            Sum sum = sums.get(face.person());
            if (sum != null) {
                sum.add(face.face(), face.magnitude(), face.captureTime());
            }
        });
        Map<PersonId, PersonProfile> profiles = snapshot.profiles();
        Map<PersonId, List<Face>> undrawn = new HashMap<>();
        sums.forEach((id, sum) -> {
            PersonProfile known = profiles.get(id);
            if (sum.faces > 0 && (known == null || !known.isOf(sum.members))) {
                undrawn.put(id, new ArrayList<>());
            }
        });
        if (!undrawn.isEmpty()) {
            for (StoredFace face : snapshot.facesOf(undrawn.keySet())) {
                undrawn.getOrDefault(face.person(), new ArrayList<>()).add(face.face());
            }
            undrawn.forEach((id, faces) -> profiles.put(id, PersonProfile.of(faces)));
        }
        List<PersonListItem> summaries = new ArrayList<>();
        for (Person person : people) {
            Sum sum = sums.getOrDefault(person.id(), new Sum());
            if (person.hasUserData() || sum.faces > 0) {
                summaries.add(sum.summary(snapshot, person, sum.faces == 0 ? null : profiles.get(person.id())));
            }
        }
        return summaries;
    }

    /// What is counted of one person.
    private static final class Sum {
        private final Set<PhotoId> photos = new HashSet<>();
        private final Set<FaceId> ids = new HashSet<>();
        private int faces;
        private long members;
        private @Nullable LocalDateTime lastSeen;

        void add(FaceId face, float magnitude, @Nullable LocalDateTime time) {
            faces++;
            members += PersonProfile.faceFingerprint(face, magnitude);
            ids.add(face);
            photos.add(face.photo());
            if (time != null && (lastSeen == null || time.isAfter(lastSeen))) {
                lastSeen = time;
            }
        }

        PersonListItem summary(GallerySnapshot snapshot, Person person, @Nullable PersonProfile profile) {
            FaceId chosen = person.cover();
            FaceId best = profile == null ? null : profile.cover();
            FaceId shown = chosen != null && ids.contains(chosen) ? chosen : best;
            return new PersonListItem(
                    person.id(),
                    person.name(),
                    faces,
                    photos.size(),
                    person.hidden(),
                    person.birthDate(),
                    lastSeen,
                    shown,
                    shown == null ? null : path(snapshot, shown.photo()),
                    profile == null ? null : profile.confidence());
        }
    }
}
