package dev.likeness.evaluation.clustering;

import static dev.likeness.evaluation.clustering.LabelledPhotos.face;
import static dev.likeness.evaluation.clustering.LabelledPhotos.noise;
import static dev.likeness.evaluation.clustering.LabelledPhotos.photo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.calibration.QualityScale;
import dev.likeness.cluster.corefirst.CoreFirstPart;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import dev.likeness.engine.EngineOptions;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.LabelledFaces;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.report.Provenance;
import dev.likeness.evaluation.report.ReportFormat;
import dev.likeness.evaluation.search.Identification;
import dev.likeness.evaluation.search.Recall;
import dev.likeness.evaluation.search.SearchEvaluation;
import dev.likeness.evaluation.search.SearchReport;
import dev.likeness.face.Embedding;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.image.RgbImage;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.StoredPhoto;
import dev.likeness.index.lucene.GalleryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gallery of hand-made faces and the labels of its photos: forty people of five photos each, a
/// direction a person, a little noise, and a bystander beside everyone's first photo.
class GalleryEvaluationTest {
    private static final EmbedderStamp STAMP = new EmbedderStamp("hand-made", 16, "ab".repeat(32));
    private static final Provenance PROVENANCE =
            new Provenance("revision", "hand-made", "ab".repeat(32), Provenance.thisMachine(), Map.of());
    /// Every face has a magnitude of about 4, and so a quality of 100.
    private static final QualityScale SCALE = new QualityScale(0, .1);
    private static final int PEOPLE = 40;
    private static final int PHOTOS = 5;

    @TempDir
    private Path folder;

    private final Random random = new Random(1);
    private GalleryDirectory galleries;
    private GallerySnapshot gallery;

    @BeforeEach
    void makeTheGallery() throws IOException {
        galleries = GalleryDirectory.of(IndexOptions.defaults().in(folder.resolve("index")));
        StringBuilder labels = new StringBuilder("photo,person\n");
        var made = galleries.create("made", STAMP);
        try (GalleryWriter writer = made.writer(STAMP)) {
            for (int person = 0; person < PEOPLE; person++) {
                PersonId identity = writer.newPersonId();
                writer.put(new Person(identity, null));
                float[] direction = noise(new float[16], 1, random);
                List<FaceId> theirs = new ArrayList<>();
                for (int number = 0; number < PHOTOS; number++) {
                    Path path = folder.resolve(person + "-" + number + ".jpg").toAbsolutePath();
                    labels.append(path.getFileName())
                            .append(",p")
                            .append(person)
                            .append('\n');
                    PhotoId photo = new PhotoId("%064x".formatted(100 * person + number));
                    List<NewFace> faces = new ArrayList<>();
                    faces.add(face(new FaceId(photo, 0), 50, noise(direction, .05f, random)));
                    if (number == 0) {
                        faces.add(face(new FaceId(photo, 1), 20, noise(new float[16], 1, random)));
                    }
                    // The last photo of each of the first ten people stays unclear.
                    if (person >= 10 || number < PHOTOS - 1) {
                        theirs.add(new FaceId(photo, 0));
                    }
                    writer.put(photo(photo, path), faces);
                }
                writer.assign(theirs, identity);
            }
            writer.put(photo(new PhotoId("f".repeat(64)), folder.resolve("empty.jpg")), List.of());
            writer.commit();
        }
        Files.writeString(folder.resolve("labels.csv"), labels.append("empty.jpg,p0\n"));
        gallery = made.snapshot();
    }

    @AfterEach
    void close() {
        gallery.close();
        galleries.close();
    }

