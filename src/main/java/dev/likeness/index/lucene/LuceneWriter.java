package dev.likeness.index.lucene;

import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.index.Changes;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.LuceneFailures;
import dev.likeness.index.lucene.people.Erasure;
import dev.likeness.index.lucene.people.FaceRematcher;
import dev.likeness.index.lucene.people.PeopleDocuments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/// The Lucene implementation of the gallery writer, which holds Lucene's write lock. Single photos are
/// written in parallel. Operations with several Lucene steps, commits and new readers have exclusive access
/// to the index, so that no reader or commit sees a part of another operation.
final class LuceneWriter implements GalleryWriter {
    /// Closes the index while no snapshot is being created.
    @FunctionalInterface
    interface Closing {
        void run(LuceneFailures.Effect close) throws IOException;
    }

    /// File beside the index while a writer is open; it tells other processes which one holds the lock.
    private static final String OWNER = "writer.pid";

    private final String gallery;
    private final Path generation;
    private final IndexWriter index;
    private final Closing closing;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private final EmbedderStamp embedder;
    private CommitData data;
    private boolean dataChanged;
    private boolean closed;

    /// Photos that changed since `lookup` was taken.
    private final Set<PhotoId> touched = ConcurrentHashMap.newKeySet();

    private @Nullable LuceneSnapshot lookup;

    /// Takes over the index writer and its directory.
    LuceneWriter(String gallery, Path generation, IndexWriter index, Closing closing) {
        this.gallery = gallery;
        this.generation = generation;
        this.index = index;
        this.closing = closing;
        Map<String, String> entries = new HashMap<>();
        index.getLiveCommitData().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
        this.data = CommitData.of(gallery, entries);
        this.dataChanged = !CommitData.isPresentFormat(entries);
        this.embedder = data.embedder();
    }

    /// A description of the process that writes to this generation, as far as it is known.
    static String owner(Path generation) {
        try {
            String pid = Files.readString(generation.resolve(OWNER)).strip();
            return pid.equals(Long.toString(ProcessHandle.current().pid())) ? "this process" : "process " + pid;
        } catch (IOException _) {
            return "another process";
        }
    }

    /// The model whose vectors this index holds.
    EmbedderStamp embedder() {
        return embedder;
    }

    /// Writes the file that names this process as the writer.
    void claim() throws IOException {
        Files.writeString(generation.resolve(OWNER), ProcessHandle.current().pid() + "\n");
    }

