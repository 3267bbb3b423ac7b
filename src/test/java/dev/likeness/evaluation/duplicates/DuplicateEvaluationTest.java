package dev.likeness.evaluation.duplicates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestData;
import dev.likeness.engine.Engine;
import dev.likeness.engine.ingest.EngineFixture;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.report.Provenance;
import dev.likeness.evaluation.report.ReportFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The albums of the shared photo library that hold everything of their people.
class DuplicateEvaluationTest {
    private static final int FEWER_PEOPLE = 70;

    @TempDir
    private Path folder;

    @Test
    void duplicates_ofLabelledPeopleSplitInTwo_areFoundWithFewFalseOnes() {
        Path photos = TestData.require("photos");
        try (Engine engine = EngineFixture.open(folder)) {
            EngineFixture.ingest(engine, photos.resolve("album-01"), photos.resolve("album-02"));
            InvalidInputPolicy others = InvalidInputPolicy.skip();
            PhotoLabels labels = PhotoLabels.read(photos.resolve("labels.csv"), null, InvalidInputPolicy.failFast());

            DuplicateReport report = DuplicateEvaluation.run(
                    engine, "test", labels, new DuplicateEvaluation.Plan(0, 20, 2), 0.5, others);

            assertThat(report.runs()).hasSize(2).allSatisfy(run -> {
                assertThat(run.tally().planted()).isEqualTo(20);
                assertThat(run.tally().found()).isPositive();
            });
            long found =
                    report.runs().stream().mapToLong(run -> run.tally().found()).sum();
            assertThat(report.recall().value()).hasValue(found / 40.0);
            assertThat(report.thresholds())
                    .extracting(cut -> cut.tally().found())
                    .isSortedAccordingTo((one, other) -> Long.compare(other, one));
            assertThat(report.curve()).isNotEmpty();
            // Of few faces a person, more is missed than in the whole library, but what is offered is right.
            assertThat(report.falseShare().value().orElseThrow()).isLessThanOrEqualTo(0.1);
            assertThat(ReportFormat.HTML.render(
                            report, new Provenance("r", "m", "h", Provenance.thisMachine(), java.util.Map.of())))
                    .contains("Precision by recall", "<svg");
        }
    }

    @Test
    void duplicates_inGalleriesOfFewerPeople_areFoundInEachByItself() {
        Path photos = TestData.require("photos");
        try (Engine engine = EngineFixture.open(folder)) {
            EngineFixture.ingest(engine, photos.resolve("album-01"));
            PhotoLabels labels = PhotoLabels.read(photos.resolve("labels.csv"), null, InvalidInputPolicy.failFast());

            DuplicateReport report = DuplicateEvaluation.run(
                    engine,
                    "test",
                    labels,
                    new DuplicateEvaluation.Plan(FEWER_PEOPLE, 2, 5),
                    0.5,
                    InvalidInputPolicy.skip());

            assertThat(report.recallOfGalleries().people()).isEqualTo(FEWER_PEOPLE);
            assertThat(report.recallOfGalleries().galleries()).isEqualTo(5);
            assertThat(report.runs())
                    .extracting(run -> run.tally().recall())
                    .contains(report.recallOfGalleries().median());
            assertThatThrownBy(() -> DuplicateEvaluation.run(
                            engine,
                            "test",
                            labels,
                            new DuplicateEvaluation.Plan(1_000, 2, 1),
                            0.5,
                            InvalidInputPolicy.skip()))
                    .hasMessageMatching(
                            "a gallery's people must be at most the labelled ones with a face \\(\\d+\\), got: 1000");
        }
    }

    @Test
    void duplicates_ofFewerPeopleThanAreToBeSplit_areRefused() throws IOException {
        Path photos = TestData.require("photos");
        try (Engine engine = EngineFixture.open(folder)) {
            Path photo = EngineFixture.photos(1).getFirst();
            EngineFixture.ingest(engine, photo);
            Path file = Files.writeString(
                    folder.resolve("labels.csv"), "photo,person\n" + photo.toAbsolutePath() + ",somebody\n");
            PhotoLabels labels = PhotoLabels.read(file, photos, InvalidInputPolicy.failFast());

            assertThatThrownBy(() -> DuplicateEvaluation.run(
                            engine,
                            "test",
                            labels,
                            new DuplicateEvaluation.Plan(0, 1, 1),
                            0.5,
                            InvalidInputPolicy.failFast()))
                    .hasMessage("to split 1 people, as many must have two faces in every gallery, got: 0");
        }
    }
}
