package dev.likeness.index.lucene.people;

import static dev.likeness.index.lucene.people.AssertionDocuments.ASSERTION_RECORD;
import static dev.likeness.index.lucene.people.EventDocuments.CHANGES;
import static dev.likeness.index.lucene.people.EventDocuments.EVENT_RECORD;
import static dev.likeness.index.lucene.people.PersonDocuments.PERSON_RECORD;
import static dev.likeness.index.lucene.people.PersonDocuments.PROFILE_RECORD;

import dev.likeness.face.Assertion;
import dev.likeness.face.Constraints;
import dev.likeness.face.FaceId;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Rejection;
import dev.likeness.index.Changes;
import dev.likeness.index.FaceTotals;
import dev.likeness.index.PeopleReader;
import dev.likeness.index.PhotoReader;
import dev.likeness.index.StoredFace;
import dev.likeness.index.lucene.documents.CommitData;
import dev.likeness.index.lucene.documents.DocumentReader;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.LeafFaces;
import dev.likeness.index.lucene.documents.RecentValues;
import dev.likeness.index.lucene.documents.RecordParts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.util.BytesRef;

/// The Lucene implementation of [PeopleReader].
public final class LucenePeopleReader implements PeopleReader {
    /// One to two megabytes.
    private static final int MAX_KNOWN = 10_000;

    /// One to two megabytes.
    private static final int MAX_PROFILES = 4096;

    private final DocumentReader documents;
    private final CommitData commit;
    private final PhotoReader photos;

    /// Reads people.
    ///
    /// @param commit the metadata of the commit that the documents belong to
    /// @param photos reads the faces of the same documents
    public LucenePeopleReader(DocumentReader documents, CommitData commit, PhotoReader photos) {
        this.documents = documents;
        this.commit = commit;
        this.photos = photos;
    }

    /// What is kept of a reader.
    private record Everybody(List<Person> people) {}

    @Override
    public List<Person> people() {
        return documents
                .read(() -> documents.once(Everybody.class, () -> {
                    List<Person> people = new ArrayList<>();
                    documents.forEachKept(Person.class, PERSON_RECORD, PersonDocuments::person, people::add);
                    people.sort(Comparator.comparing(Person::id));
                    return new Everybody(List.copyOf(people));
                }))
                .people();
    }

    /// What is kept of a reader.
    private record Hidden(Set<PersonId> people) {}

    @Override
    public Set<PersonId> hiddenPeople() {
        return documents
                .read(() -> documents.once(Hidden.class, () -> {
                    Set<PersonId> hidden = new HashSet<>();
                    for (Person person : people()) {
                        if (person.hidden()) {
                            hidden.add(person.id());
                        }
                    }
                    return new Hidden(Set.copyOf(hidden));
                }))
                .people();
    }

    /// What is kept of a reader.
    private record RecentPeople(RecentValues<PersonId, Optional<Person>> people) {}

    @Override
    public Optional<Person> person(PersonId id) {
        return documents
                .read(() -> documents.once(RecentPeople.class, () -> new RecentPeople(new RecentValues<>(MAX_KNOWN))))
                .people()
                .get(id, this::stored);
    }

    private Optional<Person> stored(PersonId id) {
        return documents.read(
                () -> people(PersonDocuments.personTerm(id)).stream().findFirst());
    }

    @Override
    public Optional<Person> personNamed(String name) {
        return peopleNamed(name).stream().findFirst();
    }

    @Override
    public List<Person> peopleNamed(String name) {
        return documents.read(() -> people(PersonDocuments.nameTerm(name)).stream()
                .sorted(Comparator.comparing(Person::id))
                .toList());
    }

    private List<Person> people(Term term) throws IOException {
        return documents.records(term, PERSON_RECORD, PersonDocuments::person);
    }

    @Override
    public Map<PersonId, PersonProfile> profiles() {
        return documents.read(() -> {
            Map<PersonId, PersonProfile> profiles = new HashMap<>();
            documents.forEachRecord(
                    PROFILE_RECORD,
                    PersonDocuments::profile,
                    profile -> profiles.put(profile.getKey(), profile.getValue()));
            return profiles;
        });
    }

    /// The faces of a person.
    private record FacesOfPerson(PersonId person, long fingerprint) {}

    /// What all readers of a gallery share.
    private record RecentProfiles(RecentValues<FacesOfPerson, PersonProfile> profiles) {}

    @Override
    public Optional<PersonProfile> profile(PersonId person) {
        return photos.faceTotals(person)
                .map(FaceTotals::facesFingerprint)
                .map(fingerprint -> storedProfile(person)
                        .filter(stored -> stored.describes(fingerprint))
                        .orElseGet(() -> documents
                                .shared(
                                        RecentProfiles.class,
                                        () -> new RecentProfiles(new RecentValues<>(MAX_PROFILES)))
                                .profiles()
                                .get(new FacesOfPerson(person, fingerprint), _ -> computedProfile(person))));
    }

    private PersonProfile computedProfile(PersonId person) {
        return PersonProfile.of(
                photos.facesOf(person).stream().map(StoredFace::face).toList());
    }

