package dev.likeness.index.lucene;

import dev.likeness.face.Assertion;
import dev.likeness.face.Constraints;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.PeopleEvent;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Template;
import dev.likeness.face.UnitVector;
import dev.likeness.index.Changes;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.FaceCursor;
import dev.likeness.index.FaceNeighbours;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.FaceTotals;
import dev.likeness.index.FoundFaces;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryStatistics;
import dev.likeness.index.PeopleReader;
import dev.likeness.index.PhotoFilter;
import dev.likeness.index.PhotoFinder;
import dev.likeness.index.PhotoOrder;
import dev.likeness.index.PhotoPosition;
import dev.likeness.index.PhotoReader;
import dev.likeness.index.SearchHits;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.documents.CommitData;
import dev.likeness.index.lucene.documents.DocumentReader;
import dev.likeness.index.lucene.documents.GalleryDocuments;
import dev.likeness.index.lucene.documents.LuceneFailures.Subject;
import dev.likeness.index.lucene.documents.LucenePhotoReader;
import dev.likeness.index.lucene.documents.ReaderMemo;
import dev.likeness.index.lucene.people.LucenePeopleReader;
import dev.likeness.index.lucene.people.PersonDocuments;
import dev.likeness.index.lucene.search.LuceneFaceSearcher;
import dev.likeness.index.lucene.search.LucenePhotoFinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/// A snapshot that holds one reference to a Lucene reader. It delegates to readers of the same
/// documents: for photos and faces, for people, for lists of photos, for search.
final class LuceneSnapshot implements GallerySnapshot {
    private final Path generation;
    private final CommitData commit;
    private final DocumentReader documents;
    private final PhotoReader photos;
    private final PeopleReader people;
    private final LuceneFaceSearcher searcher;
    private final PhotoFinder finder;

    /// Takes over one reference to the reader and releases it on [#close()].
    ///
    /// @param memo of this reader
    LuceneSnapshot(
            String gallery,
            Path generation,
            CommitData commit,
            DirectoryReader reader,
            ReaderMemo memo,
            int exactFaces) {
        this.generation = generation;
        this.commit = commit;
        this.documents = new DocumentReader(Subject.of("snapshot", gallery), reader, memo);
        this.photos = new LucenePhotoReader(documents);
        this.people = new LucenePeopleReader(documents, commit, photos);
        this.finder = new LucenePhotoFinder(documents);
        this.searcher = new LuceneFaceSearcher(documents, commit.embedder().dimension(), exactFaces);
    }

    @Override
    public EmbedderStamp embedder() {
        return commit.embedder();
    }

    @Override
    public boolean isPurgeDue() {
        return commit.purgeDue();
    }

    @Override
    public long nextPersonId() {
        return commit.nextPersonId();
    }

    @Override
    public GalleryStatistics statistics() {
        return documents.read(() -> documents.once(
                GalleryStatistics.class,
                () -> new GalleryStatistics(
                        documents.count(GalleryDocuments.PHOTO_RECORD),
                        documents.searcher().count(new TermQuery(GalleryDocuments.facelessTerm())),
                        searcher.faceCount(),
                        documents.count(PersonDocuments.PERSON_RECORD),
                        documents.leaves().size(),
                        bytes())));
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (LeafReaderContext leaf : documents.leaves()) {
            if (FilterLeafReader.unwrap(leaf.reader()) instanceof SegmentReader segment) {
                for (String file : segment.getSegmentInfo().files()) {
                    try {
                        bytes += Files.size(generation.resolve(file));
                    } catch (NoSuchFileException _) {
                        // A merge, a deletion or a promotion has replaced the file; this snapshot still has
                        // it open.
                    }
                }
            }
        }
        return bytes;
    }

    @Override
    public String version() {
        return generation.getFileName() + "-" + documents.version();
    }

    @Override
    public String photosVersion() {
        return documents.read(() -> {
            StringBuilder version = new StringBuilder(generation.getFileName().toString());
            for (LeafReaderContext leaf : documents.leaves()) {
                FieldInfos fields = leaf.reader().getFieldInfos();
                boolean hasPhotos = fields.fieldInfo(GalleryDocuments.PHOTO_RECORD) != null
                        || fields.fieldInfo(GalleryDocuments.FACE_RECORD) != null;
                if (hasPhotos && FilterLeafReader.unwrap(leaf.reader()) instanceof SegmentReader segment) {
                    // A segment only ever loses documents.
                    version.append(' ')
                            .append(StringHelper.idToString(
                                    segment.getSegmentInfo().info.getId()))
                            .append('-')
                            .append(segment.numDocs());
                }
            }
            return version.toString();
        });
    }

    @Override
    public <T> T derived(Class<T> type, Supplier<T> computation) {
        return documents.read(() -> documents.once(type, computation::get));
    }

    @Override
    public void close() {
        documents.close();
    }

    @Override
    public List<PhotoId> photosAfter(@Nullable PhotoId after, int limit) {
        return photos.photosAfter(after, limit);
    }

    @Override
    public List<FaceId> facesAfter(@Nullable FaceId after, int limit) {
        return photos.facesAfter(after, limit);
    }

    @Override
    public Optional<StoredPhoto> photo(PhotoId id) {
        return photos.photo(id);
    }

