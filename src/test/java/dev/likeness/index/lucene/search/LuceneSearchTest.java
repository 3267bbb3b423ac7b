package dev.likeness.index.lucene.search;

import static dev.likeness.index.lucene.GalleryFixtures.face;
import static dev.likeness.index.lucene.GalleryFixtures.photo;
import static dev.likeness.index.lucene.GalleryFixtures.photoId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UnitVector;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.Match;
import dev.likeness.index.SearchHits;
import dev.likeness.index.lucene.GalleryDirectory;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Scan and graph against plain Java, on 3,000 faces of 300 people in 64 dimensions, drawn so that two faces of one
/// person have a cosine of about .64 and two of different people one of about 0 ± .125.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("search, seed 42")
class LuceneSearchTest {
    private static final EmbedderStamp EMBEDDER = new EmbedderStamp("drawn", 64, "c".repeat(64));
    private static final int PEOPLE = 300;
    private static final int FACES_EACH = 10;
    private static final float SPREAD = 0.75f;
    private static final PhotoId P7 = photoId("p7");
    private static final PhotoId P15 = photoId("p15");
    private static final LocalDateTime START = LocalDateTime.of(2020, 1, 1, 0, 0);

    /// A face for the comparison in plain Java.
    record ExpectedFace(FaceId id, UnitVector direction, float magnitude, int person, int day, String folder) {}

    private record Scored(FaceId id, float cosine) {}

    record Condition(String name, FaceFilter filter, Predicate<ExpectedFace> meets) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<ExpectedFace> faces = new ArrayList<>();
    private final List<UnitVector> probes = new ArrayList<>();

    /// One gallery is always scanned, one has a graph in one segment, one has graphs in several.
    private GalleryDirectory scanning;

    private GalleryDirectory walking;
    private GallerySnapshot scan;
    private GallerySnapshot graph;
    private GallerySnapshot graphs;

    @BeforeAll
    void fill(@TempDir Path path) {
        draw(new Random(42));
        scanning = GalleryDirectory.of(IndexOptions.defaults().in(path));
        walking = GalleryDirectory.of(IndexOptions.defaults().in(path.resolve("walked")), 0);
        Gallery walked = walking.create("drawn", EMBEDDER);
        Gallery scanned = scanning.create("drawn", EMBEDDER);
        try (GalleryWriter writer = scanned.writer(EMBEDDER)) {
            write(writer);
            writer.commit();
            scan = scanned.snapshot();
        }
        try (GalleryWriter writer = walked.writer(EMBEDDER)) {
            write(writer);
            writer.commit();
            graphs = walked.snapshot();
            writer.optimize();
            graph = walked.snapshot();
        }
    }

    @AfterAll
    void close() {
        Stream.of(scan, graph, graphs).forEach(GallerySnapshot::close);
        scanning.close();
        walking.close();
    }

    private void draw(Random random) {
        for (int person = 0; person < PEOPLE; person++) {
            UnitVector centre = direction(random, null);
            for (int i = 0; i < FACES_EACH; i++) {
                int n = faces.size();
                faces.add(new ExpectedFace(
                        new FaceId(photoId("p" + n), 0),
                        direction(random, centre),
                        10 + random.nextFloat() * 20,
                        person,
                        n % 1000,
                        n % 7 == 0 ? "trip" : "home"));
            }
            if (person % 6 == 0) {
                probes.add(direction(random, centre));
            }
        }
    }

    private static UnitVector direction(Random random, @Nullable UnitVector around) {
        float[] drawn = new float[EMBEDDER.dimension()];
        for (int i = 0; i < drawn.length; i++) {
            float noise = (float) (random.nextGaussian() / Math.sqrt(drawn.length));
            drawn[i] = around == null ? noise : around.component(i) + SPREAD * noise;
        }
        return UnitVector.normalized(drawn);
    }

