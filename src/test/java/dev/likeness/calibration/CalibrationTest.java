package dev.likeness.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Embedding;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Template;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {
    private static final String MODEL = "ab".repeat(32);
    private static final FalseMatchTable TABLE = new FalseMatchTable(
            List.of(new FalseMatchTable.Band(0, 1, 1_000, List.of(1.0, .1, .01), List.of(-.3, .1, .2))));

    private static final String SMALLEST = """
            {
              "version" : 1,
              "modelSha256" : "%s",
              "fittedOn" : "a test",
              "quality" : {
                "centre" : 10.0,
                "width" : 2.0
              },
              "faces" : {
                "mated" : 7,
                "impostors" : 1000,
                "poorQuality" : 0.1,
                "model" : {
                  "kind" : "logistic",
                  "intercept" : -5.0,
                  "quality" : -1.0,
                  "poorSlope" : 10.0,
                  "goodSlope" : 20.0
                },
                "candidates" : [ {
                  "kind" : "logistic",
                  "logLoss" : 0.1
                } ],
                "falseMatches" : [ {
                  "from" : 0.0,
                  "to" : 1.0,
                  "impostors" : 1000,
                  "rates" : [ 1.0, 0.1, 0.01 ],
                  "cosines" : [ -0.3, 0.1, 0.2 ]
                } ]
              }
            }
            """.formatted(MODEL);

    private static MatchCalibration faces(MatchModel model) {
        return new MatchCalibration(
                model, List.of(new MatchCalibration.Candidate(model.kind(), .1)), TABLE, .1, 7, 1_000);
    }

    private static final FaceSpace SPACE = FaceSpace.of(new float[] {2, .5f, 1}, 17, 4, 107);

    private static final Calibration CALIBRATION = new Calibration(
            MODEL, "a test", new QualityScale(10, 2), faces(new MatchModel.Logistic(-5, -1, 10, 20)), null, null);

    @Test
    void toJson_hasStableKeys() {
        assertThat(CALIBRATION.toJson()).isEqualTo(SMALLEST);
    }

    @Test
    void parse_whatWasWritten_isTheSame() {
        for (MatchModel model : List.of(
                new MatchModel.Isotonic(List.of(-.5, .5), List.of(-3.0, 4.0)),
                new MatchModel.Logistic(-5, -1, 10, 20),
                new MatchModel.TwoQualities(-1, -4, -10, 10, 20, 40),
                new MatchModel.QMagFace(new QMagFaceScore(1, 2), -5, 20))) {
            Calibration calibration =
                    new Calibration(MODEL, "x", new QualityScale(10, 2), faces(model), faces(model), SPACE);

            assertThat(Calibration.parse(calibration.toJson(), "memory")).isEqualTo(calibration);
        }
    }

    @Test
    void write_thenRead_isTheSame(@TempDir Path directory) {
        Path file = directory.resolve("calibration.json");

        CALIBRATION.write(file);
        CALIBRATION.write(file);

        assertThat(Calibration.read(file)).isEqualTo(CALIBRATION);
        assertThat(directory).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void read_noSuchFile_isRefused(@TempDir Path directory) {
        Path file = directory.resolve("none.json");

        assertThatThrownBy(() -> Calibration.read(file))
                .isInstanceOf(LikenessException.class)
                .hasMessage("calibration file must exist, got: " + file);
    }

    @Test
    void parse_unknownVersion_isRefusedBeforeAnythingElse() {
        assertThatThrownBy(() -> Calibration.parse("{\"version\": 2, \"faces\": 0}", "mine.json"))
                .hasMessage("mine.json: version must be 1, got: 2");
        assertThatThrownBy(() -> Calibration.parse("{}", "mine.json"))
                .hasMessage("mine.json: version must be 1, got: null");
    }

    @Test
    void parse_severalProblems_areReportedAtOnce() {
        String broken = SMALLEST.replace(MODEL, "abc")
                .replace("\"width\" : 2.0", "\"width\" : -2.0, \"colour\" : 1")
                .replace("\"kind\" : \"logistic\",\n      \"intercept\"", "\"kind\" : \"magic\",\n      \"intercept\"")
                .replace("\"poorQuality\" : 0.1", "\"poorQuality\" : \"low\"")
                .replace("[ -0.3, 0.1, 0.2 ]", "[ 0.3, 0.1, 0.2 ]");

        assertThatThrownBy(() -> Calibration.parse(broken, "mine.json")).hasMessage("""
                mine.json: modelSha256 must be 64 lower-case hex digits, got: abc
                mine.json: quality.colour is not a known key
                mine.json: quality: quality width must be positive and finite, got: -2.0
                mine.json: faces.poorQuality must be a number, got: "low"
                mine.json: faces.model.kind must be isotonic, logistic, two-qualities or qmagface, got: magic
                mine.json: faces.falseMatches[0]: rates must fall from 1 and cosines grow strictly, got at place 1: 0.1, 0.1""");
    }

    @Test
    void parse_noJson_isRefused() {
        assertThatThrownBy(() -> Calibration.parse("{", "mine.json"))
                .isInstanceOf(LikenessException.class)
                .hasMessageStartingWith("mine.json: a calibration must be JSON, got: ");
    }

    @Test
    void requireModel_another_isRefused() {
        assertThat(CALIBRATION.requireModel(MODEL)).isSameAs(CALIBRATION);
        assertThatThrownBy(() -> CALIBRATION.requireModel("cd".repeat(32)))
                .hasMessage("a calibration must belong to the model with SHA-256 %s, got one for: %s"
                        .formatted("cd".repeat(32), MODEL));
    }

    @Test
    void probability_ofMagnitudes_goesThroughTheirQualities() {
        // Both magnitudes 10 are quality 0.5: ratio = −5 − 0.5 + 0.4·(0.5·10 + 0.5·20) = 0.5
        MatchProbability answer = CALIBRATION.probability(.4, 10, 10, .5);

        assertThat(answer.logLikelihoodRatio()).isEqualTo(.5);
        assertThat(answer.prior()).isEqualTo(.5);
        assertThat(CALIBRATION.decide(.4, 10, 10, OperatingPoint.EAGER)).isEqualTo(MatchDecision.MATCH);
    }

    @Test
    void builtIn_ofTheDefaultEmbedder_belongsToIt() {
        String sha256 = "4bc1ac98f9d75932bea11c09720a91af0866401c817ec2b1dd7b87f3b952b95a";

        Calibration calibration = Calibration.builtIn(sha256).orElseThrow();

        assertThat(calibration.modelSha256()).isEqualTo(sha256);
        assertThat(calibration.faces().impostors()).isGreaterThanOrEqualTo(100_000);
        assertThat(calibration.templateMatches())
                .hasValueSatisfying(templates -> assertThat(templates.mated()).isGreaterThan(1_000));
    }

    @Test
    void builtIn_ofAnotherModel_isNone() {
        assertThat(Calibration.builtIn("0".repeat(64))).isEmpty();
        assertThat(Calibration.builtIn("../index/secret")).isEmpty();
    }

    @Test
    void templates_withAFitOfTheirOwn_areAnsweredByIt() {
        Calibration calibration = new Calibration(
                MODEL,
                "x",
                new QualityScale(10, 2),
                faces(new MatchModel.Logistic(-5, -1, 10, 20)),
                faces(new MatchModel.Logistic(-6, 0, 30, 30)),
                null);
        Template good = Template.of(List.of(Embedding.ofRaw(new float[] {20, 0})));

        MatchProbability same = calibration.probability(good, good, .1).orElseThrow();

        assertThat(same.logLikelihoodRatio()).isCloseTo(24, within(1e-5));
        assertThat(same.prior()).isEqualTo(.1);
        assertThat(calibration.decide(good, good, OperatingPoint.BALANCED)).contains(MatchDecision.MATCH);
        assertThat(CALIBRATION.probability(good, good, .1)).isEmpty();
        assertThat(CALIBRATION.decide(good, good, OperatingPoint.BALANCED)).isEmpty();
    }
}