    /// A reader of all changes so far.
    DirectoryReader openReader() throws IOException {
        lock.writeLock().lock();
        try {
            return DirectoryReader.open(index);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// A refreshed reader; null if nothing changed since the older one.
    @Nullable
    DirectoryReader openIfChanged(DirectoryReader older) throws IOException {
        lock.writeLock().lock();
        try {
            return DirectoryReader.openIfChanged(older, index);
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void put(StoredPhoto photo, List<NewFace> faces) {
        check(photo, faces);
        faces.stream()
                .map(NewFace::person)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .ifPresent(highest -> exclusive(() -> use(data.withUsed(highest))));
        boolean[] isNew = {true};
        exclusive(() -> isNew[0] = isNew(photo.id()));
        if (isNew[0]) {
            shared(() -> replace(photo, faces, face -> GalleryDocuments.face(face, photo.captureTime())));
        } else {
            exclusive(() -> replaceFaces(photo, faces));
        }
    }

    /// Whether the gallery has neither the photo nor assertions about its faces from an earlier time.
    private boolean isNew(PhotoId photo) throws IOException {
        LuceneSnapshot now = lookup(photo);
        return now.photo(photo).isEmpty() && now.assertionsOf(photo).isEmpty();
    }

    private void replace(StoredPhoto photo, List<NewFace> faces, Function<NewFace, Document> form) throws IOException {
        List<Document> documents = new ArrayList<>();
        documents.add(GalleryDocuments.photo(photo, faces.isEmpty()));
        faces.forEach(face -> documents.add(form.apply(face)));
        touched.add(photo.id());
        index.updateDocuments(GalleryDocuments.partOf(photo.id()), documents);
    }

    private void replaceFaces(StoredPhoto photo, List<NewFace> faces) throws IOException {
        LuceneSnapshot now = lookup(photo.id());
        var found = new FaceRematcher(
                now.faces(photo.id()),
                now.assertionsOf(photo.id()),
                faces.stream().map(NewFace::face).toList(),
                person -> now.person(person).isPresent());
        for (Assertion.OfFace fact : found.rebound()) {
            index.updateDocument(PeopleDocuments.assertionTerm(fact), PeopleDocuments.assertion(fact));
        }
        for (Assertion.OfFace fact : found.obsolete()) {
            index.deleteDocuments(PeopleDocuments.assertionTerm(fact));
        }
        replace(
                photo,
                faces,
                face -> GalleryDocuments.face(
                        found.stored(face.face(), face.person(), photo.captureTime()), face.crop()));
    }

    @Override
    public void setPaths(PhotoId id, Map<String, Instant> paths) {
        exclusive(() -> {
            GallerySnapshot now = lookup(id);
            StoredPhoto photo = now.photo(id)
                    .orElseThrow(() -> new LikenessException(
                            ErrorCode.NOT_FOUND, "gallery %s has no photo %s".formatted(gallery, id)));
            boolean faceless = now.faces(id).isEmpty();
            touched.add(id);
            index.updateDocument(
                    GalleryDocuments.photoTerm(id), GalleryDocuments.photo(photo.withPaths(paths), faceless));
        });
    }

    @Override
    public void remove(PhotoId photo) {
        exclusive(() -> {
            keep(photo);
            touched.add(photo);
            index.deleteDocuments(GalleryDocuments.partOf(photo));
        });
    }

    @Override
    public void erase(Set<PhotoId> photos, Set<FaceId> faces, Set<PersonId> people) {
        exclusive(() -> {
            use(data.withPurgeDue(true));
            try (LuceneSnapshot now = snapshot()) {
                Erasure erasure = Erasure.of(now, photos, faces, people);
                for (PhotoId photo : erasure.photos()) {
                    index.deleteDocuments(GalleryDocuments.partOf(photo));
                }
                for (FaceId face : erasure.faces()) {
                    index.deleteDocuments(GalleryDocuments.faceTerm(face));
                }
                for (PhotoId bereft : erasure.photosLosingFaces()) {
                    removeFaces(now, bereft, erasure.faces());
                }
                for (Assertion assertion : erasure.assertions()) {
                    index.deleteDocuments(PeopleDocuments.assertionTerm(assertion));
                }
                for (long event : erasure.events()) {
                    index.deleteDocuments(PeopleDocuments.eventTerm(event));
                }
                for (PersonId person : erasure.people()) {
                    removePerson(person);
                }
                for (PersonId person : erasure.peopleLosingAllFaces()) {
                    index.deleteDocuments(PeopleDocuments.profileTerm(person));
                }
                for (Person person : erasure.peopleLosingCover()) {
                    putPerson(person);
                }
                touched.addAll(erasure.photos());
                touched.addAll(erasure.photosLosingFaces());
            }
            removeEmptyPeople();
        });
    }

    /// Removes faces from a photo and stores what remains of it.
    private void removeFaces(LuceneSnapshot now, PhotoId id, Set<FaceId> lost) throws IOException {
        Optional<StoredPhoto> photo = now.photo(id);
        if (photo.isPresent()) {
            boolean faceless = now.faces(id).stream()
                    .allMatch(face -> lost.contains(face.face().id()));
            index.updateDocument(
                    GalleryDocuments.photoTerm(id),
                    GalleryDocuments.photo(photo.get().withoutFingerprint(), faceless));
        }
    }

    /// Removes people without user data and without faces.
    private void removeEmptyPeople() throws IOException {
        try (LuceneSnapshot now = snapshot()) {
            Set<PersonId> needed = new HashSet<>(now.constrainedPeople());
            now.forEachFaceOfAll(face -> {
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

    @Override
    public void purge() {
        // Without a lock, as in optimize; the merge policy rewrites every segment with a deleted document.
        boolean isClean = !index.hasDeletions();
        LuceneFailures.translating(what(), index::forceMergeDeletes);
        if (isClean) {
            // Opening this writer has deleted the files that were no longer referenced.
            exclusive(() -> use(data.withPurgeDue(false)));
        }
        commit();
    }

    /// Stores implicit assertions for the known people in a photo, for faces without an assertion.
    private void keep(PhotoId photo) throws IOException {
        LuceneSnapshot now = lookup(photo);
        Set<FaceId> held = new HashSet<>();
        for (Assertion assertion : now.assertionsOf(photo)) {
            if (assertion instanceof Assertion.Assigned(FaceId face, Box _, PersonId _, boolean _, long _)) {
                held.add(face);
            }
        }
        for (StoredFace face : now.faces(photo)) {
            PersonId person = face.person();
            if (person != null
                    && now.person(person).filter(Person::hasUserData).isPresent()
                    && !held.contains(face.face().id())) {
                Assertion keepsake = PeopleDocuments.implicitAssertion(face, person);
                index.updateDocument(PeopleDocuments.assertionTerm(keepsake), PeopleDocuments.assertion(keepsake));
            }
        }
    }

    @Override
    public void assign(Collection<FaceId> faces, @Nullable PersonId person) {
        exclusive(() -> {
            if (person != null) {
                use(data.withUsed(person));
            }
            for (FaceId face : faces) {
                update(face, person, null);
            }
        });
    }

    @Override
    public void assignWithReason(Map<FaceId, Assignment> faces, @Nullable PersonId person) {
        exclusive(() -> {
            if (person != null) {
                use(data.withUsed(person));
            }
            for (Map.Entry<FaceId, Assignment> face : faces.entrySet()) {
                update(face.getKey(), person, face.getValue());
            }
        });
    }

    @Override
    public PersonId newPersonId() {
        lock.writeLock().lock();
        try {
            var id = new PersonId(data.nextPersonId());
            put(new Person(id, null));
            return id;
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void put(Person person) {
        checkName(person);
        exclusive(() -> putPerson(person));
    }

    private static void checkName(@Nullable Person person) {
        if (person != null && person.name() != null) {
            StoredPhoto.checkLength("a name", person.name());
        }
    }

    private void putPerson(Person person) throws IOException {
        use(data.withUsed(person.id()));
        index.updateDocument(PeopleDocuments.personTerm(person.id()), PeopleDocuments.person(person));
    }

    @Override
    public void putProfiles(Map<PersonId, PersonProfile> profiles) {
        exclusive(() -> {
            for (Map.Entry<PersonId, PersonProfile> portrait : profiles.entrySet()) {
                index.updateDocument(
                        PeopleDocuments.profileTerm(portrait.getKey()),
                        PeopleDocuments.profile(portrait.getKey(), portrait.getValue()));
            }
        });
    }

    /// Removes a person and the person's profile.
    private void removePerson(PersonId person) throws IOException {
        index.deleteDocuments(PeopleDocuments.personTerm(person), PeopleDocuments.profileTerm(person));
    }

    @Override
    public void removePeople(Set<PersonId> people) {
        if (people.isEmpty()) {
            return;
        }
        exclusive(() -> {
            List<StoredFace> faces = new ArrayList<>();
            try (LuceneSnapshot now = snapshot()) {
                faces.addAll(now.facesOf(people));
            }
            for (StoredFace face : faces) {
                update(face.face().id(), null, null);
            }
            for (PersonId person : people) {
                removePerson(person);
            }
        });
    }

    @Override
    public long nextEventNumber() {
        lock.writeLock().lock();
        try {
            exclusive(this::numberEvents);
            return data.nextEventNumber();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /// Upgrades a gallery of a version that did not store the next event number: finds the greatest number
    /// once, and gives the assertions the terms of their people.
    private void numberEvents() throws IOException {
        if (data.hasEventNumbers()) {
            return;
        }
        try (LuceneSnapshot now = snapshot()) {
            for (Assertion assertion : now.assertions()) {
                index.updateDocument(PeopleDocuments.assertionTerm(assertion), PeopleDocuments.assertion(assertion));
            }
            List<PeopleEvent> events = now.events();
            use(data.withEventNumbersBelow(
                    events.isEmpty() ? 1 : events.getLast().number() + 1));
        }
    }

    @Override
    public void record(PeopleEvent event, Changes changes) {
        changes.people().forEach(person -> checkName(person.after()));
        exclusive(() -> {
            numberEvents();
            use(data.withEventNumbersBelow(event.number() + 1));
            for (Changes.OfPerson person : changes.people()) {
                Person after = person.after();
                if (after == null) {
                    removePerson(person.person());
                } else {
                    putPerson(after);
                }
            }
            for (Changes.OfFace face : changes.faces()) {
                update(face.face(), face.after().person(), face.after().assignment());
            }
            for (Assertion assertion : changes.removed()) {
                index.deleteDocuments(PeopleDocuments.assertionTerm(assertion));
                if (assertion instanceof Assertion.NotAFace none) {
                    setNotAFace(none.face(), false);
                }
            }
            for (Assertion assertion : changes.added()) {
                index.updateDocument(PeopleDocuments.assertionTerm(assertion), PeopleDocuments.assertion(assertion));
                if (assertion instanceof Assertion.NotAFace none) {
                    setNotAFace(none.face(), true);
                }
                if (assertion instanceof Assertion.OfFace ofFace) {
                    touched.add(ofFace.face().photo());
                }
            }
            index.updateDocument(PeopleDocuments.eventTerm(event.number()), PeopleDocuments.event(event, changes));
        });
    }

    /// Marks or unmarks a detection as not a face. Its assignment does not change.
    private void setNotAFace(FaceId id, boolean notAFace) throws IOException {
        LuceneSnapshot now = lookup(id.photo());
        Optional<StoredFace> found = now.face(id).filter(face -> face.notAFace() != notAFace);
        Optional<byte[]> crop = now.crop(id);
        if (found.isPresent() && crop.isPresent()) {
            touched.add(id.photo());
            index.updateDocument(
                    GalleryDocuments.faceTerm(id), GalleryDocuments.face(with(found.get(), notAFace), crop.get()));
        }
    }

    private static StoredFace with(StoredFace face, boolean notAFace) {
        return new StoredFace(face.face(), face.person(), face.assignment(), notAFace, face.captureTime());
    }

    @Override
    public void copyPeople(GallerySnapshot from) {
        exclusive(() -> {
            index.deleteDocuments(
                    new FieldExistsQuery(PeopleDocuments.PERSON_RECORD),
                    new FieldExistsQuery(PeopleDocuments.PROFILE_RECORD),
                    new FieldExistsQuery(PeopleDocuments.ASSERTION_RECORD),
                    new FieldExistsQuery(PeopleDocuments.EVENT_RECORD));
            for (Person person : from.people()) {
                putPerson(person);
            }
            for (Assertion assertion : from.assertions()) {
                index.updateDocument(PeopleDocuments.assertionTerm(assertion), PeopleDocuments.assertion(assertion));
            }
            use(data.withEventNumbersBelow(1));
            for (PeopleEvent event : from.events()) {
                use(data.withEventNumbersBelow(event.number() + 1));
                Changes changes = from.changes(event.number()).orElseThrow();
                index.updateDocument(PeopleDocuments.eventTerm(event.number()), PeopleDocuments.event(event, changes));
            }
            List<StoredFace> moved = new ArrayList<>();
            List<StoredFace> turned = new ArrayList<>();
            try (LuceneSnapshot now = snapshot()) {
                now.forEachFaceOfAll(face -> from.face(face.face().id()).ifPresent(wanted -> {
                    if (wanted.notAFace() != face.notAFace()) {
                        turned.add(wanted);
                    }
                    if (!Changes.FaceAssignment.of(wanted).equals(Changes.FaceAssignment.of(face))) {
                        moved.add(wanted);
                    }
                }));
            }
            for (StoredFace wanted : moved) {
                update(wanted.face().id(), wanted.person(), wanted.assignment());
            }
            for (StoredFace wanted : turned) {
                setNotAFace(wanted.face().id(), wanted.notAFace());
            }
        });
    }

    @Override
    public void commit() {
        exclusive(() -> {
            commitIndex();
            dropLookup();
        });
    }

    @Override
    public void optimize() {
        // Without a lock: the gallery can be read and written while the segments merge.
        LuceneFailures.translating(what(), () -> index.forceMerge(1));
        commit();
    }

    @Override
    public void rollback() {
        if (!isClosed()) {
            end(index::rollback);
        }
    }

    @Override
    public void close() {
        if (isClosed()) {
            return;
        }
        try {
            // The long part runs here, while snapshots can still be created.
            commit();
            if (index.getConfig().getMergeScheduler() instanceof ConcurrentMergeScheduler merging) {
                merging.sync();
            }
        } catch (LikenessException e) {
            rollback();
            throw e;
        }
        end(() -> {
            commitIndex();
            index.close();
        });
    }

    private boolean isClosed() {
        lock.readLock().lock();
        try {
            return closed;
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Ends the writer in the given way, or by a rollback if that fails, so that the lock is always released.
    private void end(LuceneFailures.Effect how) {
        LuceneFailures.translating(
                what(),
                () -> closing.run(() -> {
                    lock.writeLock().lock();
                    try (Directory _ = index.getDirectory()) {
                        if (!closed) {
                            closed = true;
                            dropLookup();
                            // Delete the file before the lock is released, or it could be the next writer's
                            // file.
                            Files.deleteIfExists(generation.resolve(OWNER));
                            try {
                                how.run();
                            } catch (IOException | RuntimeException e) {
                                index.rollback();
                                throw e;
                            }
                        }
                    } finally {
                        lock.writeLock().unlock();
                    }
                }));
    }

    private void commitIndex() throws IOException {
        if (dataChanged) {
            index.setLiveCommitData(data.entries().entrySet());
            dataChanged = false;
        }
        index.commit();
    }

    private void use(CommitData newer) {
        dataChanged |= !newer.equals(data);
        data = newer;
    }

    private void update(FaceId face, @Nullable PersonId person, @Nullable Assignment assignment) throws IOException {
        index.updateDocValues(
                GalleryDocuments.faceTerm(face),
                new NumericDocValuesField(GalleryDocuments.PERSON, GalleryDocuments.number(person)),
                new NumericDocValuesField(GalleryDocuments.ASSIGNMENT, GalleryDocuments.number(assignment)));
        touched.add(face.photo());
    }

    /// A snapshot that is current for one photo. A new reader makes Lucene flush its buffer, so one reader
    /// serves all photos that have not changed, such as those of a moved folder.
    private LuceneSnapshot lookup(PhotoId photo) throws IOException {
        if (lookup == null || touched.contains(photo)) {
            dropLookup();
            lookup = snapshot();
        }
        return lookup;
    }

    private void dropLookup() {
        if (lookup != null) {
            lookup.close();
            lookup = null;
        }
        touched.clear();
    }

    private LuceneSnapshot snapshot() throws IOException {
        return new LuceneSnapshot(gallery, generation, data, DirectoryReader.open(index), LuceneGallery.EXACT_FACES);
    }

    private void check(StoredPhoto photo, List<NewFace> faces) {
        Set<FaceId> ids = new HashSet<>();
        for (NewFace newFace : faces) {
            FaceId id = newFace.face().id();
            if (!id.photo().equals(photo.id())) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a face must be of the photo it is put with, %s, got: %s".formatted(photo.id(), id));
            }
            if (!ids.add(id)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "a face id must be put once in a photo, got twice: " + id);
            }
            int dimension = newFace.face().embedding().direction().dimension();
            int expected = embedder.dimension();
            if (dimension != expected) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "a face of gallery %s must have dimension %d, got: %d for face %s"
                                .formatted(gallery, expected, dimension, id));
            }
        }
    }

    /// Runs a single Lucene step, in parallel with other such steps.
    private void shared(LuceneFailures.Effect step) {
        run(lock.readLock(), step);
    }

    /// Runs several steps as one atomic operation.
    private void exclusive(LuceneFailures.Effect steps) {
        run(lock.writeLock(), steps);
    }

    private void run(Lock taken, LuceneFailures.Effect effect) {
        taken.lock();
        try {
            LuceneFailures.translating(what(), () -> {
                if (closed) {
                    throw new AlreadyClosedException(what());
                }
                effect.run();
            });
        } finally {
            taken.unlock();
        }
    }

    private String what() {
        return "writer of gallery " + gallery;
    }
}
