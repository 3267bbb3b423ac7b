package dev.likeness.face;

/// How one picture comes out of another by turning, mirroring, resizing and moving: where its faces are then.
///
/// @param turn how the earlier upright picture has to be turned
/// @param fromWidth width of the earlier upright picture, in pixels
/// @param fromHeight height of the earlier upright picture, in pixels
/// @param toWidth width of the later upright picture, in pixels
/// @param toHeight height of the later upright picture, in pixels
/// @param offset how far the picture is moved in the later one, in pixels
public record PictureTurn(
        Orientation turn, float fromWidth, float fromHeight, float toWidth, float toHeight, Point offset) {
    private static final Point ORIGIN = new Point(0, 0);

    /// The turn that changes nothing.
    public static final PictureTurn NONE = new PictureTurn(Orientation.UPRIGHT, 1, 1, 1, 1);

    /// A turn of a whole picture.
    public PictureTurn(Orientation turn, float fromWidth, float fromHeight, float toWidth, float toHeight) {
        this(turn, fromWidth, fromHeight, toWidth, toHeight, ORIGIN);
    }

    /// The turn of a picture whose orientation is stated otherwise. The stored pixels are the same.
    ///
    /// @param width width of the upright picture before, in pixels
    /// @param height height of the upright picture before, in pixels
    public static PictureTurn between(Orientation before, Orientation after, int width, int height) {
        Orientation turn = before.inverse().then(after);
        boolean swaps = turn.swapsSides();
        return new PictureTurn(turn, width, height, swaps ? height : width, swaps ? width : height);
    }

    /// The same turn with another offset.
    public PictureTurn withOffset(Point moved) {
        return new PictureTurn(turn, fromWidth, fromHeight, toWidth, toHeight, moved);
    }

    public boolean isNone() {
        return turn == Orientation.UPRIGHT && fromWidth == toWidth && fromHeight == toHeight && offset.equals(ORIGIN);
    }

    /// Where a box of the earlier picture is, in pixels.
    public Box apply(Box box) {
        if (isNone()) {
            return box;
        }
        Point one = apply(new Point(box.left(), box.top()), fromWidth, fromHeight);
        Point other = apply(new Point(box.right(), box.bottom()), fromWidth, fromHeight);
        return new Box(
                Math.min(one.x(), other.x()),
                Math.min(one.y(), other.y()),
                Math.max(one.x(), other.x()),
                Math.max(one.y(), other.y()));
    }

    /// Where the landmarks of a face are, in pixels. In a mirrored picture, left and right change places.
    public Landmarks apply(Landmarks face) {
        if (isNone()) {
            return face;
        }
        Point leftEye = apply(face.leftEye());
        Point rightEye = apply(face.rightEye());
        Point leftMouth = apply(face.leftMouth());
        Point rightMouth = apply(face.rightMouth());
        return turn.mirrors()
                ? new Landmarks(rightEye, leftEye, apply(face.nose()), rightMouth, leftMouth)
                : new Landmarks(leftEye, rightEye, apply(face.nose()), leftMouth, rightMouth);
    }

    /// Where a detection is, in pixels.
    public Detection apply(Detection face) {
        return isNone() ? face : new Detection(apply(face.box()), apply(face.landmarks()), face.score());
    }

    /// Where a point is that counts from the edges of the pictures.
    public Point applyToEdge(Point edge) {
        return apply(edge, fromWidth, fromHeight);
    }

    /// A landmark counts from the centre of the first pixel, a side of a box from its edge.
    private Point apply(Point landmark) {
        return apply(landmark, fromWidth - 1, fromHeight - 1);
    }

    private Point apply(Point point, float right, float bottom) {
        float x = point.x();
        float y = point.y();
        Point turned = switch (turn) {
            case UPRIGHT -> point;
            case MIRRORED -> new Point(right - x, y);
            case UPSIDE_DOWN -> new Point(right - x, bottom - y);
            case FLIPPED -> new Point(x, bottom - y);
            case TRANSPOSED -> new Point(y, x);
            case TURN_CLOCKWISE -> new Point(bottom - y, x);
            case TRANSVERSED -> new Point(bottom - y, right - x);
            case TURN_COUNTERCLOCKWISE -> new Point(y, right - x);
        };
        float turnedWidth = turn.swapsSides() ? fromHeight : fromWidth;
        float turnedHeight = turn.swapsSides() ? fromWidth : fromHeight;
        return new Point(turned.x() * (toWidth / turnedWidth), turned.y() * (toHeight / turnedHeight))
                .moved(offset.x(), offset.y());
    }
}
