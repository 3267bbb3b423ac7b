package dev.likeness.index.lucene.people;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Changes;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.WriterState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.FieldExistsQuery;
import org.jspecify.annotations.Nullable;

/// Writes people, assertions, events and the assignments of faces, and erases what users want erased. The
/// methods have the contracts of their namesakes in [GalleryWriter]. Each consists of several Lucene steps;
/// the caller runs it with exclusive access to the index.
public final class PeopleWriter {
    private final WriterState state;
    private final IndexWriter index;

    public PeopleWriter(WriterState state) {
        this.state = state;
        this.index = state.index();
    }

    public PersonId newPersonId() throws IOException {
        var id = new PersonId(state.data().nextPersonId());
        put(new Person(id, null));
        return id;
    }

    public void put(Person person) throws IOException {
        checkName(person);
        putPerson(person);
    }

    private static void checkName(@Nullable Person person) {
        if (person != null && person.name() != null) {
            StoredPhoto.checkLength("a name", person.name());
        }
    }

    private void putPerson(Person person) throws IOException {
        use(person.id());
        index.updateDocument(PersonDocuments.personTerm(person.id()), PersonDocuments.person(person));
    }

    /// Prevents the id from being given to a new person.
    public void use(PersonId person) {
        state.use(state.data().withUsed(person));
    }

    public void putProfiles(Map<PersonId, PersonProfile> profiles) throws IOException {
        for (Map.Entry<PersonId, PersonProfile> profile : profiles.entrySet()) {
            index.updateDocument(
                    PersonDocuments.profileTerm(profile.getKey()),
                    PersonDocuments.profile(profile.getKey(), profile.getValue()));
        }
    }

    public void removePeople(Set<PersonId> people) throws IOException {
        List<StoredFace> faces;
        try (GallerySnapshot now = state.snapshot()) {
            faces = now.facesOf(people);
        }
        for (StoredFace face : faces) {
            assign(face.face().id(), null, null);
        }
        for (PersonId person : people) {
            removePerson(person);
        }
    }

    /// Removes a person and the person's profile.
    private void removePerson(PersonId person) throws IOException {
        index.deleteDocuments(PersonDocuments.personTerm(person), PersonDocuments.profileTerm(person));
    }

    /// Assigns a face to a person, or makes it unassigned (null).
    public void assign(FaceId face, @Nullable PersonId person, @Nullable Assignment assignment) throws IOException {
        index.updateDocValues(
                GalleryDocuments.faceTerm(face),
                new NumericDocValuesField(GalleryDocuments.PERSON, GalleryDocuments.number(person)),
                new NumericDocValuesField(GalleryDocuments.ASSIGNMENT, GalleryDocuments.number(assignment)));
        state.markChanged(face.photo());
    }

    /// Stores an assertion in place of an earlier one about the same subject.
    public void putAssertion(Assertion assertion) throws IOException {
        index.updateDocument(AssertionDocuments.assertionTerm(assertion), AssertionDocuments.assertion(assertion));
    }

    public void removeAssertion(Assertion assertion) throws IOException {
        index.deleteDocuments(AssertionDocuments.assertionTerm(assertion));
    }

    public long nextEventNumber() throws IOException {
        numberEvents();
        return state.data().nextEventNumber();
    }

    /// Upgrades a gallery of a version that did not store the next event number: finds the greatest number
    /// once, and gives the assertions the terms of their people.
    private void numberEvents() throws IOException {
        if (state.data().hasEventNumbers()) {
            return;
        }
        try (GallerySnapshot now = state.snapshot()) {
            for (Assertion assertion : now.assertions()) {
                putAssertion(assertion);
            }
            List<PeopleEvent> events = now.events();
            state.use(state.data()
                    .withEventNumbersBelow(
                            events.isEmpty() ? 1 : events.getLast().number() + 1));
        }
    }

    public void record(PeopleEvent event, Changes changes) throws IOException {
        // Before the first change, so that a rejected event changes nothing.
        changes.people().forEach(person -> checkName(person.after()));
        numberEvents();
        for (Changes.OfPerson person : changes.people()) {
            Person after = person.after();
            if (after == null) {
                removePerson(person.person());
            } else {
                putPerson(after);
            }
        }
        for (Changes.OfFace face : changes.faces()) {
            assign(face.face(), face.after().person(), face.after().assignment());
        }
        for (Assertion assertion : changes.removed()) {
            removeAssertion(assertion);
            if (assertion instanceof Assertion.NotAFace notAFace) {
                markNotAFace(notAFace.face(), false);
            }
        }
        for (Assertion assertion : changes.added()) {
            putAssertion(assertion);
            if (assertion instanceof Assertion.NotAFace notAFace) {
                markNotAFace(notAFace.face(), true);
            }
            if (assertion instanceof Assertion.FaceAssertion ofFace) {
                state.markChanged(ofFace.face().photo());
            }
        }
        putEvent(event, changes);
    }