    private Optional<PersonProfile> storedProfile(PersonId person) {
        return documents.read(() ->
                documents
                        .records(PersonDocuments.profileTerm(person), PROFILE_RECORD, PersonDocuments::profile)
                        .stream()
                        .map(Map.Entry::getValue)
                        .findFirst());
    }

    @Override
    public Constraints constraints() {
        return documents.read(() -> {
            Set<Long> known = new HashSet<>();
            for (Person person : people()) {
                if (person.hasUserData()) {
                    known.add(person.id().value());
                }
            }
            Map<FaceId, PersonId> assigned = new HashMap<>();
            for (LeafReaderContext leaf : documents.leaves()) {
                var faces = new LeafFaces(leaf.reader());
                while (!known.isEmpty() && faces.next()) {
                    if (known.contains(faces.person())) {
                        assigned.put(faces.id(), new PersonId(faces.person()));
                    }
                }
            }
            // An assertion about a face takes precedence over user data of its person.
            Set<Rejection> rejections = new HashSet<>();
            for (Assertion assertion : assertions()) {
                if (assertion instanceof Assertion.Assigned ofFace && isFace(ofFace.face())) {
                    assigned.put(ofFace.face(), ofFace.person());
                }
                if (assertion instanceof Assertion.Rejected ofFace && isFace(ofFace.face())) {
                    rejections.add(new Rejection(ofFace.face(), ofFace.person()));
                }
            }
            return new Constraints(assigned, rejections);
        });
    }

    /// Whether the gallery has this face and it is not marked as not a face.
    private boolean isFace(FaceId id) throws IOException {
        boolean[] isFace = {false};
        documents.forEach(GalleryDocuments.faceTerm(id), (segment, document) -> {
            var leaf = new LeafFaces(segment);
            isFace[0] |= leaf.at(document) && !leaf.isNotAFace();
        });
        return isFace[0];
    }

    @Override
    public Set<PersonId> constrainedPeople() {
        Set<PersonId> constrained = new HashSet<>();
        for (Person person : people()) {
            if (person.hasUserData()) {
                constrained.add(person.id());
            }
        }
        assertions().forEach(assertion -> constrained.addAll(assertion.people()));
        return Set.copyOf(constrained);
    }

    @Override
    public List<Assertion> assertions() {
        return documents.read(() -> {
            List<Assertion> assertions = new ArrayList<>();
            documents.forEachRecord(ASSERTION_RECORD, AssertionDocuments::assertion, assertions::add);
            return List.copyOf(assertions);
        });
    }

    @Override
    public List<Assertion> assertionsOf(PhotoId photo) {
        return documents.read(() -> assertions(AssertionDocuments.assertionsOf(photo)));
    }

    @Override
    public List<Assertion> assertionsOf(PersonId person) {
        return documents.read(() -> commit.hasEventNumbers()
                ? assertions(AssertionDocuments.assertionsOf(person))
                : assertions().stream()
                        .filter(assertion -> assertion.people().contains(person))
                        .toList());
    }

    @Override
    public Optional<Assertion> assertionLike(Assertion assertion) {
        return documents.read(() ->
                assertions(AssertionDocuments.assertionTerm(assertion)).stream().findFirst());
    }

    private List<Assertion> assertions(Term term) throws IOException {
        return documents.records(term, ASSERTION_RECORD, AssertionDocuments::assertion);
    }

    @Override
    public List<PeopleEvent> events() {
        return documents.read(() -> {
            List<PeopleEvent> events = new ArrayList<>();
            documents.forEachRecord(EVENT_RECORD, EventDocuments::event, events::add);
            events.sort(Comparator.comparingLong(PeopleEvent::number));
            return List.copyOf(events);
        });
    }

    /// What is kept of a reader.
    private record LastEvent(long number) {}

    @Override
    public long lastEventNumber() {
        return documents
                .read(() -> documents.once(LastEvent.class, () -> {
                    long number = 0;
                    for (LeafReaderContext leaf : documents.leaves()) {
                        Terms events = leaf.reader().terms(EventDocuments.EVENT);
                        BytesRef last = events == null ? null : events.getMax();
                        number = Math.max(number, last == null ? 0 : EventDocuments.number(last));
                    }
                    // Terms of erased events stay until their segments are merged.
                    while (number > 0 && event(number).isEmpty()) {
                        number--;
                    }
                    return new LastEvent(number);
                }))
                .number();
    }

    @Override
    public Optional<PeopleEvent> event(long number) {
        return documents.read(
                () -> documents.records(EventDocuments.eventTerm(number), EVENT_RECORD, EventDocuments::event).stream()
                        .findFirst());
    }

    @Override
    public Optional<Changes> changes(long event) {
        return documents.read(() -> {
            Optional<byte[]> changes = documents.stored(EventDocuments.eventTerm(event), CHANGES);
            return changes.isEmpty()
                    ? Optional.empty()
                    : Optional.of(RecordParts.decoded(CHANGES, new BytesRef(changes.get()), EventDocuments::changes));
        });
    }
}