    @Test
    void clustering_judgesTheLargestFacesAndCountsTheMissedAsAlone() {
        ClusteringReport report =
                ClusteringEvaluation.ofPeople(gallery, SCALE, labels(), InvalidInputPolicy.failFast());

        assertThat(report.faces()).isEqualTo(PEOPLE * PHOTOS + 1);
        assertThat(report.unassigned()).isEqualTo(10);
        assertThat(report.missed()).isEqualTo(1);
        assertThat(report.people()).isEqualTo(PEOPLE);
        assertThat(report.clusters()).isEqualTo(PEOPLE + 11);
        assertThat(report.pairwisePrecision().value()).hasValue(1);
        // Of a person's ten pairs six are left where one of the five photos is unclear; p0 has six photos, 15 pairs.
        double mates = 39 * 10 + 15;
        assertThat(report.pairwiseRecall().value()).hasValue((30 * 10 + 10 * 6) / mates);
        assertThat(report.identitiesSplit()).isEqualTo(10);
        assertThat(report.samePhotoClusters()).isZero();
        assertThat(report.quartiles()).hasSize(4);
    }

    @Test
    void clustering_aPhotoTwiceInOneCluster_isCountedThoughOnlyOneFaceIsLabelled() {
        try (GalleryWriter writer = galleries.open("made").writer(STAMP)) {
            PhotoId first = new PhotoId("%064x".formatted(0));
            PersonId person = gallery.face(new FaceId(first, 0)).orElseThrow().person();
            writer.assign(List.of(new FaceId(first, 1)), person);
            writer.commit();
        }
        try (GallerySnapshot after = galleries.open("made").snapshot()) {
            assertThat(ClusteringEvaluation.ofPeople(after, SCALE, labels(), InvalidInputPolicy.failFast())
                            .samePhotoClusters())
                    .isEqualTo(1);
        }
    }

    @Test
    void clustering_aPhotoAmongSeveralOfSomebodyElse_isDisputed() throws IOException {
        String wrong = Files.readString(folder.resolve("labels.csv")).replace("20-3.jpg,p20", "20-3.jpg,p21");
        PhotoLabels labels = PhotoLabels.read(
                Files.writeString(folder.resolve("wrong.csv"), wrong), null, InvalidInputPolicy.failFast());

        assertThat(ClusteringEvaluation.ofPeople(gallery, SCALE, labels, InvalidInputPolicy.failFast())
                        .suspectLabels())
                .containsExactly(new ClusteringReport.SuspectLabel(
                        folder.resolve("20-3.jpg").toAbsolutePath().toString(), "p21", "p20", 4));
        assertThat(ClusteringEvaluation.ofPeople(gallery, SCALE, labels(), InvalidInputPolicy.failFast())
                        .suspectLabels())
                .isEmpty();
    }

    @Test
    void comparison_ofAlgorithms_ranksThemOnTheSameFaces() {
        ClusteringComparison.Plan plan =
                ClusteringComparison.Plan.of(List.of("dbscan", "average-linkage"), true, .9f, 0, 0, 200);

        ClusteringComparisonReport report = compare(plan, labels(), null);

        assertThat(report.photos()).isEqualTo(PEOPLE * PHOTOS + 1);
        assertThat(report.people()).isEqualTo(PEOPLE);
        assertThat(report.rows())
                .extracting(ClusteringComparisonReport.Row::algorithm)
                .startsWith(
                        "core-first",
                        "dbscan",
                        "average-linkage",
                        "core-first, cautious",
                        "core-first, eager",
                        "core-first without face-space")
                .hasSize(5 + CoreFirstPart.values().length);
        ClusteringComparisonReport.Row ours = report.rows().getFirst();
        ClusteringComparisonReport.Row dbscan = report.rows().get(1);
        assertThat(ours.clean().lead()).isNull();
        assertThat(dbscan.clean().minCosines()).containsExactly(.9f);
        // Only the photo without a face is missing.
        assertThat(dbscan.clean().all().f()).isGreaterThan(.99);
        assertThat(dbscan.clean().all().falseJoins()).isZero();
        // The photo without a face is one of six of its person.
        assertThat(dbscan.clean().all().falseSplits()).isCloseTo(10.0 / (39 * 20 + 30), within(1e-12));
        Interval lead = Objects.requireNonNull(dbscan.clean().lead());
        assertThat(lead.estimate())
                .isCloseTo(ours.clean().all().f() - dbscan.clean().all().f(), within(1e-12));
        assertThat(lead.low()).isLessThanOrEqualTo(lead.estimate());
        assertThat(dbscan.degraded()).isNull();
        assertThat(ReportFormat.TEXT.render(report, PROVENANCE)).contains("core-first better by");
    }

