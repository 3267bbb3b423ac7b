package dev.likeness.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.detection.LargePicture;
import dev.likeness.evaluation.detection.TileEvaluation;
import dev.likeness.evaluation.detection.TileReport;
import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Photos so large or so long that their faces are small in what a detector looks at. `likeness evaluate
/// tiles` is the long form.
class LargePhotosTest {
    @TempDir
    private Path folder;

    @Test
    void analyse_longPicture_findsAndRecognisesSmallFaces() {
        LargePicture strip = new LargePicture("strip", 600, 12_000, 1, 8, 125);
        try (Engine engine = EngineFixture.open(
                folder.resolve("index"),
                Map.of("models.detector", "likeness-detect", "models.embedder", "likeness-mobile"))) {
            TileReport report = new TileEvaluation(EngineFixture.photos(20), List.of(strip), 1)
                    .run(
                            engine,
                            new ImageReader(ImageOptions.defaults()),
                            "likeness-mobile",
                            InvalidInputPolicy.failFast(),
                            Progress.none());

            assertThat(report.pictures()).singleElement().satisfies(picture -> {
                assertThat(picture.found()).isEqualTo(picture.faces());
                assertThat(picture.others()).isZero();
                assertThat(picture.medianCosine()).isGreaterThanOrEqualTo(0.95);
            });
        }
    }
}