    private void putEvent(PeopleEvent event, Changes changes) throws IOException {
        state.use(state.data().withEventNumbersBelow(event.number() + 1));
        index.updateDocument(EventDocuments.eventTerm(event.number()), EventDocuments.event(event, changes));
    }

    /// Marks or unmarks a detection as not a face. Its assignment does not change.
    private void markNotAFace(FaceId id, boolean notAFace) throws IOException {
        GallerySnapshot now = state.lookup(id.photo());
        Optional<StoredFace> found = now.face(id).filter(face -> face.notAFace() != notAFace);
        Optional<byte[]> crop = now.crop(id);
        if (found.isPresent() && crop.isPresent()) {
            state.markChanged(id.photo());
            StoredFace face = found.get();
            var marked = new StoredFace(face.face(), face.person(), face.assignment(), notAFace, face.captureTime());
            index.updateDocument(GalleryDocuments.faceTerm(id), GalleryDocuments.face(marked, crop.get()));
        }
    }

    public void copyPeople(GallerySnapshot from) throws IOException {
        index.deleteDocuments(
                new FieldExistsQuery(PersonDocuments.PERSON_RECORD),
                new FieldExistsQuery(PersonDocuments.PROFILE_RECORD),
                new FieldExistsQuery(AssertionDocuments.ASSERTION_RECORD),
                new FieldExistsQuery(EventDocuments.EVENT_RECORD));
        for (Person person : from.people()) {
            putPerson(person);
        }
        for (Assertion assertion : from.assertions()) {
            putAssertion(assertion);
        }
        state.use(state.data().withEventNumbersBelow(1));
        for (PeopleEvent event : from.events()) {
            putEvent(event, from.changes(event.number()).orElseThrow());
        }
        List<StoredFace> reassigned = new ArrayList<>();
        List<StoredFace> remarked = new ArrayList<>();
        try (GallerySnapshot now = state.snapshot()) {
            now.forEachStoredFace(face -> from.face(face.face().id()).ifPresent(wanted -> {
                if (wanted.notAFace() != face.notAFace()) {
                    remarked.add(wanted);
                }
                if (!Changes.FaceAssignment.of(wanted).equals(Changes.FaceAssignment.of(face))) {
                    reassigned.add(wanted);
                }
            }));
        }
        for (StoredFace wanted : reassigned) {
            assign(wanted.face().id(), wanted.person(), wanted.assignment());
        }
        for (StoredFace wanted : remarked) {
            markNotAFace(wanted.face().id(), wanted.notAFace());
        }
    }

    public void erase(Set<PhotoId> photos, Set<FaceId> faces, Set<PersonId> people) throws IOException {
        state.use(state.data().withPurgeDue(true));
        try (GallerySnapshot now = state.snapshot()) {
            Erasure erasure = Erasure.of(now, photos, faces, people);
            for (PhotoId photo : erasure.photos()) {
                index.deleteDocuments(GalleryDocuments.partOf(photo));
                state.markChanged(photo);
            }
            for (FaceId face : erasure.faces()) {
                index.deleteDocuments(GalleryDocuments.faceTerm(face));
            }
            for (PhotoId photo : erasure.photosLosingFaces()) {
                removeFaces(now, photo, erasure.faces());
                state.markChanged(photo);
            }
            for (Assertion assertion : erasure.assertions()) {
                removeAssertion(assertion);
            }
            for (long event : erasure.events()) {
                index.deleteDocuments(EventDocuments.eventTerm(event));
            }
            for (Erasure.Edit edit : erasure.reduced()) {
                index.updateDocument(
                        EventDocuments.eventTerm(edit.event().number()),
                        EventDocuments.event(edit.event(), edit.changes()));
            }
            for (PersonId person : erasure.people()) {
                removePerson(person);
            }
            for (PersonId person : erasure.peopleLosingAllFaces()) {
                index.deleteDocuments(PersonDocuments.profileTerm(person));
            }
            for (Person person : erasure.peopleLosingCover()) {
                putPerson(person);
            }
        }
        removeEmptyPeople();
    }

    /// Stores what remains of a photo that loses faces.
    private void removeFaces(GallerySnapshot now, PhotoId id, Set<FaceId> lost) throws IOException {
        Optional<StoredPhoto> photo = now.photo(id);
        if (photo.isPresent()) {
            boolean faceless = now.faces(id).stream()
                    .allMatch(face -> lost.contains(face.face().id()));
            index.updateDocument(
                    GalleryDocuments.photoTerm(id),
                    GalleryDocuments.photo(photo.get().withoutFingerprint(), faceless));
            index.deleteDocuments(GalleryDocuments.previewTerm(id));
        }
    }

    /// Removes people without user data and without faces.
    private void removeEmptyPeople() throws IOException {
        try (GallerySnapshot now = state.snapshot()) {
            Set<PersonId> needed = new HashSet<>(now.constrainedPeople());
            now.forEachStoredFace(face -> {
                if (face.person() != null) {
                    needed.add(face.person());
                }
            });
            for (Person person : now.people()) {
                if (!needed.contains(person.id())) {
                    removePerson(person.id());
                }
            }
        }
    }
}
