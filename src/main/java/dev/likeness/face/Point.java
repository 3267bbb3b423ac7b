package dev.likeness.face;

/// A position in the upright, full-size photo: pixels from its left and top edge. The centre of the first
/// pixel is at (0, 0).
public record Point(float x, float y) {

    /// The Euclidean distance in pixels.
    public float distanceTo(Point other) {
        return (float) Math.hypot(x - other.x, y - other.y);
    }

    /// This point in an image `factor` times as large.
    public Point scaled(float factor) {
        return new Point(x * factor, y * factor);
    }

    /// This point, moved by a number of pixels.
    public Point moved(float right, float down) {
        return new Point(x + right, y + down);
    }
}
