package dev.likeness.extract;

import dev.likeness.face.Box;
import dev.likeness.face.Detection;
import dev.likeness.face.Landmarks;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.FaceDetector;
import dev.likeness.inference.embed.FaceAligner;
import java.util.Comparator;

/// Finds the landmarks of a face that a user drew. A face that was missed in the whole photo is often found in a
/// part of it that shows little else.
final class DrawnFace {
    /// Side of the part as a multiple of the box's longer side.
    private static final double CONTEXT = 2;

    /// Long side of the part when it is searched, in pixels: the face is then about 320 pixels high.
    private static final double PART_SIDE = 640;

    /// Minimum intersection over union of the drawn box and a detection that shows the same face.
    private static final float SAME_FACE = 0.3f;

    private DrawnFace() {}

    /// The face at this box, with the box as it was drawn.
    static Detection detection(RgbImage photo, Box box, FaceDetector detector) {
        double half = CONTEXT * box.longSide() / 2;
        int left = (int) Math.max(0, Math.floor(box.centre().x() - half));
        int top = (int) Math.max(0, Math.floor(box.centre().y() - half));
        int right = (int) Math.min(photo.width(), Math.ceil(box.centre().x() + half));
        int bottom = (int) Math.min(photo.height(), Math.ceil(box.centre().y() + half));
        RgbImage part = photo.crop(left, top, right - left, bottom - top);
        RgbImage searched = part.scaled(PART_SIDE / part.longSide());
        float toPhoto = (float) part.width() / searched.width();
        return detector.detect(searched).stream()
                .map(found -> found.scaled(toPhoto).moved(left, top))
                .filter(found -> found.box().iou(box) >= SAME_FACE && FaceAligner.isConsistent(found.landmarks(), box))
                .max(Comparator.comparingDouble(found -> found.box().iou(box)))
                .map(found -> new Detection(box, found.landmarks(), found.score()))
                .orElseGet(() -> new Detection(box, meanLandmarks(box), 0));
    }

    /// The landmarks of an upright frontal face that fills the box.
    private static Landmarks meanLandmarks(Box box) {
        return new Landmarks(
                at(box, 0.30f, 0.40f),
                at(box, 0.70f, 0.40f),
                at(box, 0.50f, 0.59f),
                at(box, 0.34f, 0.77f),
                at(box, 0.66f, 0.77f));
    }

    private static Point at(Box box, float x, float y) {
        return new Point(box.left() + x * box.width(), box.top() + y * box.height());
    }
}