    @Test
    void comparison_withoutAMinCosine_choosesItInThreeWays() {
        ClusteringComparison.Plan plan =
                ClusteringComparison.Plan.of(List.of("dbscan", "hdbscan"), false, null, 0, 0, 200);
        ClusteringComparison.Tuning itself = new ClusteringComparison.Tuning("made", labels());

        ClusteringComparisonReport report = compare(plan, labels(), itself);
        ClusteringComparisonReport untuned = compare(plan, labels(), null);

        assertThat(report.rows())
                .extracting(ClusteringComparisonReport.Row::algorithm, ClusteringComparisonReport.Row::minCosineChoice)
                .containsExactly(
                        tuple("core-first", "-"),
                        tuple("dbscan", "chosen on made"),
                        tuple("dbscan", "cross-validated"),
                        tuple("dbscan", "own best (upper bound)"),
                        tuple("hdbscan", "-"));
        assertThat(untuned.rows().get(1).minCosineChoice()).isEqualTo("default");
        assertThat(untuned.rows().get(1).clean().minCosines()).containsExactly(.5f);
        // Strangers come near in so few dimensions, so the default is too low.
        assertThat(report.rows().get(1).clean().minCosines().getFirst()).isBetween(.7f, .8f);
        assertThat(report.rows().get(2).clean().minCosines()).isNotEmpty();
        assertThat(report.rows().get(3).clean().all().f())
                .isEqualTo(report.rows().get(1).clean().all().f())
                .isGreaterThanOrEqualTo(report.rows().get(2).clean().all().f())
                .isGreaterThan(untuned.rows().get(1).clean().all().f());
    }

    @Test
    void comparison_withAMinCosineAndAGalleryToChooseItOn_isRefused() {
        ClusteringComparison.Plan plan = ClusteringComparison.Plan.of(List.of("dbscan"), false, .5f, 0, 0, 200);

        assertThatThrownBy(() -> compare(plan, labels(), new ClusteringComparison.Tuning("made", labels())))
                .hasMessage(
                        "a minimum cosine is either given or chosen on a gallery, got: 0.5 and made; leave one out");
    }

    @Test
    void labels_ofCopies_countOnceAndContradictionsAreReportedAndNotEvaluated() throws IOException {
        try (GalleryWriter writer = galleries.open("made").writer(STAMP)) {
            copy(writer, 100 * 20 + 3, "20-3.jpg", "copy.jpg");
            copy(writer, 100 * 21 + 3, "21-3.jpg", "other.jpg");
            writer.commit();
        }
        Path file = Files.writeString(
                folder.resolve("copies.csv"),
                Files.readString(folder.resolve("labels.csv")) + "copy.jpg,p20\nother.jpg,p22\n");
        PhotoLabels labels = PhotoLabels.read(file, null, InvalidInputPolicy.failFast());
        LabelledFaces.Contradiction expected =
                new LabelledFaces.Contradiction(List.of(labelled("21-3.jpg", "p21"), labelled("other.jpg", "p22")));

        try (GallerySnapshot after = galleries.open("made").snapshot()) {
            ClusteringReport report =
                    ClusteringEvaluation.ofPeople(after, SCALE, labels, InvalidInputPolicy.failFast());

            assertThat(report.faces()).isEqualTo(PEOPLE * PHOTOS);
            assertThat(report.copies()).isEqualTo(1);
            assertThat(report.contradictions()).containsExactly(expected);
            assertThat(ReportFormat.TEXT.render(report, PROVENANCE))
                    .contains("Contradictory", "other.jpg", "1 labelled files have the picture of another");
            // Elsewhere nothing lists them, so they stop the measurement or are skipped.
            LabelledFaces found = LabelledFaces.find(labels, after, InvalidInputPolicy.failFast());
            assertThatThrownBy(() -> found.facesWithoutContradiction(InvalidInputPolicy.failFast()))
                    .hasMessage("files of one picture must have one label, got: " + expected);
            InvalidInputPolicy skipped = InvalidInputPolicy.skip();
            assertThat(found.facesWithoutContradiction(skipped)).hasSize(PEOPLE * PHOTOS);
            assertThat(skipped.skipped()).isEqualTo(1);
        }
    }

