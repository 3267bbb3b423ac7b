package dev.likeness.engine.people;

import dev.likeness.engine.relations.PersonRelations;
import dev.likeness.face.Actor;
import dev.likeness.face.Assertion;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonName;
import dev.likeness.face.UserAction;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.scoring.MatchScorer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The people of a gallery. Every method reads the gallery as it is when the method is called. [#editor]
/// changes people, [#undoRedo] reverses such changes, and [#references] finds people as users name them.
public final class People {
    /// Number of events that are read one by one; of more, all events are read at once.
    private static final int MAX_SINGLE_EVENTS = 1000;

    private final Gallery gallery;
    private final Function<EmbedderStamp, MatchScorer> scorers;
    private final InstantSource clock;
    private final GalleryReferences references;

    public People(Gallery gallery, Function<EmbedderStamp, MatchScorer> scorers, InstantSource clock) {
        this.gallery = gallery;
        this.scorers = scorers;
        this.clock = clock;
        this.references = new GalleryReferences(gallery);
    }

    /// Edits these people.
    ///
    /// @param actor who makes the edits
    public PeopleEditor editor(Actor actor) {
        return new PeopleEditor(gallery, actor, clock);
    }

    /// Enrols people with photos of them.
    ///
    /// @param actor who enrols them
    public Enrolment enrolment(Actor actor) {
        return new Enrolment(new EditRunner(gallery, actor, clock));
    }

    /// Finds and edits people by their ids in another system.
    ///
    /// @param actor who edits them
    public ExternalIds externalIds(Actor actor) {
        return new ExternalIds(gallery, new EditRunner(gallery, actor, clock));
    }

    /// Undoes and redoes edits of these people.
    ///
    /// @param actor who undoes and redoes them
    public UndoRedo undoRedo(Actor actor) {
        return new UndoRedo(gallery, actor, clock);
    }

    /// Resolves names, numbers and paths to people, faces and photos.
    public GalleryReferences references() {
        return references;
    }

    /// Who appears together, and which faces would go along in a split.
    public PersonRelations relations() {
        return new PersonRelations(gallery);
    }

    /// Every person who has a face or user data, to read some of them. The caller closes the list.
    ///
    /// @param hidden whether to include hidden people
    public PeopleList open(PeopleOrder order, boolean hidden) {
        GallerySnapshot snapshot = gallery.snapshot();
        try {
            return new PeopleList(snapshot, order, hidden);
        } catch (RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    /// Lists the same people as [#open] with all that is shown of them. For a part of them, [#open] is many times as
    /// fast.
    ///
    /// @param hidden whether to include hidden people
    public List<PersonListItem> list(PeopleOrder order, boolean hidden) {
        try (PeopleList list = open(order, hidden)) {
            return list.items(list.people());
        }
    }

    /// The same people as [#open], for callers that need no covers.
    ///
    /// @param hidden whether to include hidden people
    public List<ListedPerson> ranked(PeopleOrder order, boolean hidden) {
        try (PeopleList list = open(order, hidden)) {
            return list.people();
        }
    }

    /// One person with the totals of their faces.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public ListedPerson listed(PersonId id) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return new ListedPerson(
                    require(snapshot, id), snapshot.faceTotals(id).orElse(null));
        }
    }

    private Person require(GallerySnapshot snapshot, PersonId id) {
        return snapshot.person(id)
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.NOT_FOUND, "gallery %s has no person %s".formatted(gallery.name(), id)));
    }

    /// The details of one person.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public PersonDetails get(PersonId id) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            Person person = require(snapshot, id);
            MatchScorer scorer = scorers.apply(snapshot.embedder());
            UserAssertions assertions = UserAssertions.of(snapshot);
            return new PersonDetails(
                    PeopleList.item(snapshot, person),
                    snapshot.facesOf(id).stream()
                            .map(face -> personFace(face, snapshot, scorer, assertions))
                            .toList(),
                    rejected(id, snapshot, assertions),
                    different(id, assertions));
        }
    }

    private static PersonDetails.PersonFace personFace(
            StoredFace stored, GallerySnapshot snapshot, MatchScorer scorer, UserAssertions assertions) {
        FaceId id = stored.face().id();
        int quality = scorer.quality(stored.face().embedding().magnitude());
        return new PersonDetails.PersonFace(
                id,
                PhotoPaths.first(snapshot, id.photo()),
                stored.captureTime(),
                stored.face().detection().box(),
                quality,
                Assignments.reason(stored.assignment(), quality),
                Assignments.margin(stored.assignment()),
                null,
                assertions.confirmed(id).isPresent());
    }

    private static List<FaceId> rejected(PersonId person, GallerySnapshot snapshot, UserAssertions assertions) {
        return assertions.rejectedOf(person).stream()
                .distinct()
                .filter(face -> snapshot.face(face).isPresent())
                .sorted()
                .toList();
    }

    private static List<PersonId> different(PersonId person, UserAssertions assertions) {
        return assertions.different().stream()
                .map(Assertion.DifferentPeople::people)
                .filter(pair -> pair.contains(person))
                .map(pair -> pair.getFirst().equals(person) ? pair.getLast() : pair.getFirst())
                .sorted()
                .toList();
    }

    /// The faces with the least certain assignments, smallest margin first: a correction has the greatest
    /// effect there. Confirmed faces and faces of hidden people are not included.
    ///
    /// @param limit maximum number of faces, at least 1
    /// @throws LikenessException `INVALID_ARGUMENT` if `limit` is below 1
    public List<UncertainFace> uncertainFaces(int limit) {
        if (limit < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "limit must be at least 1, got: " + limit);
        }
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return new UncertainFaces(snapshot, scorers.apply(snapshot.embedder())).first(limit);
        }
    }

    /// The person with this number and the user data about them; empty if there is no such person.
    public Optional<Person> find(PersonId id) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.person(id);
        }
    }

    /// The person with this name in this spelling; if there are several, the one with the smallest number.
    public Optional<Person> named(String name) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            // Names of before are stored as they were given.
            return snapshot.personNamed(name).or(() -> snapshot.personNamed(PersonName.normalized(name)));
        }
    }

    /// Finds a person by name: the exact name first, as [#named], then regardless of capitals and accents. Reads all
    /// people if nobody has the exact name.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the name matches several people
    public Optional<Person> called(String name) {
        Optional<Person> exact = named(name);
        if (exact.isPresent()) {
            return exact;
        }
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            String folded = PersonName.folded(name);
            List<Person> alike = snapshot.people().stream()
                    .filter(person -> person.name() != null && folded.equals(PersonName.folded(person.name())))
                    .toList();
            if (alike.size() > 1) {
                throw GalleryReferences.ambiguous(gallery.name(), name, alike);
            }
            return alike.stream().findFirst();
        }
    }

    /// The edit history, latest first.
    public List<HistoryEntry> history() {
        return history(Long.MAX_VALUE, Integer.MAX_VALUE);
    }

    /// A part of the edit history, latest first.
    ///
    /// @param before only events with smaller numbers
    /// @param limit maximum number of events
    public List<HistoryEntry> history(long before, int limit) {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            long last = snapshot.lastEventNumber();
            long end = Math.min(before, last + 1);
            // From the latest event to the last of the page.
            boolean isNearTheEnd = last - end + Math.min(limit, end) < MAX_SINGLE_EVENTS;
            EditHistory history =
                    isNearTheEnd ? new EditHistory(snapshot::event, last) : EditHistory.of(snapshot.events());
            List<PeopleEvent> events = history.before(before, limit);
            Set<Long> active =
                    history.active(events.isEmpty() ? last : events.getLast().number());
            return events.stream()
                    .map(event -> HistoryEntry.of(
                            event,
                            history,
                            EditDescriptions.event(
                                    event,
                                    history,
                                    id -> EditDescriptions.person(
                                            id, snapshot.person(id).orElse(null))),
                            !(event.action() instanceof UserAction.Undone) && !active.contains(event.number())))
                    .toList();
        }
    }
}
