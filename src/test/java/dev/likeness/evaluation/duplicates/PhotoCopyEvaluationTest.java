package dev.likeness.evaluation.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.ReferenceModels;
import dev.likeness.TestData;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.engine.EngineOptions;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhotoCopyEvaluationTest {
    @Test
    void copies_ofRealPhotos_areFoundAndSecondShotsLeftAlone_seed3() {
        Path photos = TestData.require("photos/album-03");
        EngineOptions options = ConfigurationReader.read(null, Map.of(), ReferenceModels.settings())
                .engine();

        PhotoCopyReport report = PhotoCopyEvaluation.run(options, photos, 12, 3, warning -> {
            throw new AssertionError("unexpected warning: " + warning);
        });

        assertThat(report.versions().subList(0, 2)).allSatisfy(version -> {
            assertThat(version.copy()).isTrue();
            assertThat(version.found()).isEqualTo(12);
            assertThat(version.named()).isEqualTo(12);
        });
        assertThat(report.versions().get(2).found()).isGreaterThanOrEqualTo(9);
        assertThat(report.versions().subList(3, 5)).allSatisfy(version -> {
            assertThat(version.copy()).isFalse();
            assertThat(version.found()).isZero();
        });
        assertThat(report.precision().value().orElseThrow()).isGreaterThanOrEqualTo(0.95);
    }
}