    @Test
    void comparison_ofAnUnknownAlgorithm_namesThoseThereAre() {
        assertThatThrownBy(() -> ClusteringComparison.Plan.of(List.of("magic"), false, null, 0, 0, 200))
                .hasMessage(
                        "an algorithm must be one of core-first, dbscan, hdbscan, average-linkage, chinese-whispers, map-equation, got: magic");
        assertThatThrownBy(() -> ClusteringComparison.Plan.of(List.of(), false, .1f, 0, 0, 200))
                .hasMessage("minimum cosine must be between 0.25 and 1, got: 0.1");
        assertThatThrownBy(() -> ClusteringComparison.Plan.of(List.of(), false, null, 1.5, 0, 200))
                .hasMessage("the share of degraded faces must be between 0 and 1, got: 1.5");
    }

    @Test
    void labels_ofUnknownPhotos_areNamedByFileAndLineOrSkipped() throws IOException {
        Path file =
                Files.writeString(folder.resolve("more.csv"), "photo,person\n0-0.jpg,p0\nnowhere.jpg,p0\n1-0.jpg,p1\n");
        PhotoLabels labels = PhotoLabels.read(file, null, InvalidInputPolicy.failFast());

        assertThatThrownBy(() -> ClusteringEvaluation.ofPeople(gallery, SCALE, labels, InvalidInputPolicy.failFast()))
                .hasMessageStartingWith(file + ", line 3: a labelled photo must be in the gallery, got: ")
                .hasMessageContaining("nowhere.jpg");
        InvalidInputPolicy skipped = InvalidInputPolicy.skip();
        assertThat(ClusteringEvaluation.ofPeople(gallery, SCALE, labels, skipped)
                        .faces())
                .isEqualTo(2);
        assertThat(skipped.skipped()).isEqualTo(1);
    }

    @Test
    void search_ofASmallGallery_isExactAndSaysSo() {
        SearchReport report = evaluation(1).run(null, InvalidInputPolicy.failFast());

        assertThat(report.exact()).isTrue();
        assertThat(report.faces()).isEqualTo(PEOPLE * PHOTOS + PEOPLE);
        assertThat(report.recall())
                .extracting(Recall::k, recall -> recall.recall().value().orElseThrow())
                .containsExactly(found(1), found(10), found(100));
        assertThat(report.latency().p99Millis().value()).isPresent();
        assertThat(report.notes()).anySatisfy(note -> assertThat(note).contains("the search is exact"));
        assertThat(report.identifications()).isEmpty();
    }

    @Test
    void search_withLabels_findsWellSeparatedPeopleInEveryWay() {
        SearchReport report = evaluation(1).run(labels(), InvalidInputPolicy.failFast());

        assertThat(report.identifications())
                .extracting(Identification::name)
                .containsExactly(
                        "magnitude-weighted template, clean gallery",
                        "mean template, clean gallery",
                        "face of greatest magnitude, clean gallery",
                        "nearest of all faces, clean gallery",
                        "magnitude-weighted template, degraded gallery",
                        "mean template, degraded gallery",
                        "face of greatest magnitude, degraded gallery",
                        "nearest of all faces, degraded gallery");
        assertThat(report.identifications().subList(0, 4)).allSatisfy(way -> {
            // Each person is enrolled in one turn with three photos and unknown in the other.
            assertThat(way.enrolled()).isEqualTo(PEOPLE * 2);
            assertThat(way.unknown()).isEqualTo(PEOPLE * PHOTOS);
            assertThat(way.hitRates().getFirst().rate().value()).hasValue(1);
        });
        // Three rivals in two states of the gallery; 200 unknown probes are too few for FPIR 1 %.
        assertThat(report.differences()).hasSize(6).allSatisfy(difference -> {
            assertThat(difference.measure()).isEqualTo("rank-1 hit rate");
            assertThat(difference.difference().units()).isEqualTo(PEOPLE);
        });
        assertThat(report.notes())
                .contains("rank-1 hit rate of magnitude-weighted template, clean gallery against mean template, clean"
                        + " gallery: no significant difference.");
    }

