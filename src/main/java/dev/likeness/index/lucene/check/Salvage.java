package dev.likeness.index.lucene.check;

import static dev.likeness.index.lucene.people.AssertionDocuments.ASSERTION_RECORD;
import static dev.likeness.index.lucene.people.EventDocuments.CHANGES;
import static dev.likeness.index.lucene.people.EventDocuments.EVENT_RECORD;
import static dev.likeness.index.lucene.people.PersonDocuments.PERSON_RECORD;
import static dev.likeness.index.lucene.people.PersonDocuments.PROFILE_RECORD;

import dev.likeness.face.Assertion;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.UserAction;
import dev.likeness.index.Changes;
import dev.likeness.index.lucene.documents.CommitData;
import dev.likeness.index.lucene.documents.RecordParts;
import dev.likeness.index.lucene.people.AssertionDocuments;
import dev.likeness.index.lucene.people.EventDocuments;
import dev.likeness.index.lucene.people.PersonDocuments;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.lucene.document.Document;
import org.apache.lucene.util.BytesRef;

/// Reads everything that can be read of an index, checks that it fits together, and passes on what a repaired
/// gallery would hold. A check throws the documents away; a repair writes them to a new index. So a check
/// tells exactly what a repair does.
///
/// What a user stated is never made up: a document whose bytes may be wrong is passed on only if they agree
/// with a second place in the index.
public final class Salvage {
    /// Receives the documents of the repaired gallery.
    @FunctionalInterface
    public interface Output {
        void add(Document document) throws IOException;
    }

    private final DocumentScan scan;
    private final Findings findings;
    private final Predicate<byte[]> isPicture;
    private final Output output;

    private final Map<PersonId, Person> people = new TreeMap<>();
    private final Map<Long, Edit> edits = new TreeMap<>();

    /// People whose records are in a damaged file; the history knows better.
    private final Set<PersonId> doubtful = new HashSet<>();

    /// The keys of the assertions.
    private final Set<BytesRef> asserted = new HashSet<>();

    /// People that faces or assertions name.
    private final Set<PersonId> named = new TreeSet<>();

    /// The last state of people in the edit history.
    private final Map<PersonId, Person> lastStates = new HashMap<>();

    private record Edit(PeopleEvent event, Changes changes) {}

    /// @param isPicture whether the bytes of a crop can be decoded
    public Salvage(DamagedIndex index, Findings findings, Predicate<byte[]> isPicture, Output output) {
        this.scan = new DocumentScan(index, findings);
        this.findings = findings;
        this.isPicture = isPicture;
        this.output = output;
    }

    /// Reads and passes on everything.
    ///
    /// @param commit the metadata of the last commit
    /// @return the metadata of the repaired gallery
    public CommitData run(CommitData commit) throws IOException {
        scan.forEach(PERSON_RECORD, "a person", PersonDocuments::person, this::person);
        readEdits();
        for (PersonId id : doubtful) {
            Person last = lastStates.get(id);
            if (last != null) {
                people.put(id, last);
            }
        }
        var photos = new PhotoSalvage(scan, findings, isPicture, people, output);
        named.addAll(photos.run());
        scan.forEach(ASSERTION_RECORD, "an assertion", AssertionDocuments::assertion, this::assertion);
        for (Assertion implicit : photos.implicit()) {
            if (asserted.add(AssertionDocuments.assertionTerm(implicit).bytes())) {
                output.add(AssertionDocuments.assertion(implicit));
            }
        }
        for (PersonId person : named) {
            if (!people.containsKey(person)) {
                restore(person);
            }
        }
        for (Person person : people.values()) {
            output.add(PersonDocuments.person(person));
        }
        scan.forEach(PROFILE_RECORD, "a profile", PersonDocuments::profile, (at, profile) -> {
            if (!at.segment().isIntact(SegmentPart.RECORDS)) {
                // It is computed again.
                return;
            }
            if (people.containsKey(profile.getKey())) {
                output.add(PersonDocuments.profile(profile.getKey(), profile.getValue()));
            } else {
                findings.add("profile of person " + profile.getKey(), "there is no such person", "leaves it out");
            }
        });
        for (Edit edit : edits.values()) {
            output.add(EventDocuments.event(edit.event(), edit.changes()));
        }
        return withUnusedNumbers(commit);
    }

    private void person(DocumentScan.Place at, Person person) throws IOException {
        String where = "person " + person.id();
        if (!at.hasTerm(PersonDocuments.personTerm(person.id()))
                || (person.name() != null && !at.hasTerm(PersonDocuments.nameTerm(person.name())))) {
            findings.add(where, "the record and the index of terms name different people", "leaves it out");
        } else if (people.putIfAbsent(person.id(), person) != null) {
            findings.add(where, "is there twice", "keeps the first");
        } else if (!at.segment().isIntact(SegmentPart.RECORDS)) {
            doubtful.add(person.id());
        }
    }

