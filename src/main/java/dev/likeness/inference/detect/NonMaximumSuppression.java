package dev.likeness.inference.detect;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiPredicate;

/// Greedy non-maximum suppression: of detections that show the same face, the one with the best score stays.
final class NonMaximumSuppression {
    /// Best score first. Of equal scores the box further up, then further left, so that the order is always the same.
    private static final Comparator<Detection> BEST_FIRST = Comparator.comparingDouble(Detection::score)
            .reversed()
            .thenComparingDouble(detection -> detection.box().top())
            .thenComparingDouble(detection -> detection.box().left());

    /// Two passes see one face at different sizes, and a box of one may be half of the other's; within a pass, a face
    /// that lies in another's box to this share is a face in front of a face.
    private static final float CONTAINED_SHARE = 0.7f;

    private NonMaximumSuppression() {}

    /// The detections of one pass, without doubles: boxes whose intersection over union exceeds `iou`.
    static List<Detection> withinPass(List<Detection> detections, float iou) {
        return suppress(detections, (a, b) -> a.iou(b) > iou);
    }

    /// The detections of several passes, without doubles: as within a pass, or one box mostly inside the other.
    static List<Detection> acrossPasses(List<Detection> detections, float iou) {
        return suppress(
                detections,
                (a, b) -> a.iou(b) > iou || a.overlap(b) > CONTAINED_SHARE || b.overlap(a) > CONTAINED_SHARE);
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
