package dev.likeness.engine.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Remedy;
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

/// The people of a gallery, and the edits that users make to them.
///
/// Every edit is one event in the gallery's history, written in one commit with all its changes, and can be
/// undone. An assertion about a face constrains every later clustering: a confirmed face stays with its
/// person, and a rejected face never shares a person with that person's faces. User data about a person as a
/// whole, such as a name, keeps all of the person's faces, but an assertion about a face takes precedence. An
/// edit that contradicts an assertion fails with `CONTRADICTION`; an edit that changes nothing writes
/// nothing.
///
/// Every method that writes throws [LikenessException] `NOT_FOUND` for a person or face that the gallery does
/// not have, and `GALLERY_LOCKED` while another writer is open.
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

    /// Lists every person who has a face or user data.
    ///
    /// @param hidden whether to include hidden people
    public List<PersonListItem> list(PeopleOrder order, boolean hidden) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return summaries(snapshot, snapshot.people()).stream()
                    .filter(person -> hidden || !person.hidden())
                    .sorted(order.comparator())
                    .toList();
        }
    }

    /// The details of one person.
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

    /// The faces with the least certain assignments, smallest margin first: a correction has the greatest
    /// effect there. Faces that a user assigned and faces of hidden people are not included.
    ///
    /// @param limit maximum number of faces, at least 1
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
            // The most certain face is on top, to be replaced by a less certain one.
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

    /// Finds a person by number (`12` or `#12`) or by exact name.
    ///
    /// @throws LikenessException `NOT_FOUND`; `INVALID_ARGUMENT` if several people have the name
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

    /// The person with this number and the user data about them; empty if there is no such person.
    public Optional<Person> find(PersonId id) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.person(id);
        }
    }

    /// The person with exactly this name; if there are several, the one with the smallest number.
    public Optional<Person> named(String exactName) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.personNamed(exactName);
        }
    }

    /// Finds a face by `PHOTO#ORDINAL` or by its id. The photo is given by a path or the first digits of its
    /// hash (six or more). The ordinal may be omitted if the photo shows one face.
    ///
    /// @throws LikenessException `NOT_FOUND`; `INVALID_ARGUMENT` if the digits or the photo are ambiguous
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

    /// Finds a photo by its id or a path.
    ///
    /// @throws LikenessException `NOT_FOUND` if the gallery has no such photo
    public PhotoId photo(String text) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return photo(snapshot, text);
        }
    }

    /// Sets the name of a person; null removes it.
    ///
    /// @param sameName whether another person may have the same name
    /// @throws LikenessException `ALREADY_EXISTS` if another person has the name; `INVALID_ARGUMENT` for a
    ///     blank one
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
                                    "a name must be one person's, and #%s is %s already".formatted(other.id(), newName),
                                    ErrorFacts.ofPerson(
                                            other.id(),
                                            new Remedy.MergePeople(name, id, other.id()),
                                            new Remedy.AllowSameName(name, id, newName)));
                        });
            }
            edit.put(person.withName(newName));
            edit.removeIfEmpty(id, false);
            return new UserAction.Named(id, newName);
        });
    }

    /// Adds a person with this name and without faces.
    ///
    /// @throws LikenessException `ALREADY_EXISTS` if a person has the name; `INVALID_ARGUMENT` for a blank
    ///     one
    public EditResult add(String newName) {
        return edit((edit, newcomer) -> {
            if (!edit.named(newName).isEmpty()) {
                PersonId bearer = edit.named(newName).getFirst().id();
                throw new LikenessException(
                        ErrorCode.ALREADY_EXISTS,
                        "a new person's name must be unused, and #%s is %s already".formatted(bearer, newName),
                        ErrorFacts.ofPerson(bearer));
            }
            PersonId person = newcomer.get();
            edit.put(new Person(person, newName));
            return new UserAction.Named(person, newName);
        });
    }

    /// Removes a person and their name. Their faces stay in the gallery, unassigned and without assertions.
    public EditResult dissolve(PersonId id) {
        return edit(edit -> {
            edit.person(id);
            edit.facesOf(id).forEach(edit::release);
            edit.remove(id);
            return new UserAction.Named(id, null);
        });
    }

    /// Assigns one face, without its cluster, to the person with this name, who is created if necessary.
    ///
    /// @throws LikenessException `CONTRADICTION`; `INVALID_ARGUMENT` for a blank name or one that several
    ///     people have
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

    /// Merges several people into one: `into` takes over their faces and assertions. Its own name, cover and
    /// date of birth stay; missing ones are taken from the others, in their order.
    ///
    /// @throws LikenessException `CONTRADICTION` if two were marked as different or a confirmed face was
    ///     rejected from the other; `INVALID_ARGUMENT` if `from` is empty or holds `into`
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

    /// Moves these faces to a new person.
    ///
    /// @param newName the new person's name, or null
    /// @throws LikenessException `CONTRADICTION`; `ALREADY_EXISTS` if a person has the name;
    ///     `INVALID_ARGUMENT` if there is no face
    public EditResult split(List<FaceId> faces, @Nullable String newName) {
        requireSome(faces);
        return edit((edit, newcomer) -> {
            if (newName != null && !edit.named(newName).isEmpty()) {
                PersonId bearer = edit.named(newName).getFirst().id();
                throw new LikenessException(
                        ErrorCode.ALREADY_EXISTS,
                        "a new person's name must be unused, and #%s is %s already".formatted(bearer, newName),
                        ErrorFacts.ofPerson(bearer, new Remedy.MoveFaces(name, faces, bearer)));
            }
            PersonId person = newcomer.get();
            edit.put(new Person(person, newName));
            moveAll(edit, faces, person, true);
            return new UserAction.Split(faces, person, newName);
        });
    }

    /// Moves these faces from their current people to this person.
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

    /// Confirms that these faces are this person.
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

    /// Rejects this person for these faces. They are unassigned until the next clustering.
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

    /// Marks these detections as not a face: searches, clusterings and people ignore them.
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

    /// Unmarks detections that were marked as not a face.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no face
    public EditResult unmarkNotAFace(List<FaceId> faces) {
        requireSome(faces);
        return edit(edit -> {
            faces.forEach(edit::face);
            faces.forEach(edit::unmarkNotAFace);
            return new UserAction.UnmarkedNotAFace(faces);
        });
    }

    /// Retracts all assertions about these faces: confirmations, rejections and not-a-face marks.
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

    /// Retracts all assertions about these faces and removes them from their people. They are unassigned
    /// until the next clustering.
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

    /// Hides a person from lists and search results.
    public EditResult hide(PersonId id) {
        return edit(edit -> {
            edit.put(edit.person(id).withHidden(true));
            return new UserAction.Hidden(id);
        });
    }

    /// Reverses [#hide].
    public EditResult show(PersonId id) {
        return edit(edit -> {
            edit.put(edit.person(id).withHidden(false));
            edit.removeIfEmpty(id, false);
            return new UserAction.Shown(id);
        });
    }

    /// Chooses the cover face of a person; null selects the best face again.
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

    /// Sets a person's date of birth; null removes it.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` for a date in the future
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

    /// Marks two people as different, however similar they are: they are never clustered together or listed
    /// as duplicates.
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

    /// Reverses [#markDifferent].
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

    /// Marks these photos as not being copies of each other, however similar they are: they are never listed
    /// as copies again.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` unless there are at least two; `NOT_FOUND` if the gallery
    ///     has none of these
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

    /// Applies everything that was imported, in one event.
    ///
    /// @throws LikenessException `CONTRADICTION`; then nothing is applied
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

    /// Imports one person and returns their id; empty if there is no data about a new person.
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
        // The person that the faces leave may be the same person: it is only that no user named those faces.
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

    /// Undoes the last edits, latest first, each in an event of its own.
    ///
    /// @param count number of edits, at least 1
    /// @return one result per undone event: fewer than `count` if there are no more
    public List<EditResult> undo(int count) {
        return reverse(count, EditHistory::undoable);
    }

    /// Redoes the edits that were undone last, unless there was another edit since.
    ///
    /// @param count number of edits, at least 1
    /// @return one result per redone event: fewer than `count` if there are no more
    public List<EditResult> redo(int count) {
        return reverse(count, EditHistory::redoable);
    }

    /// The edit history, latest first.
    public List<HistoryEntry> history() {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            List<PeopleEvent> events = snapshot.events();
            EditHistory history = EditHistory.of(events);
            Set<Long> active = history.active();
            Function<PersonId, String> labels = labels(snapshot);
            return events.reversed().stream()
                    .map(event -> HistoryEntry.of(
                            event,
                            history,
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

    /// A user's statement, applied to an edit.
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

    /// Moves all faces to a person.
    ///
    /// @param apart whether the people that the faces leave are different from that person
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

    /// Summarises people in one pass over all faces that reads no vectors. A person's profile is recomputed
    /// only if it is outdated.
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

    /// The running counts of one person.
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
