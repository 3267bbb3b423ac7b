package dev.likeness.evaluation.clustering;

import static dev.likeness.evaluation.clustering.LabelledPhotos.face;
import static dev.likeness.evaluation.clustering.LabelledPhotos.noise;
import static dev.likeness.evaluation.clustering.LabelledPhotos.photo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.config.ConfigurationReader;
import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.report.Provenance;
import dev.likeness.evaluation.report.ReportFormat;
import dev.likeness.face.FaceId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.EmbedderStamp;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import dev.likeness.index.NewFace;
import dev.likeness.index.lucene.GalleryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two galleries of the same made photos: forty people of four photos each, a direction a person, and a
/// bystander beside everyone's first photo. In the gallery `blurred`, every second person's faces have hardly
/// anything of the person's direction. A photo without a label shows somebody else.
class SubgalleryEvaluationTest {
    private static final EmbedderStamp STAMP = new EmbedderStamp("hand-made", 128, "ab".repeat(32));
    private static final Provenance PROVENANCE =
            new Provenance("revision", "hand-made", "ab".repeat(32), Provenance.thisMachine(), Map.of());
    private static final int PEOPLE = 40;
    private static final int PHOTOS = 4;

    @TempDir
    private Path folder;

    @BeforeEach
    void makeTheGalleries() throws IOException {
        try (GalleryDirectory galleries =
                GalleryDirectory.of(IndexOptions.defaults().in(folder.resolve("index")))) {
            make(galleries, "clear", PEOPLE, .4f);
            make(galleries, "blurred", PEOPLE, 4);
            make(galleries, "smaller", PEOPLE - 1, .4f);
        }
        StringBuilder labels = new StringBuilder("photo,person\n");
        for (int person = 0; person < PEOPLE; person++) {
            for (int photo = 0; photo < PHOTOS; photo++) {
                labels.append(name(person, photo)).append(",p").append(person).append('\n');
            }
        }
        Files.writeString(folder.resolve("labels.csv"), labels);
    }

    private void make(GalleryDirectory galleries, String name, int people, float noise) {
        Random random = new Random(1);
        var gallery = galleries.create(name, STAMP);
        try (GalleryWriter writer = gallery.writer(STAMP)) {
            for (int person = 0; person < people; person++) {
                float[] direction = noise(new float[128], 1, random);
                for (int number = 0; number < PHOTOS; number++) {
                    PhotoId photo = new PhotoId("%064x".formatted(100 * person + number));
                    List<NewFace> faces = new ArrayList<>();
                    faces.add(face(new FaceId(photo, 0), 50, noise(direction, person % 2 == 0 ? .4f : noise, random)));
                    if (number == 0) {
                        faces.add(face(new FaceId(photo, 1), 20, noise(new float[128], 1, random)));
                    }
                    writer.put(photo(photo, folder.resolve(name(person, number))), faces);
                }
            }
            PhotoId other = new PhotoId("f".repeat(64));
            writer.put(
                    photo(other, folder.resolve("other.jpg")),
                    List.of(face(new FaceId(other, 0), 50, noise(new float[128], 1, random))));
            writer.commit();
        }
    }

