package dev.likeness.evaluation.data;

import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Precomputed embeddings from a file in the format of MagFace's `feat.list`: one line per image, with its
/// path and the raw model output as decimal numbers, separated by spaces. The norm of the numbers is the
/// magnitude.
///
/// @param features the features in the order of the file, all of one dimension
public record FeatureList(List<Feature> features) {

    /// One line.
    public record Feature(String path, Embedding embedding) {}

    public FeatureList {
        features = List.copyOf(features);
    }

    /// Reads a file.
    ///
    /// @throws LikenessException `NOT_FOUND` or `IO_FAILED` for the file; `INVALID_ARGUMENT` with file, line,
    ///     rule and value for a line that `badInput` does not skip (a field that is not a number, another
    ///     dimension than the first line's, a repeated path, a zero vector), and if there is no feature
    public static FeatureList read(Path file, InvalidInputPolicy badInput) {
        List<Feature> features = new ArrayList<>();
        Map<String, Integer> lineOfPath = new HashMap<>();
        TextLines.read(file, (number, text) -> {
            try {
                int dimension = features.isEmpty()
                        ? 0
                        : features.getFirst().embedding().direction().dimension();
                Feature feature = feature(file, number, text, dimension);
                Integer earlier = lineOfPath.putIfAbsent(feature.path, number);
                if (earlier != null) {
                    throw TextLines.problem(
                            file, number, "a path must not be that of an earlier line (" + earlier + ")", feature.path);
                }
                features.add(feature);
            } catch (LikenessException e) {
                badInput.handle(e);
            }
        });
        if (features.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: a feature list must hold at least one feature, got: 0".formatted(file));
        }
        return new FeatureList(features);
    }

    /// The embeddings by path.
    public Map<String, Embedding> byPath() {
        Map<String, Embedding> byPath = new HashMap<>();
        features.forEach(feature -> byPath.put(feature.path, feature.embedding));
        return byPath;
    }

    private static Feature feature(Path file, int number, String text, int dimension) {
        String[] fields = text.split("\\s+", -1);
        float[] raw = new float[fields.length - 1];
        if (raw.length == 0 || (dimension > 0 && raw.length != dimension)) {
            String rule = dimension == 0
                    ? "a feature must be a path and at least one number"
                    : "a feature must have %d numbers like the first".formatted(dimension);
            throw TextLines.problem(file, number, rule, Integer.toString(raw.length));
        }
        for (int i = 0; i < raw.length; i++) {
            try {
                raw[i] = Float.parseFloat(fields[i + 1]);
            } catch (NumberFormatException _) {
                throw TextLines.problem(file, number, "field %d must be a number".formatted(i + 2), fields[i + 1]);
            }
        }
        try {
            return new Feature(fields[0], Embedding.ofRaw(raw));
        } catch (LikenessException e) {
            throw new LikenessException(e.code(), "%s, line %d: %s".formatted(file, number, e.getMessage()), e);
        }
    }
}
