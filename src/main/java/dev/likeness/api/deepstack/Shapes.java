package dev.likeness.api.deepstack;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.likeness.face.Box;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Responses with the keys of DeepStack and, where they say something, those of CodeProject.AI: `message`,
/// `count`, `code`, `inferenceMs`, `processMs`.
final class Shapes {
    private static final int OK = 200;

    private Shapes() {}

    /// A face of an image, in whole pixels of the upright image.
    ///
    /// @param confidence of the detector, or of the recognition, 0 to 1
    /// @param userid null for a detection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Prediction(
            double confidence,
            @Nullable String userid,
            @JsonProperty("x_min") int left,
            @JsonProperty("y_min") int top,
            @JsonProperty("x_max") int right,
            @JsonProperty("y_max") int bottom) {
        /// A box may extend past the edges of an image; clients crop by it.
        static Prediction of(Box box, int width, int height, double confidence, @Nullable String userid) {
            return new Prediction(
                    confidence,
                    userid,
                    Math.clamp(Math.round(box.left()), 0, width),
                    Math.clamp(Math.round(box.top()), 0, height),
                    Math.clamp(Math.round(box.right()), 0, width),
                    Math.clamp(Math.round(box.bottom()), 0, height));
        }
    }

    /// @param inferenceMs time of the models and their queue
    /// @param processMs time of the whole operation
    record Predictions(
            boolean success,
            List<Prediction> predictions,
            int count,
            String message,
            int code,
            long inferenceMs,
            long processMs) {
        static Predictions of(List<Prediction> predictions, String message, Stopwatch time) {
            return new Predictions(
                    true, predictions, predictions.size(), message, OK, time.inferenceMs(), time.processMs());
        }
    }

    /// @param similarity 0 to 1
    record Similarity(boolean success, double similarity, int code, long inferenceMs, long processMs) {
        static Similarity of(double similarity, Stopwatch time) {
            return new Similarity(true, similarity, OK, time.inferenceMs(), time.processMs());
        }
    }

    /// @param skipped images that were left out, with the reason; omitted if there is none
    record Registered(
            boolean success,
            String message,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> skipped,
            int code,
            long inferenceMs,
            long processMs) {
        static Registered of(String message, List<String> skipped, Stopwatch time) {
            return new Registered(true, message, skipped, OK, time.inferenceMs(), time.processMs());
        }
    }

    record Faces(boolean success, List<String> faces, int code) {
        static Faces of(List<String> faces) {
            return new Faces(true, faces, OK);
        }
    }

    record Done(boolean success, int code) {
        static Done done() {
            return new Done(true, OK);
        }
    }

    /// Rounds to seven digits, as a float of DeepStack is printed.
    static double rounded(double value) {
        return Math.round(value * 1e7) / 1e7;
    }
}