    private void assertion(DocumentScan.Place at, Assertion assertion) throws IOException {
        if (at.hasTerm(AssertionDocuments.assertionTerm(assertion))) {
            named.addAll(assertion.people());
            if (asserted.add(AssertionDocuments.assertionTerm(assertion).bytes())) {
                output.add(AssertionDocuments.assertion(assertion));
            } else {
                findings.add(at.toString(), "an assertion is there twice", "keeps the first");
            }
        } else {
            findings.add(
                    at.toString(),
                    "an assertion and the index of terms name different faces or people",
                    "leaves it out");
        }
    }

    /// A person whose document is lost, while faces or assertions name the person.
    private void restore(PersonId id) {
        Person last = lastStates.get(id);
        people.put(id, last == null ? new Person(id, null) : last);
        findings.add(
                "person " + id,
                "faces or assertions name this person, but the person is missing",
                last == null
                        ? "makes the person again, without a name"
                        : "makes the person again, as the edit history last has it");
    }

    private void readEdits() throws IOException {
        Map<Long, DocumentScan.Place> places = new TreeMap<>();
        Map<Long, PeopleEvent> events = new TreeMap<>();
        Set<Long> lost = new HashSet<>();
        scan.forEach(EVENT_RECORD, "an edit", EventDocuments::event, (at, event) -> {
            if (!at.hasTerm(EventDocuments.eventTerm(event.number()))) {
                findings.add(at.toString(), "an edit and the index of terms have different numbers", "leaves it out");
            } else if (events.putIfAbsent(event.number(), event) != null) {
                findings.add("edit " + event.number(), "is there twice", "keeps the first");
            } else {
                places.put(event.number(), at);
            }
        });
        for (Map.Entry<Long, PeopleEvent> entry : events.entrySet()) {
            long number = entry.getKey();
            Optional<Changes> changes = readEdit(Objects.requireNonNull(places.get(number)), entry.getValue(), lost);
            if (changes.isPresent()) {
                edits.put(number, new Edit(entry.getValue(), changes.get()));
            } else {
                lost.add(number);
            }
        }
    }

    /// The changes of an edit that can stay in the history.
    private Optional<Changes> readEdit(DocumentScan.Place at, PeopleEvent event, Set<Long> lost) {
        Optional<Changes> changes = changes(at, event.number());
        changes.ifPresent(this::rememberStates);
        String problem = null;
        if (changes.isPresent() && !at.segment().isIntact(SegmentPart.RECORDS)) {
            problem = "its record is in a damaged file";
        } else if (event.action() instanceof UserAction.Undone(long target) && lost.contains(target)) {
            problem = "undoes an edit that is lost";
        }
        if (problem == null) {
            return changes;
        }
        findings.add("edit " + event.number(), problem, "leaves it out of the history; what it changed stays");
        return Optional.empty();
    }

    private void rememberStates(Changes changes) {
        for (Changes.OfPerson person : changes.people()) {
            Person after = person.after();
            if (after == null) {
                lastStates.remove(person.person());
            } else {
                lastStates.put(person.person(), after);
            }
        }
    }

    private Optional<Changes> changes(DocumentScan.Place at, long number) {
        String problem;
        if (!at.segment().isIntact(SegmentPart.STORED)) {
            problem = "its changes are in a damaged file";
        } else {
            try {
                Optional<BytesRef> stored = at.stored(CHANGES);
                if (stored.isPresent()) {
                    return Optional.of(RecordParts.decoded(CHANGES, stored.get(), EventDocuments::changes));
                }
                problem = "its changes are missing, so it cannot be undone";
            } catch (IOException | RuntimeException e) {
                problem = "its changes cannot be read: " + e.getMessage();
            }
        }
        findings.add("edit " + number, problem, "leaves it out of the history; what it changed stays");
        return Optional.empty();
    }

    private CommitData withUnusedNumbers(CommitData commit) {
        long people =
                this.people.keySet().stream().mapToLong(PersonId::value).max().orElse(0);
        long events = edits.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
        if (commit.nextPersonId() <= people) {
            findings.add(
                    "commit",
                    "the next new person would get the number %d, but there is a person %d"
                            .formatted(commit.nextPersonId(), people),
                    "raises the number");
        }
        if (commit.hasEventNumbers() && commit.nextEventNumber() <= events) {
            findings.add(
                    "commit",
                    "the next edit would get the number %d, but there is an edit %d"
                            .formatted(commit.nextEventNumber(), events),
                    "raises the number");
        }
        return commit.withPersonIdsBelow(people + 1).withEventNumbersBelow(events + 1);
    }
}
