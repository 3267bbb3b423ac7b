package dev.likeness.inference.detect;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;

/// Greedy non-maximum suppression: of several detections of one face, it keeps the one with the best score.
public final class NonMaximumSuppression {
    /// Orders by score, best first. Equal scores are ordered from top to bottom, then from left to right, so
    /// the order is deterministic.
    private static final Comparator<Detection> BEST_FIRST = Comparator.comparingDouble(Detection::score)
            .reversed()
            .thenComparingDouble(detection -> detection.box().top())
            .thenComparingDouble(detection -> detection.box().left());

    /// Share of a box inside another box above which two detections of different passes are one face. Passes
    /// detect the same face at different scales, so one box may be half as large as the other. Within one
    /// pass, such a box is another face in front.
    private static final float CONTAINED_SHARE = 0.7f;

    private NonMaximumSuppression() {}

    /// Removes duplicates from the detections of one pass: boxes whose intersection over union exceeds `iou`.
    static List<Detection> withinPass(List<Detection> detections, float iou) {
        return suppress(detections, (a, b) -> a.iou(b) > iou);
    }

    /// Removes duplicates from the detections of several passes: as within a pass, and boxes that lie mostly
    /// inside another.
    public static List<Detection> acrossPasses(List<Detection> detections, float iou) {
        return suppress(detections, (a, b) -> isSameFace(a, b, iou));
    }

    /// Whether two boxes of different passes are of one face.
    public static boolean isSameFace(Box one, Box other, float iou) {
        return one.iou(other) > iou || one.overlap(other) > CONTAINED_SHARE || other.overlap(one) > CONTAINED_SHARE;
    }

    private static List<Detection> suppress(List<Detection> detections, BiPredicate<Box, Box> sameFace) {
        List<Detection> kept = new ArrayList<>();
        detections.stream().sorted(BEST_FIRST).forEach(detection -> {
            if (kept.stream().noneMatch(better -> sameFace.test(better.box(), detection.box()))) {
                kept.add(detection);
            }
        });
        return List.copyOf(kept);
    }
}
