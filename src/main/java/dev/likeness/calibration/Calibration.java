package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Template;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Everything learned about the numbers of one embedding model: what its magnitudes and its cosines mean.
/// It belongs to the model's file, by hash, and lives in a JSON file of its own, so it can be replaced
/// without touching a gallery.
///
/// @param modelSha256 the SHA-256 of the model's file, 64 lower-case hex digits
/// @param fittedOn in a few words, the data it was learned from
/// @param quality magnitude → quality
/// @param faces what the cosine of two single faces means
/// @param templates what the cosine of two [ClusterTemplate]s means, their qualities on the same scale as those
///     of faces; null if no template pairs were seen
/// @param space where faces are compared when they are grouped; null if that was not learned
public record Calibration(
        String modelSha256,
        String fittedOn,
        QualityScale quality,
        MatchCalibration faces,
        @Nullable MatchCalibration templates,
        @Nullable FaceSpace space) {
    /// The version of the file this code writes, and the only one it reads.
    public static final int FILE_VERSION = 1;

    static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /// @throws LikenessException `INVALID_ARGUMENT` unless `modelSha256` is 64 lower-case hex digits
    public Calibration {
        if (!SHA256.matcher(modelSha256).matches()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a model's SHA-256 must be 64 lower-case hex digits, got: " + modelSha256);
        }
    }

    /// The calibration that comes with Likeness for this model, if there is one.
    ///
    /// @param sha256 of the model's file
    public static Optional<Calibration> builtIn(String sha256) {
        String name = sha256 + ".json";
        try (InputStream resource = Calibration.class.getResourceAsStream(name)) {
            return SHA256.matcher(sha256).matches() && resource != null
                    ? Optional.of(parse(new String(resource.readAllBytes(), StandardCharsets.UTF_8), name))
                    : Optional.empty();
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "the built-in calibration must be readable: " + name, e);
        }
    }

    /// Reads a calibration and reports all that is wrong with it at once, one line a problem.
    ///
    /// @param source what to call it in messages: a path or a resource name
    /// @throws LikenessException `INVALID_ARGUMENT` if the text is no calibration of a known version
    public static Calibration parse(String json, String source) {
        return CalibrationReader.parse(json, source);
    }

    /// Reads a file as [#parse(String, String)] does.
    ///
    /// @throws LikenessException `NOT_FOUND` if there is no such file, `IO_FAILED` if it cannot be read,
    ///     `INVALID_ARGUMENT` if it is no calibration of a known version
    public static Calibration read(Path file) {
        return CalibrationFile.read(file);
    }

    /// The same calibration as JSON, its keys always in the same order.
    public String toJson() {
        return CalibrationWriter.json(this);
    }

    /// Writes the file, replacing it in one step if it is there.
    ///
    /// @throws LikenessException `IO_FAILED` if it cannot be written
    public void write(Path file) {
        CalibrationFile.write(this, file);
    }

    /// This calibration, once it is certain that it is the one of this model.
    ///
    /// @param sha256 of the model's file
    /// @throws LikenessException `INVALID_ARGUMENT` if it was learned from another model
    public Calibration requireModel(String sha256) {
        if (!modelSha256.equals(sha256)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a calibration must belong to the model with SHA-256 %s, got one for: %s"
                            .formatted(sha256, modelSha256));
        }
        return this;
    }

    /// What the cosine of two templates means; empty if that was never learned.
    public Optional<MatchCalibration> templateMatches() {
        return Optional.ofNullable(templates);
    }

    /// Where faces are compared when they are grouped; empty if that was never learned.
    public Optional<FaceSpace> faceSpace() {
        return Optional.ofNullable(space);
    }

    /// P(same person) of two faces.
    ///
    /// @param cosine −1 to 1
    /// @param prior strictly between 0 and 1: 0.5 for two pictures, 1/N for a search among N
    public MatchProbability probability(double cosine, double firstMagnitude, double secondMagnitude, double prior) {
        return new MatchProbability(
                faces.logLikelihoodRatio(cosine, quality.quality(firstMagnitude), quality.quality(secondMagnitude)),
                prior);
    }

    /// Are two faces one person?
    ///
    /// @param cosine −1 to 1
    public MatchDecision decide(double cosine, double firstMagnitude, double secondMagnitude, OperatingPoint point) {
        return faces.decide(cosine, quality.quality(firstMagnitude), quality.quality(secondMagnitude), point);
    }

    /// P(same person) of two templates, with the evidence it rests on; empty if that was never learned.
    ///
    /// @param prior strictly between 0 and 1: 1/N for a search among N people
    public Optional<MatchProbability> probability(Template first, Template second, double prior) {
        return templateMatches()
                .map(matches -> new MatchProbability(
                        matches.logLikelihoodRatio(
                                first.cosine(second),
                                quality.quality(first.magnitude()),
                                quality.quality(second.magnitude())),
                        prior));
    }

    /// Are two templates one person? Empty if that was never learned.
    public Optional<MatchDecision> decide(Template first, Template second, OperatingPoint point) {
        return templateMatches()
                .map(matches -> matches.decide(
                        first.cosine(second),
                        quality.quality(first.magnitude()),
                        quality.quality(second.magnitude()),
                        point));
    }
}