    /// In four commits, with some faces put twice and fifty removed again, so that there are segments and deletions.
    private void write(GalleryWriter writer) {
        for (int n = 0; n < faces.size(); n++) {
            put(writer, n);
            if (n % 97 == 0 && n > 0) {
                put(writer, n - 1);
            }
            if (n % (faces.size() / 4) == faces.size() / 4 - 1) {
                writer.commit();
            }
        }
        for (int n = 0; n < 50; n++) {
            String gone = "gone" + n;
            writer.put(photo(gone), List.of(face(gone, 0, 20, probes.get(n))));
        }
        for (int person = 0; person < PEOPLE; person += 2) {
            List<ExpectedFace> theirs = faces.subList(person * FACES_EACH, (person + 1) * FACES_EACH);
            writer.assign(theirs.stream().map(ExpectedFace::id).toList(), new PersonId(person + 1L));
        }
        writer.commit();
        for (int n = 0; n < 50; n++) {
            writer.remove(photoId("gone" + n));
        }
    }

    private void put(GalleryWriter writer, int n) {
        ExpectedFace known = faces.get(n);
        writer.put(
                photo("p" + n, START.plusDays(known.day()), known.folder() + "/" + n + ".jpg"),
                List.of(face("p" + n, 0, known.magnitude(), known.direction())));
    }

    private List<Scored> bruteForce(UnitVector probe, Predicate<ExpectedFace> meets) {
        return faces.stream()
                .filter(meets)
                .map(known -> new Scored(known.id(), probe.cosine(known.direction())))
                .sorted(Comparator.comparingDouble(Scored::cosine).reversed())
                .toList();
    }

    private double recall(GallerySnapshot snapshot, int k, FaceFilter filter, Predicate<ExpectedFace> meets) {
        int found = 0;
        int wanted = 0;
        for (UnitVector probe : probes) {
            List<FaceId> truth =
                    bruteForce(probe, meets).stream().limit(k).map(Scored::id).toList();
            Set<FaceId> hits = new HashSet<>();
            snapshot.nearest(probe, k, filter).matches().forEach(match -> hits.add(match.face()));
            wanted += truth.size();
            found += (int) truth.stream().filter(hits::contains).count();
        }
        return (double) found / wanted;
    }

    private long visited(GallerySnapshot snapshot, int k) {
        return probes.stream()
                        .mapToLong(probe ->
                                snapshot.nearest(probe, k, FaceFilter.none()).visited())
                        .sum()
                / probes.size();
    }

    @Test
    void scan_anyProbe_equalsBruteForce() {
        for (UnitVector probe : probes) {
            SearchHits hits = scan.nearest(probe, 50, FaceFilter.none());
            List<Scored> truth = bruteForce(probe, _ -> true).subList(0, 50);

            assertThat(hits.exact()).isTrue();
            assertThat(hits.visited()).isEqualTo(faces.size());
            assertThat(hits.matches()).hasSize(50);
            for (int i = 0; i < 50; i++) {
                assertThat(hits.matches().get(i).cosine())
                        .isEqualTo(truth.get(i).cosine(), within(1e-5f));
            }
            assertThat(hits.matches())
                    .isSortedAccordingTo(
                            Comparator.comparingDouble(Match::cosine).reversed());
        }
        assertThat(recall(scan, 10, FaceFilter.none(), _ -> true)).isEqualTo(1);
    }

    @Test
    void graph_anyProbe_findsNineteenOfTwentyAndVisitsFew() {
        assertThat(graph.statistics().segments()).isEqualTo(1);
        assertThat(graph.nearest(probes.getFirst(), 10, FaceFilter.none()).exact())
                .isFalse();
        assertThat(recall(graph, 10, FaceFilter.none(), _ -> true)).isGreaterThanOrEqualTo(.95);
        assertThat(recall(graph, 100, FaceFilter.none(), _ -> true)).isGreaterThanOrEqualTo(.95);
        assertThat(visited(graph, 10)).isBetween(1L, faces.size() / 2L);
    }