    @Test
    void search_withTheSameSeed_findsTheSame() {
        assertThat(evaluation(7).run(labels(), InvalidInputPolicy.failFast()).identifications())
                .isEqualTo(evaluation(7)
                        .run(labels(), InvalidInputPolicy.failFast())
                        .identifications());
    }

    @Test
    void context_ofALabelledGallery_stagesItsFacesAndLeavesOutEachPart() {
        try (Engine engine = engine()) {
            ContextReport report =
                    ContextEvaluation.run(engine, "made", labels(), 0, 2, 200, InvalidInputPolicy.failFast(), _ -> {});

            // Of each person's first photo the smaller face is a bystander.
            assertThat(report.faces()).isEqualTo(PEOPLE * PHOTOS + PEOPLE);
            assertThat(report.people()).isEqualTo(PEOPLE + PEOPLE);
            assertThat(report.rows())
                    .extracting(ContextReport.Row::company, ContextReport.Row::algorithm)
                    .containsExactly(
                            tuple("households", "core-first"),
                            tuple("households", "core-first without moment"),
                            tuple("households", "core-first without company"),
                            tuple("households", "core-first without moment and company"),
                            tuple("strangers", "core-first"),
                            tuple("strangers", "core-first without moment"),
                            tuple("strangers", "core-first without company"),
                            tuple("strangers", "core-first without moment and company"));
            assertThat(ReportFormat.TEXT.render(report, PROVENANCE)).contains("staged photos");
        }
    }

    @Test
    void context_withoutARun_isRefused() {
        try (Engine engine = engine()) {
            assertThatThrownBy(() -> ContextEvaluation.run(
                            engine, "made", labels(), 0, 0, 200, InvalidInputPolicy.failFast(), _ -> {}))
                    .hasMessage("seeds must be at least 1, got: 0");
        }
    }

    private ClusteringComparisonReport compare(
            ClusteringComparison.Plan plan, PhotoLabels labels, ClusteringComparison.@Nullable Tuning tuning) {
        try (Engine engine = engine()) {
            return ClusteringComparison.run(
                    engine, "made", labels, plan, tuning, InvalidInputPolicy.failFast(), _ -> {});
        }
    }

    private Engine engine() {
        EngineOptions options = ConfigurationReader.read(
                        null,
                        Map.of(),
                        Map.of(
                                "index.directory",
                                new Setting(folder.resolve("index").toString(), "test")))
                .engine();
        return Engine.open(options, _ -> {});
    }

    /// Adds another file of a photo.
    private void copy(GalleryWriter writer, int photo, String name, String copy) {
        PhotoId id = new PhotoId("%064x".formatted(photo));
        List<NewFace> faces = gallery.faces(id).stream()
                .map(stored -> new NewFace(stored.face(), new RgbImage(8, 8, new byte[192]).toJpeg(90)))
                .toList();
        TreeMap<String, Instant> paths = new TreeMap<>();
        paths.put(path(name), Instant.EPOCH);
        paths.put(path(copy), Instant.EPOCH);
        writer.put(new StoredPhoto(id, paths, 100, 100, null, 1, "jpeg"), faces);
    }

    private LabelledFaces.LabelledFile labelled(String name, String label) {
        return new LabelledFaces.LabelledFile(path(name), label);
    }

    private String path(String name) {
        return folder.resolve(name).toAbsolutePath().toString();
    }

    private static org.assertj.core.groups.Tuple found(int k) {
        return tuple(k, 1.0);
    }

    /// The fake embedder knows no pictures: whatever is degraded becomes one and the same face.
    private SearchEvaluation evaluation(long seed) {
        return new SearchEvaluation(
                gallery,
                crops -> crops.stream().map(_ -> Embedding.ofRaw(one())).toList(),
                seed);
    }

    private static float[] one() {
        float[] raw = new float[16];
        raw[0] = 5;
        return raw;
    }

    private PhotoLabels labels() {
        return PhotoLabels.read(folder.resolve("labels.csv"), null, InvalidInputPolicy.failFast());
    }
}