    @Override
    public Optional<StoredPhoto> photoWithPrefix(String digits) {
        return photos.photoWithPrefix(digits);
    }

    @Override
    public List<StoredPhoto> photosWithPrefix(String digits) {
        return photos.photosWithPrefix(digits);
    }

    @Override
    public List<StoredPhoto> photosAt(String path) {
        return photos.photosAt(path);
    }

    @Override
    public Optional<StoredPhoto> photoAt(String path) {
        return photos.photoAt(path);
    }

    @Override
    public List<StoredFace> faces(PhotoId photo) {
        return photos.faces(photo);
    }

    @Override
    public Optional<StoredFace> face(FaceId id) {
        return photos.face(id);
    }

    @Override
    public Optional<byte[]> crop(FaceId id) {
        return photos.crop(id);
    }

    @Override
    public Optional<byte[]> preview(PhotoId id) {
        return photos.preview(id);
    }

    @Override
    public void forEachFace(Consumer<StoredFace> consumer) {
        photos.forEachFace(consumer);
    }

    @Override
    public void forEachStoredFace(Consumer<StoredFace> consumer) {
        photos.forEachStoredFace(consumer);
    }

    @Override
    public void scanFaces(Consumer<FaceCursor> consumer) {
        photos.scanFaces(consumer);
    }

    @Override
    public void scanStoredFaces(Consumer<FaceCursor> consumer) {
        photos.scanStoredFaces(consumer);
    }

    @Override
    public Map<PersonId, FaceTotals> faceTotals() {
        return photos.faceTotals();
    }

    @Override
    public Optional<FaceTotals> faceTotals(PersonId person) {
        return photos.faceTotals(person);
    }

    @Override
    public void forEachPhoto(Consumer<StoredPhoto> consumer) {
        photos.forEachPhoto(consumer);
    }

    @Override
    public List<StoredFace> facesOf(PersonId person) {
        return photos.facesOf(person);
    }

    @Override
    public List<StoredFace> facesOf(Set<PersonId> people) {
        return photos.facesOf(people);
    }

    @Override
    public Optional<Template> template(PersonId person) {
        return photos.template(person);
    }

    @Override
    public void forEachTemplate(Set<PersonId> people, BiConsumer<PersonId, Template> consumer) {
        photos.forEachTemplate(people, consumer);
    }

    @Override
    public List<FaceId> clearestFaces(PersonId person, int limit) {
        return photos.clearestFaces(person, limit);
    }

    @Override
    public List<StoredFace> facesWithoutAssignment() {
        return photos.facesWithoutAssignment();
    }

    @Override
    public int unassignedFaces() {
        return photos.unassignedFaces();
    }

    @Override
    public List<Person> people() {
        return people.people();
    }

    @Override
    public Set<PersonId> hiddenPeople() {
        return people.hiddenPeople();
    }

    @Override
    public Optional<Person> person(PersonId id) {
        return people.person(id);
    }

    @Override
    public Map<PersonId, PersonProfile> profiles() {
        return people.profiles();
    }

    @Override
    public Optional<PersonProfile> profile(PersonId person) {
        return people.profile(person);
    }

    @Override
    public Optional<Person> personNamed(String name) {
        return people.personNamed(name);
    }

    @Override
    public List<Person> peopleNamed(String name) {
        return people.peopleNamed(name);
    }

    @Override
    public Constraints constraints() {
        return people.constraints();
    }

    @Override
    public Set<PersonId> constrainedPeople() {
        return people.constrainedPeople();
    }

    @Override
    public List<Assertion> assertions() {
        return people.assertions();
    }

    @Override
    public List<Assertion> assertionsOf(PhotoId photo) {
        return people.assertionsOf(photo);
    }

    @Override
    public List<Assertion> assertionsOf(PersonId person) {
        return people.assertionsOf(person);
    }

    @Override
    public Optional<Assertion> assertionLike(Assertion assertion) {
        return people.assertionLike(assertion);
    }

    @Override
    public List<PeopleEvent> events() {
        return people.events();
    }

    @Override
    public long lastEventNumber() {
        return people.lastEventNumber();
    }

    @Override
    public Optional<PeopleEvent> event(long number) {
        return people.event(number);
    }

    @Override
    public Optional<Changes> changes(long event) {
        return people.changes(event);
    }

    @Override
    public FoundPhotos findPhotos(PhotoFilter filter, PhotoOrder order, @Nullable PhotoPosition after, int limit) {
        return finder.findPhotos(filter, order, after, limit);
    }

    @Override
    public SearchHits nearest(UnitVector direction, int k, FaceFilter filter) {
        return searcher.nearest(direction, k, filter);
    }

    @Override
    public FaceNeighbours neighbours(List<FaceSummary> faces) {
        return searcher.neighbours(faces);
    }

    @Override
    public FoundFaces nearestFaces(UnitVector direction, int k, FaceFilter filter) {
        return searcher.nearestFaces(direction, k, filter);
    }

    @Override
    public List<PersonId> nearestPeople(UnitVector direction, int k, Predicate<PersonId> wanted) {
        return searcher.nearestPeople(direction, k, wanted);
    }

    @Override
    public SearchHits within(UnitVector direction, float minCosine, FaceFilter filter) {
        return searcher.within(direction, minCosine, filter);
    }
}
