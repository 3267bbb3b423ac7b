package dev.likeness.image;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/// How a stored picture must be turned to stand upright: the eight values of EXIF tag 274 in their order
/// (CIPA DC-008, section 4.6.5.1).
enum Orientation {
    UPRIGHT(false),
    MIRRORED(false),
    UPSIDE_DOWN(false),
    FLIPPED(false),
    TRANSPOSED(true),
    TURN_CLOCKWISE(true),
    TRANSVERSED(true),
    TURN_COUNTERCLOCKWISE(true);

    private static final Orientation[] BY_TAG = values();

    private final boolean swapsSides;

    Orientation(boolean swapsSides) {
        this.swapsSides = swapsSides;
    }

    /// The orientation of a tag's value; upright for a value that the standard does not know.
    static Orientation ofTag(int value) {
        return value >= 1 && value <= BY_TAG.length ? BY_TAG[value - 1] : UPRIGHT;
    }

    boolean swapsSides() {
        return swapsSides;
    }

    /// The upright picture: `stored` itself, or a new matrix that the caller's scope closes.
    Mat upright(Mat stored) {
        if (this == UPRIGHT) {
            return stored;
        }
        Mat turned = new Mat();
        switch (this) {
            case UPRIGHT -> {}
            case MIRRORED -> opencv_core.flip(stored, turned, 1);
            case UPSIDE_DOWN -> opencv_core.rotate(stored, turned, opencv_core.ROTATE_180);
            case FLIPPED -> opencv_core.flip(stored, turned, 0);
            case TRANSPOSED -> opencv_core.transpose(stored, turned);
            case TURN_CLOCKWISE -> opencv_core.rotate(stored, turned, opencv_core.ROTATE_90_CLOCKWISE);
            case TRANSVERSED -> {
                opencv_core.transpose(stored, turned);
                opencv_core.rotate(turned, turned, opencv_core.ROTATE_180);
            }
            case TURN_COUNTERCLOCKWISE -> opencv_core.rotate(stored, turned, opencv_core.ROTATE_90_COUNTERCLOCKWISE);
        }
        return turned;
    }
}
