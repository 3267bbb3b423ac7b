package dev.likeness.api.compreface;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.likeness.api.compat.HeadPose;
import dev.likeness.api.compat.PriorFreeSimilarity;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.engine.search.VerifyResult;
import dev.likeness.extract.Probe;
import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Responses that several operations share, with CompreFace's names.
final class Shapes {
    private static final double EVEN = 0.5;

    private Shapes() {}

    /// @param probability detection score, 0 to 1
    record FaceBox(
            double probability,
            @JsonProperty("x_min") int left,
            @JsonProperty("y_min") int top,
            @JsonProperty("x_max") int right,
            @JsonProperty("y_max") int bottom) {
        static FaceBox of(Detection detection) {
            Box box = detection.box();
            return new FaceBox(
                    rounded(detection.score()),
                    Math.round(box.left()),
                    Math.round(box.top()),
                    Math.round(box.right()),
                    Math.round(box.bottom()));
        }
    }

    /// @param similarity 0 to 1
    record Prediction(String subject, double similarity) {}

    /// How the head is turned, in degrees; see [HeadPose].
    record Pose(double pitch, double roll, double yaw) {
        static Pose of(Detection detection) {
            HeadPose pose = HeadPose.of(detection.landmarks());
            return new Pose(rounded(pose.pitch()), rounded(pose.roll()), rounded(pose.yaw()));
        }
    }

    /// One face of an image. Data that was not requested is omitted.
    ///
    /// @param subjects most probable first
    /// @param landmarks five points
    /// @param embedding raw, as [dev.likeness.face.Embedding#raw()]
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Face(
            FaceBox box,
            @Nullable List<Prediction> subjects,
            @Nullable String subject,
            @Nullable Double similarity,
            @Nullable List<List<Integer>> landmarks,
            @Nullable Pose pose,
            @Nullable List<Float> embedding) {
        static Face of(Probe.PictureProbe seen, Set<String> plugins) {
            return new Face(
                    FaceBox.of(seen.detection()),
                    null,
                    null,
                    null,
                    plugins.contains("landmarks")
                            ? seen.detection().landmarks().points().stream()
                                    .map(point -> List.of(Math.round(point.x()), Math.round(point.y())))
                                    .toList()
                            : null,
                    plugins.contains("pose") ? Pose.of(seen.detection()) : null,
                    plugins.contains("calculator") ? list(seen.embedding().raw()) : null);
        }

        Face with(List<Prediction> predictions) {
            return new Face(box, predictions, subject, similarity, landmarks, pose, embedding);
        }

        Face with(@Nullable String whose, double alike) {
            return new Face(box, subjects, whose, alike, landmarks, pose, embedding);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Result<T>(
            List<T> result,
            @JsonProperty("plugins_versions") @Nullable Map<String, String> pluginsVersions) {}

    static double similarity(SearchResult.ProbeFace query, SearchResult.PersonHit hit) {
        SearchResult.DecisionBasis basis = query.basis();
        return rounded(
                PriorFreeSimilarity.of(hit.cosine(), hit.probability(), basis == null ? EVEN : basis.personPrior()));
    }

    static double similarity(VerifyResult result) {
        return rounded(PriorFreeSimilarity.of(result.cosine(), result.probability(), result.prior()));
    }

    static List<Float> list(float[] vector) {
        Float[] boxed = new Float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            boxed[i] = vector[i];
        }
        return List.of(boxed);
    }

    /// Rounds to five digits, as CompreFace does.
    private static double rounded(double value) {
        return Math.round(value * 1e5) / 1e5;
    }
}
