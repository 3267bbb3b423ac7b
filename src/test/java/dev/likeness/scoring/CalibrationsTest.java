package dev.likeness.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.calibration.OperatingPoint;
import dev.likeness.calibration.QualityScale;
import dev.likeness.face.LikenessException;
import dev.likeness.index.EmbedderStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which calibration is in force, and what it makes of numbers.
class CalibrationsTest {
    private static final String SHA256 = "ab".repeat(32);
    private static final EmbedderStamp STAMP = new EmbedderStamp("some-model", 128, SHA256);
    private static final QualityScale HINT = new QualityScale(20, 2);

    @TempDir
    private Path folder;

    private final List<String> warnings = new ArrayList<>();
    private Path own = Path.of("");

    @BeforeEach
    void makeTheGallerysFolder() throws IOException {
        own = Files.createDirectory(folder.resolve("holiday")).resolve("calibration.json");
    }

    @Test
    void gallery_withoutAnyCalibration_hasQualityByTheHintAndNothingElse() {
        MatchScorer scorer = calibrations("auto").forGallery("holiday", STAMP);

        assertThat(scorer.quality(20)).isEqualTo(50);
        assertThat(scorer.probability(.9, 20, 20, .5)).isNull();
        assertThat(scorer.decision(.9, 20, 20)).isNull();
        assertThat(scorer.activeCalibration()).isNull();
    }

    @Test
    void gallery_withItsOwn_usesIt() {
        HandMadeCalibration.of(SHA256, "holiday").write(own);

        MatchScorer scorer = calibrations("auto").forGallery("holiday", STAMP);

        assertThat(scorer.activeCalibration())
                .isEqualTo(new ActiveCalibration(own.toString(), "holiday", "logistic", 500, 100_000, "logistic"));
        assertThat(scorer.quality(10)).isEqualTo(50);
    }

    @Test
    void gallery_whoseOwnIsReplacedAndDeleted_usesWhatIsThere() throws IOException {
        Calibrations calibrations = calibrations("auto");
        HandMadeCalibration.of(SHA256, "holiday").write(own);
        assertThat(fittedOn(calibrations)).isEqualTo("holiday");

        HandMadeCalibration.of(SHA256, "wedding").write(own);
        assertThat(fittedOn(calibrations)).isEqualTo("wedding");

        Files.delete(own);
        assertThat(calibrations.forGallery("holiday", STAMP).activeCalibration())
                .isNull();
    }

    private static String fittedOn(Calibrations calibrations) {
        return Objects.requireNonNull(calibrations.forGallery("holiday", STAMP).activeCalibration())
                .fittedOn();
    }

    @Test
    void gallery_withItsOwn_yieldsToTheFileThatWasAskedFor() {
        HandMadeCalibration.of(SHA256, "holiday").write(own);
        Path file = folder.resolve("other.json");
        HandMadeCalibration.of(SHA256, "passports").write(file);

        ActiveCalibration report =
                calibrations(file.toString()).forGallery("holiday", STAMP).activeCalibration();

        assertThat(Objects.requireNonNull(report).fittedOn()).isEqualTo("passports");
    }

    @Test
    void gallery_withTheCalibrationOfItsFormerModel_warnsAndDoesWithout() {
        HandMadeCalibration.of("cd".repeat(32), "holiday").write(own);

        assertThat(calibrations("auto").forGallery("holiday", STAMP).activeCalibration())
                .isNull();
        assertThat(warnings).containsExactly(own + " belongs to another model than gallery holiday, so it is not used");
    }

    @Test
    void fileAskedFor_ofAnotherModel_isRefused() {
        Path file = folder.resolve("other.json");
        HandMadeCalibration.of("cd".repeat(32), "passports").write(file);

        assertThatThrownBy(() -> calibrations(file.toString()).forGallery("holiday", STAMP))
                .isInstanceOf(LikenessException.class)
                .hasMessageContainingAll(file.toString(), "some-model", SHA256);
        assertThat(calibrations(file.toString()).describe("some-model", SHA256)).isEmpty();
    }

    @Test
    void fileAskedFor_thatIsMissing_isRefused() {
        assertThatThrownBy(() -> calibrations("no.json").forModel("some-model", SHA256))
                .isInstanceOf(LikenessException.class)
                .hasMessage("calibration file must exist, got: no.json");
    }

    @Test
    void probability_isThePosteriorUnderItsPrior() {
        MatchScorer scorer = meaning();

        // The ratio is 40 · 0.5 − 10 = 10, so the odds are e¹⁰ / 999 with the prior 1/1000 and e¹⁰ with 1/2.
        assertThat(scorer.probability(.5, 12, 12, MatchScorer.prior(1_000))).isCloseTo(0.9566133, within(1e-6));
        assertThat(scorer.probability(.5, 12, 12, MatchScorer.prior(2))).isCloseTo(0.9999546, within(1e-6));
        assertThat(MatchScorer.prior(1)).isEqualTo(.5);
    }

    @Test
    void decision_ofTwoPoorFaces_isNeverAMatch() {
        MatchScorer scorer = meaning();

        assertThat(scorer.decision(.99, 8, 8)).isEqualTo("low-quality");
        assertThat(scorer.decision(.99, 12, 8)).isEqualTo("match");
        assertThat(scorer.decision(.3, 12, 8)).isEqualTo("low-quality");
        assertThat(scorer.decision(.3, 12, 12)).isEqualTo("no-match");
        assertThat(scorer.isLowQuality(8)).isTrue();
        assertThat(scorer.isLowQuality(12)).isFalse();
    }

    @Test
    void chance_growsWithTheGallery() {
        MatchScorer scorer = meaning();

        assertThat(scorer.errorRates(12, 1, 1)).isEqualTo(new MatchScorer.ErrorRates(1e-4, false, 1e-4, 1e-4));
        assertThat(Objects.requireNonNull(scorer.errorRates(12, 10_000, 10_000)).falsePositiveRate())
                .isCloseTo(0.63214, within(1e-5));
    }

    private MatchScorer meaning() {
        HandMadeCalibration.of(SHA256, "holiday").write(own);
        return calibrations("auto").forGallery("holiday", STAMP);
    }

    private Calibrations calibrations(String file) {
        return new Calibrations(
                new CalibrationOptions(file, OperatingPoint.BALANCED), folder::resolve, _ -> HINT, warnings::add);
    }
}