    @Test
    void graph_ofSeveralSegments_findsNineteenOfTwenty() {
        assertThat(graphs.statistics().segments()).isGreaterThan(1);
        assertThat(recall(graphs, 10, FaceFilter.none(), _ -> true)).isGreaterThanOrEqualTo(.95);
    }

    @Test
    void nearestPeople_anyProbe_findsNineteenOfTwentyAndNoneUnwanted() {
        Predicate<PersonId> wanted = person -> person.value() % 4 == 1;
        for (GallerySnapshot snapshot : List.of(graph, graphs)) {
            int found = 0;
            for (UnitVector probe : probes) {
                List<PersonId> expected = bruteForcePeople(probe, wanted).subList(0, 10);
                List<PersonId> people = snapshot.nearestPeople(probe, 10, wanted);

                assertThat(people).hasSize(10).doesNotHaveDuplicates().allMatch(wanted);
                found += (int) people.stream().filter(expected::contains).count();
            }
            assertThat(found / 10.0 / probes.size()).isGreaterThanOrEqualTo(.95);
        }
    }

    @Test
    void nearestPeople_moreThanThereAre_returnsAllWithAFace() {
        Predicate<PersonId> wanted = person -> person.value() <= 20;

        assertThat(graphs.nearestPeople(probes.getFirst(), 1000, wanted))
                .containsExactlyInAnyOrderElementsOf(bruteForcePeople(probes.getFirst(), wanted));
    }

    /// The assigned people in the order of their nearest faces.
    private List<PersonId> bruteForcePeople(UnitVector probe, Predicate<PersonId> wanted) {
        return faces.stream()
                .filter(known -> known.person() % 2 == 0)
                .sorted(Comparator.comparingDouble(known -> -probe.cosine(known.direction())))
                .map(known -> new PersonId(known.person() + 1L))
                .distinct()
                .filter(wanted)
                .toList();
    }

    @Test
    void graph_sameProbeTwice_returnsTheSame() {
        UnitVector probe = probes.getFirst();

        assertThat(graphs.nearest(probe, 20, FaceFilter.none()))
                .isEqualTo(graphs.nearest(probe, 20, FaceFilter.none()));
    }

    @Test
    void within_scan_equalsBruteForce() {
        for (UnitVector probe : probes.subList(0, 20)) {
            SearchHits hits = scan.within(probe, .4f, FaceFilter.none());
            // A pair that lies on the threshold but for rounding may fall on either side.
            Set<FaceId> sure = ids(probe, .4f + 1e-5f);
            Set<FaceId> possible = ids(probe, .4f - 1e-5f);

            assertThat(hits.exact()).isTrue();
            assertThat(hits.matches()).extracting(Match::face).containsAll(sure).isSubsetOf(possible);
        }
    }

    @Test
    void within_graph_findsNineTenths() {
        int found = 0;
        int wanted = 0;
        long visited = 0;
        for (UnitVector probe : probes) {
            SearchHits hits = graph.within(probe, .4f, FaceFilter.none());
            Set<FaceId> truth = ids(probe, .4f);
            visited += hits.visited();
            wanted += truth.size();
            found += (int) hits.matches().stream()
                    .filter(match -> truth.contains(match.face()))
                    .count();
            assertThat(hits.exact()).isFalse();
            assertThat(hits.matches()).allMatch(match -> match.cosine() >= .4f);
        }
        assertThat((double) found / wanted).isGreaterThanOrEqualTo(.9);
        assertThat(visited / probes.size()).isBetween(1L, faces.size() / 2L);
    }

    private Set<FaceId> ids(UnitVector probe, float minCosine) {
        Set<FaceId> ids = new HashSet<>();
        bruteForce(probe, _ -> true).stream()
                .filter(scored -> scored.cosine() >= minCosine)
                .forEach(scored -> ids.add(scored.id()));
        return ids;
    }

