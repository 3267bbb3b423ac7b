package dev.likeness.face;

/// A rectangle in the upright, full-size photo, in pixels: `left < right`, `top < bottom`. It may extend past
/// the edges of the photo if the face does.
public record Box(float left, float top, float right, float bottom) {

    /// Checks the coordinates.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the box is empty, inverted or not finite
    public Box {
        boolean finite = Float.isFinite(left) && Float.isFinite(top) && Float.isFinite(right) && Float.isFinite(bottom);
        if (!finite || left >= right || top >= bottom) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a box must have left < right and top < bottom, got: [%s, %s, %s, %s]"
                            .formatted(left, top, right, bottom));
        }
    }

    public float width() {
        return right - left;
    }

    public float height() {
        return bottom - top;
    }

    public float area() {
        return width() * height();
    }

    /// The greater of width and height, in pixels.
    public float longSide() {
        return Math.max(width(), height());
    }

    public Point centre() {
        return new Point((left + right) / 2, (top + bottom) / 2);
    }

    /// Intersection over union, 0 to 1.
    public float iou(Box other) {
        float intersection = intersection(other);
        return intersection / (area() + other.area() - intersection);
    }

    /// The share of this box that lies inside the other, 0 to 1.
    public float overlap(Box other) {
        return intersection(other) / area();
    }

    /// This box in an image `factor` times as large.
    public Box scaled(float factor) {
        return new Box(left * factor, top * factor, right * factor, bottom * factor);
    }

    /// This box, moved by a number of pixels.
    public Box moved(float right, float down) {
        return new Box(left + right, top + down, this.right + right, bottom + down);
    }

    private float intersection(Box other) {
        float width = Math.min(right, other.right) - Math.max(left, other.left);
        float height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        return width > 0 && height > 0 ? width * height : 0;
    }
}
