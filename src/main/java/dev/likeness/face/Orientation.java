package dev.likeness.face;

/// How a stored picture has to be turned to be upright: the eight values of EXIF tag 274 in order (CIPA
/// DC-008, section 4.6.5.1).
public enum Orientation {
    UPRIGHT(1, false),
    MIRRORED(2, false),
    UPSIDE_DOWN(3, false),
    FLIPPED(4, false),
    TRANSPOSED(5, true),
    TURN_CLOCKWISE(6, true),
    TRANSVERSED(7, true),
    TURN_COUNTERCLOCKWISE(8, true);

    private static final Orientation[] BY_TAG = values();

    /// A box that no two turns move to the same place.
    private static final Box CORNER = new Box(0, 0.25f, 0.25f, 0.5f);

    private final int tag;
    private final boolean swapsSides;

    Orientation(int tag, boolean swapsSides) {
        this.tag = tag;
        this.swapsSides = swapsSides;
    }

    /// The orientation of a tag value, 1 to 8; upright for any other value.
    public static Orientation ofTag(int value) {
        return value >= 1 && value <= BY_TAG.length ? BY_TAG[value - 1] : UPRIGHT;
    }

    /// Whether width and height of the upright picture are exchanged compared to the stored picture.
    public boolean swapsSides() {
        return swapsSides;
    }

    /// Converts a box of the stored picture to a box of the upright picture. Coordinates are shares of the
    /// sides, 0 to 1.
    public Box upright(Box stored) {
        float left = stored.left();
        float top = stored.top();
        float right = stored.right();
        float bottom = stored.bottom();
        return switch (this) {
            case UPRIGHT -> stored;
            case MIRRORED -> new Box(1 - right, top, 1 - left, bottom);
            case UPSIDE_DOWN -> new Box(1 - right, 1 - bottom, 1 - left, 1 - top);
            case FLIPPED -> new Box(left, 1 - bottom, right, 1 - top);
            case TRANSPOSED -> new Box(top, left, bottom, right);
            case TURN_CLOCKWISE -> new Box(1 - bottom, left, 1 - top, right);
            case TRANSVERSED -> new Box(1 - bottom, 1 - right, 1 - top, 1 - left);
            case TURN_COUNTERCLOCKWISE -> new Box(top, 1 - right, bottom, 1 - left);
        };
    }

    /// Converts a box of the upright picture to a box of the stored picture; the inverse of [#upright(Box)].
    public Box stored(Box upright) {
        return inverse().upright(upright);
    }

    /// The value of EXIF tag 274, 1 to 8.
    public int tag() {
        return tag;
    }

    /// Whether the stored picture is a mirror image of the upright one.
    public boolean mirrors() {
        return this == MIRRORED || this == FLIPPED || this == TRANSPOSED || this == TRANSVERSED;
    }

    /// This turn and then another one, as one.
    public Orientation then(Orientation next) {
        Box corner = next.upright(upright(CORNER));
        for (Orientation one : BY_TAG) {
            if (one.upright(CORNER).iou(corner) > 0.5f) {
                return one;
            }
        }
        throw new AssertionError("the turns are a group, got no turn for " + this + " and " + next);
    }

    /// The turn that takes this one back.
    public Orientation inverse() {
        return switch (this) {
            case TURN_CLOCKWISE -> TURN_COUNTERCLOCKWISE;
            case TURN_COUNTERCLOCKWISE -> TURN_CLOCKWISE;
            case UPRIGHT, MIRRORED, UPSIDE_DOWN, FLIPPED, TRANSPOSED, TRANSVERSED -> this;
        };
    }
}