    static Stream<Condition> conditions() {
        FaceFilter none = FaceFilter.none();
        List<PersonId> three = Stream.of(1L, 3L, 5L).map(PersonId::new).toList();
        return Stream.of(
                new Condition(
                        "three people",
                        none.ofPeople(three),
                        known -> Set.of(0, 2, 4).contains(known.person())),
                new Condition("nobody", none.ofUnassigned(), known -> known.person() % 2 == 1),
                new Condition(
                        "magnitude",
                        none.withMagnitude(15, 25),
                        known -> known.magnitude() >= 15 && known.magnitude() <= 25),
                new Condition(
                        "capture time",
                        none.captured(START.plusDays(100), START.plusDays(300)),
                        known -> known.day() >= 100 && known.day() < 300),
                new Condition(
                        "path",
                        none.withPathPrefix("trip/"),
                        known -> known.folder().equals("trip")),
                new Condition(
                        "all but one photo",
                        none.excluding(P7),
                        known -> !known.id().photo().equals(P7)),
                new Condition(
                        "all at once",
                        none.ofUnassigned()
                                .withMagnitude(12, 40)
                                .captured(START.plusDays(10), null)
                                .withPathPrefix("home/")
                                .excluding(P15),
                        known -> known.person() % 2 == 1
                                && known.magnitude() >= 12
                                && known.day() >= 10
                                && known.folder().equals("home")
                                && !known.id().photo().equals(P15)));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void filter_scan_agreesWithPlainJava(Condition condition) {
        SearchHits hits = scan.within(probes.getFirst(), -1, condition.filter());
        List<FaceId> meeting =
                faces.stream().filter(condition.meets()).map(ExpectedFace::id).toList();

        assertThat(hits.matches()).extracting(Match::face).containsExactlyInAnyOrderElementsOf(meeting);
        assertThat(hits.visited()).isEqualTo(meeting.size());
        assertThat(recall(scan, 10, condition.filter(), condition.meets())).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void filter_graph_findsOnlyMatchesAndNineteenOfTwenty(Condition condition) {
        Set<FaceId> meeting = new HashSet<>();
        faces.stream().filter(condition.meets()).forEach(known -> meeting.add(known.id()));
        for (GallerySnapshot snapshot : List.of(graph, graphs)) {
            for (UnitVector probe : probes.subList(0, 20)) {
                assertThat(snapshot.nearest(probe, 20, condition.filter()).matches())
                        .extracting(Match::face)
                        .isSubsetOf(meeting);
                assertThat(snapshot.within(probe, .3f, condition.filter()).matches())
                        .extracting(Match::face)
                        .isSubsetOf(meeting);
            }
            assertThat(recall(snapshot, 10, condition.filter(), condition.meets()))
                    .isGreaterThanOrEqualTo(.95);
        }
    }

    @Test
    void graph_fiftyIdenticalFaces_findsNineteenOfTwentyOthers(@TempDir Path path) {
        try (GalleryDirectory directory =
                GalleryDirectory.of(IndexOptions.defaults().in(path), 0)) {
            Gallery gallery = directory.create("copies", EMBEDDER);
            try (GalleryWriter writer = gallery.writer(EMBEDDER)) {
                IntStream.range(0, 50).forEach(i -> {
                    String name = "copy" + i;
                    writer.put(photo(name), List.of(face(name, 0, 20, probes.getFirst())));
                });
                IntStream.range(0, 1000).forEach(n -> put(writer, n));
                writer.optimize();
            }
            try (GallerySnapshot snapshot = gallery.snapshot()) {
                // The graph links copies to each other and loses some of them; it must find enough, and the others.
                SearchHits copies = snapshot.nearest(probes.getFirst(), 10, FaceFilter.none());
                assertThat(copies.exact()).isFalse();
                assertThat(copies.matches()).hasSize(10).allMatch(match -> match.cosine() > .999f);
                long themselves = faces.subList(0, 1000).stream()
                        .filter(known -> snapshot.nearest(known.direction(), 1, FaceFilter.none())
                                .matches()
                                .getFirst()
                                .face()
                                .equals(known.id()))
                        .count();
                assertThat(themselves).isGreaterThanOrEqualTo(950);
            }
        }
    }
}
