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

/// The calibration of one embedding model: everything needed to interpret its magnitudes and cosines. It
/// refers to the model by the hash of its file. It is stored in a JSON file of its own, so that it can be
/// replaced without changing a gallery.
///
/// @param modelSha256 the SHA-256 of the model's file, 64 lower-case hex digits
/// @param fittedOn a short description of the data that it was fitted to
/// @param quality the mapping from magnitude to quality
/// @param faces the calibration of pairs of faces
/// @param templates the calibration of pairs of [Template]s, whose qualities are on the same scale as those
///     of faces; null if it was fitted without template pairs
/// @param space the space in which the clusterer compares faces; null if it was not fitted
public record Calibration(
        String modelSha256,
        String fittedOn,
        QualityScale quality,
        MatchCalibration faces,
        @Nullable MatchCalibration templates,
        @Nullable FaceSpace space) {
    /// The version of the file format. No other version is read.
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

    /// The calibration for this model that is shipped with Likeness, if there is one.
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

    /// Parses a calibration. An exception lists all problems, one per line.
    ///
    /// @param source the name of the source in messages: a path or a resource name
    /// @throws LikenessException `INVALID_ARGUMENT` if the text is not a calibration of this version
    public static Calibration parse(String json, String source) {
        return CalibrationReader.parse(json, source);
    }

    /// Reads and parses a file, see [#parse(String, String)].
    ///
    /// @throws LikenessException `NOT_FOUND` if the file does not exist, `IO_FAILED` if it cannot be read,
    ///     `INVALID_ARGUMENT` if it is not a calibration of this version
    public static Calibration read(Path file) {
        return CalibrationFile.read(file);
    }

    /// The calibration as JSON, with its keys always in the same order.
    public String toJson() {
        return CalibrationWriter.json(this);
    }

    /// Writes the calibration to a file, which is replaced atomically if it exists.
    ///
    /// @throws LikenessException `IO_FAILED` if it cannot be written
    public void write(Path file) {
        CalibrationFile.write(this, file);
    }

    /// Checks that this calibration belongs to a model, and returns it.
    ///
    /// @param sha256 of the model's file
    /// @throws LikenessException `INVALID_ARGUMENT` if it belongs to another model
    public Calibration requireModel(String sha256) {
        if (!modelSha256.equals(sha256)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a calibration must belong to the model with SHA-256 %s, got one for: %s"
                            .formatted(sha256, modelSha256));
        }
        return this;
    }

    /// The calibration of pairs of templates, if it was fitted.
    public Optional<MatchCalibration> templateMatches() {
        return Optional.ofNullable(templates);
    }

    /// The space in which the clusterer compares faces, if it was fitted.
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

    /// Decides whether two faces are one person.
    ///
    /// @param cosine −1 to 1
    public MatchDecision decide(double cosine, double firstMagnitude, double secondMagnitude, OperatingPoint point) {
        return faces.decide(cosine, quality.quality(firstMagnitude), quality.quality(secondMagnitude), point);
    }

    /// P(same person) of two templates; empty if there is no calibration of templates.
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

    /// Decides whether two templates are one person; empty if there is no calibration of templates.
    public Optional<MatchDecision> decide(Template first, Template second, OperatingPoint point) {
        return templateMatches()
                .map(matches -> matches.decide(
                        first.cosine(second),
                        quality.quality(first.magnitude()),
                        quality.quality(second.magnitude()),
                        point));
    }
}
