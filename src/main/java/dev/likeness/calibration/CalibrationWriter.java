package dev.likeness.calibration;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the JSON form of a [Calibration], with its keys always in the same order.
final class CalibrationWriter {
    private CalibrationWriter() {}

    static String json(Calibration calibration) {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        root.put("version", Calibration.FILE_VERSION);
        root.put("modelSha256", calibration.modelSha256());
        root.put("fittedOn", calibration.fittedOn());
        ObjectNode quality = root.putObject("quality");
        quality.put("centre", calibration.quality().centre());
        quality.put("width", calibration.quality().width());
        put(root.putObject("faces"), calibration.faces());
        MatchCalibration templates = calibration.templates();
        if (templates != null) {
            put(root.putObject("templates"), templates);
        }
        calibration.faceSpace().ifPresent(space -> put(root.putObject("space"), space));
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void put(ObjectNode node, MatchCalibration match) {
        node.put("mated", match.mated());
        node.put("impostors", match.impostors());
        node.put("poorQuality", match.lowQualityThreshold());
        ObjectNode model = node.putObject("model");
        model.put("kind", match.model().kind());
        switch (match.model()) {
            case MatchModel.Isotonic(var cosines, var ratios) -> {
                putAll(model.putArray("cosines"), cosines);
                putAll(model.putArray("ratios"), ratios);
            }
            case MatchModel.Logistic(double intercept, double quality, double poorSlope, double goodSlope) -> {
                model.put("intercept", intercept);
                model.put("quality", quality);
                model.put("poorSlope", poorSlope);
                model.put("goodSlope", goodSlope);
            }
            case MatchModel.TwoQualities two -> {
                model.put("poorIntercept", two.poorIntercept());
                model.put("mixedIntercept", two.mixedIntercept());
                model.put("goodIntercept", two.goodIntercept());
                model.put("poorSlope", two.poorSlope());
                model.put("mixedSlope", two.mixedSlope());
                model.put("goodSlope", two.goodSlope());
            }
            case MatchModel.QMagFace(var score, double intercept, double slope) -> {
                model.put("alpha", score.alpha());
                model.put("beta", score.beta());
                model.put("intercept", intercept);
                model.put("slope", slope);
            }
        }
        ArrayNode candidates = node.putArray("candidates");
        for (MatchCalibration.Candidate candidate : match.candidates()) {
            candidates.addObject().put("kind", candidate.kind()).put("logLoss", candidate.logLoss());
        }
        ArrayNode bands = node.putArray("falseMatches");
        for (FalseMatchTable.Band band : match.falseMatches().bands()) {
            ObjectNode entry = bands.addObject();
            entry.put("from", band.from());
            entry.put("to", band.to());
            entry.put("impostors", band.impostors());
            putAll(entry.putArray("rates"), band.rates());
            putAll(entry.putArray("cosines"), band.cosines());
        }
    }

    private static void putAll(ArrayNode array, List<Double> values) {
        values.forEach(array::add);
    }

    private static void put(ObjectNode node, FaceSpace space) {
        node.put("medianMagnitude", space.medianMagnitude());
        node.put("magnitudeRange", space.magnitudeRange());
        node.put("dimension", space.dimension());
        space.matrix().ifPresent(matrix -> node.put("matrix", base64(matrix)));
    }

    /// Little-endian floats: a decimal form of thousands of numbers would be several times as long.
    private static String base64(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
