package dev.likeness.bench;

import dev.likeness.config.ConfigurationReader;
import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.extract.Probe;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.Face;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Point;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.SearchHits;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.GalleryDirectory;
import dev.likeness.scoring.Threshold;
import dev.likeness.support.TemporaryFolder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How much does a search of the engine cost beyond the search of the index? And the faces of one person, as
/// an answer with people needs them and as a filter? 50,000 faces of 5,000 people in one segment.
///
///     mvn -q -Pjmh test-compile exec:exec -Djmh.args=SearchBenchmark
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SearchBenchmark {
    private static final int FACES = 50_000;
    private static final int K = 10;
    private static final EmbedderStamp EMBEDDER =
            // With a calibration of templates, so that an answer with people needs all faces of each.
            new EmbedderStamp(
                    "mobilefacenet-128",
                    SyntheticFaces.DIMENSION,
                    "4bc1ac98f9d75932bea11c09720a91af0866401c817ec2b1dd7b87f3b952b95a");

    private final SyntheticFaces faces = new SyntheticFaces(FACES, FACES / SyntheticFaces.FACES_PER_PERSON, 1);
    private final List<PersonId> people = new ArrayList<>();
    private final TemporaryFolder folder = TemporaryFolder.create();
    private final Engine engine = Engine.open(
            ConfigurationReader.read(
                            null,
                            Map.of(),
                            Map.of("index.directory", new Setting(folder.path().toString(), "benchmark")))
                    .engine(),
            _ -> {});
    private GallerySnapshot snapshot;
    private int next;

    /// Builds the gallery.
    @Setup
    public void fill() {
        try (GalleryDirectory galleries =
                        GalleryDirectory.of(IndexOptions.defaults().in(folder.path()));
                GalleryWriter writer = galleries.create("test", EMBEDDER).writer(EMBEDDER)) {
            for (int i = 0; i < FACES / SyntheticFaces.FACES_PER_PERSON; i++) {
                people.add(writer.newPersonId());
            }
            List<Person> known = new ArrayList<>();
            people.forEach(id -> known.add(new Person(id, "Person " + id.value())));
            known.forEach(writer::put);
            for (int i = 0; i < FACES; i++) {
                Face face = face(i);
                PhotoId photo = face.id().photo();
                writer.put(
                        new StoredPhoto(
                                photo,
                                new TreeMap<>(Map.of("/photos/" + photo + ".jpg", Instant.EPOCH)),
                                400,
                                100,
                                null,
                                1,
                                "JPEG"),
                        List.of(new NewFace(face, new byte[0], people.get(faces.person(i)))));
            }
            writer.optimize();
            writer.commit();
        }
        snapshot = engine.galleries().snapshot("test");
    }

    private Face face(int number) {
        Point middle = new Point(40, 40);
        return new Face(
                new FaceId(PhotoId.ofFile(("photo " + number).getBytes(StandardCharsets.UTF_8)), 0),
                new Detection(new Box(0, 0, 80, 80), new Landmarks(middle, middle, middle, middle, middle), 0.9f),
                faces.embedding(number));
    }

    private int next() {
        next = (next + 7919) % FACES;
        return next;
    }

    private SearchResult search(boolean withPeople) {
        return engine.search(
                new SearchRequest("test", K, Threshold.NONE, 0, FaceFilter.none(), false, withPeople),
                List.of(List.of(new Probe.EmbeddingProbe(probe()))));
    }

    private Embedding probe() {
        return faces.embedding(next());
    }

    /// What making a probe costs; to be subtracted from all others.
    @Benchmark
    public Embedding makeProbe() {
        return probe();
    }

    @Benchmark
    public SearchHits indexSearch() {
        return snapshot.nearest(probe().direction(), K, FaceFilter.none());
    }

    @Benchmark
    public SearchResult engineSearch() {
        return search(false);
    }

    @Benchmark
    public SearchResult engineSearchWithPeople() {
        return search(true);
    }

    @Benchmark
    public List<StoredFace> facesOfOnePerson() {
        return snapshot.facesOf(people.get(faces.person(next())));
    }

    @Benchmark
    public SearchHits searchAmongOnePerson() {
        int face = next();
        return snapshot.nearest(
                faces.embedding(face).direction(),
                K,
                FaceFilter.none().ofPeople(List.of(people.get(faces.person(face)))));
    }

    @TearDown
    public void close() {
        snapshot.close();
        engine.close();
        folder.close();
    }
}
