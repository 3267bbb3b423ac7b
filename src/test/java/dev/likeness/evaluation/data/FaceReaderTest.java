package dev.likeness.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.ReferenceModels;
import dev.likeness.TestData;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.engine.Engine;
import dev.likeness.engine.EngineOptions;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.extract.FaceExtractor;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.Embedding;
import dev.likeness.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaceReaderTest {
    @TempDir
    private Path folder;

    @Test
    void read_photoWithoutAFace_isToldFromOneThatCannotBeRead() throws IOException {
        Files.write(folder.resolve("wall.jpg"), new RgbImage(64, 64, new byte[64 * 64 * 3]).toJpeg(90));
        Files.writeString(folder.resolve("torn.jpg"), "no picture");
        EngineOptions options = ConfigurationReader.read(null, Map.of(), ReferenceModels.settings())
                .engine();
        try (FaceReader reader = FaceReader.open(options, FaceChoice.CENTRAL, _ -> {})) {
            FaceReader.Faces faces =
                    reader.read(folder, List.of("wall.jpg", "torn.jpg", "gone.jpg"), List.of(), false, () -> {});

            assertThat(faces.faces()).isEmpty();
            assertThat(faces.isWithoutFace("wall.jpg")).isTrue();
            assertThat(faces.isWithoutFace("torn.jpg")).isFalse();
            assertThat(faces.isWithoutFace("gone.jpg")).isFalse();
        }
    }

    @Test
    void read_cleanFace_isTheFaceThatIngestExtracts() throws IOException {
        Path lfw = TestData.require("lfw");
        EngineOptions options = ConfigurationReader.read(null, Map.of(), ReferenceModels.settings())
                .engine();
        for (String photo : List.of("Abdullah/Abdullah_0003.jpg", "Aaron_Peirsol/Aaron_Peirsol_0001.jpg")) {
            Embedding ingested;
            try (Engine engine = Engine.open(options, _ -> {})) {
                FaceExtractor extractor = engine.extractor(options.models().embedder(), new StageTimes());
                AnalysedPhoto analysed = extractor.analyse(photo, Files.readAllBytes(lfw.resolve(photo)));
                assertThat(analysed.faces()).hasSize(1);
                ingested = analysed.embeddings().getFirst();
            }
            try (FaceReader reader = FaceReader.open(options, FaceChoice.CENTRAL, _ -> {})) {
                EvaluatedFace face = reader.read(lfw, List.of(photo), List.of(), false, () -> {})
                        .of(photo)
                        .getFirst();

                assertThat(face.embedding().magnitude()).isEqualTo(ingested.magnitude());
                assertThat(face.embedding().direction().toArray())
                        .isEqualTo(ingested.direction().toArray());
            }
        }
    }
}