    @Test
    void deal_people_isDisjointCompleteEvenAndSeeded() {
        List<String> people =
                IntStream.range(0, 50).mapToObj(person -> "p" + person).toList();

        List<List<String>> parts = SubgalleryEvaluation.deal(people, 4, 1);

        assertThat(parts).extracting(List::size).containsExactly(13, 13, 12, 12);
        assertThat(parts.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(people);
        assertThat(SubgalleryEvaluation.deal(new HashSet<>(people), 4, 1)).isEqualTo(parts);
        assertThat(SubgalleryEvaluation.deal(people, 4, 2)).isNotEqualTo(parts);
    }

    @Test
    void evaluation_ofClearPeople_clustersEachPartWithItsBystandersOnly() {
        SubgalleryReport report = run("clear", new SubgalleryEvaluation.Plan(2, 3, List.of(), 200));

        assertThat(report.people()).isEqualTo(PEOPLE);
        assertThat(report.each()).hasSize(6).allSatisfy(part -> {
            assertThat(part.people()).isEqualTo(PEOPLE / 2);
            assertThat(part.photos()).isEqualTo(PEOPLE / 2 * PHOTOS);
            // A bystander for each person, and nobody of the photo without a label.
            assertThat(part.faces()).isEqualTo(PEOPLE / 2 * (PHOTOS + 1));
            assertThat(part.f()).containsExactly(1.0);
        });
        SubgalleryReport.Row row = report.rows().getFirst();
        assertThat(row.f()).isEqualTo(1);
        assertThat(row.interval()).isEqualTo(new Interval(1, 1, 1, PEOPLE));
        assertThat(row.falseJoins()).isZero();
        assertThat(row.falseSplits()).isZero();
        assertThat(row.lead()).isNull();
    }

    @Test
    void evaluation_againstAGalleryOfPoorerFaces_isPairedByPerson() {
        SubgalleryReport report = run("clear", new SubgalleryEvaluation.Plan(2, 1, List.of("blurred"), 200));

        SubgalleryReport.Row poorer = report.rows().getLast();
        assertThat(poorer.gallery()).isEqualTo("blurred");
        Interval lead = Objects.requireNonNull(poorer.lead());
        assertThat(lead.estimate()).isCloseTo(report.rows().getFirst().f() - poorer.f(), within(1e-12));
        assertThat(lead.low()).isPositive();
        assertThat(lead.units()).isEqualTo(PEOPLE);
        assertThat(poorer.falseSplits()).isBetween(.4, .6);
        assertThat(report.each()).allSatisfy(part -> assertThat(part.f()).hasSize(2));
        assertThat(ReportFormat.TEXT.render(report, PROVENANCE))
                .contains("Mean of 2 subgalleries: 40 people dealt into 2, 1 times", "clear better by");
    }

    @Test
    void evaluation_ofFewPeople_hasNoIntervalAndSaysWhy() throws IOException {
        Path few = Files.writeString(
                folder.resolve("few.csv"),
                "photo,person\n" + name(0, 0) + ",p0\n" + name(0, 1) + ",p0\n" + name(1, 0) + ",p1\n");

        SubgalleryReport report = run("clear", few, new SubgalleryEvaluation.Plan(1, 1, List.of(), 200));

        assertThat(report.rows().getFirst().interval()).isNull();
        assertThat(report.notes()).contains("No intervals: they need at least 30 people, got: 2");
    }

    @Test
    void evaluation_thatCannotBeMade_isRefused() {
        assertThatThrownBy(() -> run("clear", new SubgalleryEvaluation.Plan(41, 1, List.of(), 200)))
                .hasMessage("there must be at least as many labelled people as subgalleries, got: 40 and 41");
        assertThatThrownBy(() -> new SubgalleryEvaluation.Plan(0, 1, List.of(), 200))
                .hasMessage("subgalleries and seeds must be at least 1, got: 0 and 1");
        assertThatThrownBy(() -> run("clear", new SubgalleryEvaluation.Plan(2, 1, List.of("smaller"), 200)))
                .hasMessage(
                        "galleries to compare must have the same labelled photos, got: clear with 160 and smaller with 156, 156 of them in both");
    }

    private SubgalleryReport run(String gallery, SubgalleryEvaluation.Plan plan) {
        return run(gallery, folder.resolve("labels.csv"), plan);
    }

    private SubgalleryReport run(String gallery, Path labels, SubgalleryEvaluation.Plan plan) {
        var options = ConfigurationReader.read(
                        null,
                        Map.of(),
                        Map.of(
                                "index.directory",
                                new Setting(folder.resolve("index").toString(), "test")))
                .engine();
        try (Engine engine = Engine.open(options, _ -> {})) {
            return SubgalleryEvaluation.run(
                    engine,
                    gallery,
                    PhotoLabels.read(labels, null, InvalidInputPolicy.failFast()),
                    plan,
                    InvalidInputPolicy.skip());
        }
    }

    private static String name(int person, int photo) {
        return person + "-" + photo + ".jpg";
    }
}
