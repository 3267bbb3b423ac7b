package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.TextLimits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads the JSON form of a [Calibration]. Reading continues after a problem, so that one run reports all
/// problems.
final class CalibrationReader {
    private static final String MODEL_KINDS = "isotonic, logistic, two-qualities or qmagface";

    private final List<String> problems = new ArrayList<>();

    private CalibrationReader() {}

    static Calibration parse(String json, String source) {
        JsonNode root;
        try {
            root = TextLimits.json().readTree(json);
        } catch (JacksonException e) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: a calibration must be JSON, got: %s".formatted(source, TextLimits.problem(e)),
                    e);
        }
        JsonNode version = root.get("version");
        // The keys of another version may have other meanings, so further problems would be misleading.
        if (version == null || !version.isInt() || version.intValue() != Calibration.FILE_VERSION) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: version must be %d, got: %s".formatted(source, Calibration.FILE_VERSION, version));
        }
        CalibrationReader reader = new CalibrationReader();
        Calibration calibration = reader.calibration(root);
        if (calibration == null || !reader.problems.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, source + ": " + String.join("\n" + source + ": ", reader.problems));
        }
        return calibration;
    }

    private @Nullable Calibration calibration(JsonNode root) {
        refuseUnknownKeys(
                root, "", Set.of("version", "modelSha256", "fittedOn", "quality", "faces", "templates", "space"));
        String sha256 = text(root, "", "modelSha256");
        if (sha256 != null && !Calibration.SHA256.matcher(sha256).matches()) {
            problems.add("modelSha256 must be 64 lower-case hex digits, got: " + sha256);
        }
        String fittedOn = text(root, "", "fittedOn");
        QualityScale quality = null;
        JsonNode qualityNode = object(root, "", "quality", Set.of("centre", "width"));
        if (qualityNode != null) {
            double centre = number(qualityNode, "quality.", "centre");
            double width = number(qualityNode, "quality.", "width");
            quality = create("quality", () -> new QualityScale(centre, width), centre, width);
        }
        MatchCalibration faces = match(root, "faces");
        MatchCalibration templates = root.has("templates") ? match(root, "templates") : null;
        FaceSpace space = root.has("space") ? space(root) : null;
        return !problems.isEmpty() || sha256 == null || fittedOn == null || quality == null || faces == null
                ? null
                : new Calibration(sha256, fittedOn, quality, faces, templates, space);
    }

    private @Nullable MatchCalibration match(JsonNode root, String key) {
        JsonNode node = object(
                root, "", key, Set.of("mated", "impostors", "poorQuality", "model", "candidates", "falseMatches"));
        if (node == null) {
            return null;
        }
        String at = key + ".";
        double mated = number(node, at, "mated");
        double impostors = number(node, at, "impostors");
        double poorQuality = number(node, at, "poorQuality");
        MatchModel model = model(node, at);
        List<MatchCalibration.Candidate> candidates = new ArrayList<>();
        for (JsonNode entry : array(node, at, "candidates")) {
            String where = at + "candidates[" + candidates.size() + "].";
            refuseUnknownKeys(entry, where, Set.of("kind", "logLoss"));
            String kind = text(entry, where, "kind");
            candidates.add(new MatchCalibration.Candidate(kind == null ? "" : kind, number(entry, where, "logLoss")));
        }
        FalseMatchTable table = table(node, at);
        return model == null || table == null
                ? null
                : create(
                        key,
                        () -> new MatchCalibration(
                                model, candidates, table, poorQuality, (long) mated, (long) impostors),
                        mated,
                        impostors,
                        poorQuality);
    }

    private @Nullable MatchModel model(JsonNode node, String at) {
        JsonNode model = node.get("model");
        if (model == null || !model.isObject()) {
            problems.add(at + "model must be an object, got: " + model);
            return null;
        }
        String where = at + "model.";
        String kind = text(model, where, "kind");
        return switch (kind) {
            case null -> null;
            case "isotonic" -> {
                refuseUnknownKeys(model, where, Set.of("kind", "cosines", "ratios"));
                List<Double> cosines = numbers(model, where, "cosines");
                List<Double> ratios = numbers(model, where, "ratios");
                yield create(at + "model", () -> new MatchModel.Isotonic(cosines, ratios));
            }
            case "logistic" -> {
                refuseUnknownKeys(model, where, Set.of("kind", "intercept", "quality", "poorSlope", "goodSlope"));
                double intercept = number(model, where, "intercept");
                double quality = number(model, where, "quality");
                double poorSlope = number(model, where, "poorSlope");
                double goodSlope = number(model, where, "goodSlope");
                yield create(
                        at + "model",
                        () -> new MatchModel.Logistic(intercept, quality, poorSlope, goodSlope),
                        intercept,
                        quality,
                        poorSlope,
                        goodSlope);
            }
            case "two-qualities" -> {
                refuseUnknownKeys(
                        model,
                        where,
                        Set.of(
                                "kind",
                                "poorIntercept",
                                "mixedIntercept",
                                "goodIntercept",
                                "poorSlope",
                                "mixedSlope",
                                "goodSlope"));
                double[] numbers = {
                    number(model, where, "poorIntercept"),
                    number(model, where, "mixedIntercept"),
                    number(model, where, "goodIntercept"),
                    number(model, where, "poorSlope"),
                    number(model, where, "mixedSlope"),
                    number(model, where, "goodSlope")
                };
                yield create(
                        at + "model",
                        () -> new MatchModel.TwoQualities(
                                numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]),
                        numbers);
            }
            case "qmagface" -> {
                refuseUnknownKeys(model, where, Set.of("kind", "alpha", "beta", "intercept", "slope"));
                double alpha = number(model, where, "alpha");
                double beta = number(model, where, "beta");
                double intercept = number(model, where, "intercept");
                double slope = number(model, where, "slope");
                yield create(
                        at + "model",
                        () -> new MatchModel.QMagFace(new QMagFaceScore(alpha, beta), intercept, slope),
                        alpha,
                        beta,
                        intercept,
                        slope);
            }
            default -> {
                problems.add(where + "kind must be " + MODEL_KINDS + ", got: " + kind);
                yield null;
            }
        };
    }

    private @Nullable FalseMatchTable table(JsonNode node, String at) {
        List<FalseMatchTable.Band> bands = new ArrayList<>();
        int place = 0;
        for (JsonNode entry : array(node, at, "falseMatches")) {
            String name = at + "falseMatches[" + place++ + "]";
            String where = name + ".";
            refuseUnknownKeys(entry, where, Set.of("from", "to", "impostors", "rates", "cosines"));
            double from = number(entry, where, "from");
            double to = number(entry, where, "to");
            double impostors = number(entry, where, "impostors");
            List<Double> rates = numbers(entry, where, "rates");
            List<Double> cosines = numbers(entry, where, "cosines");
            FalseMatchTable.Band band = create(
                    name,
                    () -> new FalseMatchTable.Band(from, to, (long) impostors, rates, cosines),
                    from,
                    to,
                    impostors);
            if (band != null) {
                bands.add(band);
            }
        }
        return bands.size() == place ? create(at + "falseMatches", () -> new FalseMatchTable(bands)) : null;
    }

    private @Nullable FaceSpace space(JsonNode root) {
        JsonNode node = object(root, "", "space", Set.of("medianMagnitude", "magnitudeRange", "dimension", "matrix"));
        if (node == null) {
            return null;
        }
        double median = number(node, "space.", "medianMagnitude");
        double range = number(node, "space.", "magnitudeRange");
        double dimension = number(node, "space.", "dimension");
        float[] matrix = null;
        String text = node.has("matrix") ? text(node, "space.", "matrix") : null;
        if (text != null) {
            try {
                ByteBuffer bytes =
                        ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
                matrix = new float[bytes.remaining() / Float.BYTES];
                bytes.asFloatBuffer().get(matrix);
            } catch (IllegalArgumentException e) {
                problems.add("space.matrix must be base64, got: " + e.getMessage());
                return null;
            }
        }
        float[] values = matrix;
        return create("space", () -> FaceSpace.of(values, median, range, dimension), median, range, dimension);
    }

    /// Calls a constructor. If that fails, adds a problem and returns null.
    ///
    /// @param needed the numbers that the constructor takes; NaN for a missing number, whose problem is
    ///     already added
    private <T> @Nullable T create(String where, Supplier<T> maker, double... needed) {
        if (DoubleStream.of(needed).anyMatch(Double::isNaN)) {
            return null;
        }
        try {
            return maker.get();
        } catch (LikenessException e) {
            problems.add(where + ": " + e.getMessage());
            return null;
        }
    }

    private void refuseUnknownKeys(JsonNode node, String at, Set<String> known) {
        node.propertyNames().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> problems.add(at + name + " is not a known key"));
    }

    private @Nullable JsonNode object(JsonNode parent, String at, String key, Set<String> known) {
        JsonNode node = parent.get(key);
        if (node == null || !node.isObject()) {
            problems.add(at + key + " must be an object, got: " + node);
            return null;
        }
        refuseUnknownKeys(node, at + key + ".", known);
        return node;
    }

    private Iterable<JsonNode> array(JsonNode parent, String at, String key) {
        JsonNode node = parent.get(key);
        if (node == null || !node.isArray()) {
            problems.add(at + key + " must be a list, got: " + node);
            return List.of();
        }
        return node.values();
    }

    private @Nullable String text(JsonNode parent, String at, String key) {
        JsonNode node = parent.get(key);
        if (node == null || !node.isString()) {
            problems.add(at + key + " must be a text, got: " + node);
            return null;
        }
        return node.stringValue();
    }

    private double number(JsonNode parent, String at, String key) {
        JsonNode node = parent.get(key);
        if (node == null || !node.isNumber()) {
            problems.add(at + key + " must be a number, got: " + node);
            return Double.NaN;
        }
        return node.doubleValue();
    }

    private List<Double> numbers(JsonNode parent, String at, String key) {
        List<Double> values = new ArrayList<>();
        for (JsonNode node : array(parent, at, key)) {
            if (node.isNumber()) {
                values.add(node.doubleValue());
            } else {
                problems.add("%s%s[%d] must be a number, got: %s".formatted(at, key, values.size(), node));
                values.add(0.0);
            }
        }
        return values;
    }
}
