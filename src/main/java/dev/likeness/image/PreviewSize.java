package dev.likeness.image;

/// The size of a small picture of a whole photo, in pixels.
public record PreviewSize(int width, int height) {
    /// How many times as high as wide a preview may be, since a JPEG file has at most 65,535 rows.
    private static final int MAX_ASPECT = 4;

    /// The size for a photo of this size: the same shape, at most `most` pixels wide and four times as high, never
    /// enlarged.
    public static PreviewSize of(int photoWidth, int photoHeight, int most) {
        double byWidth = (double) most / photoWidth;
        double byHeight = (double) MAX_ASPECT * most / photoHeight;
        double factor = Math.min(1, Math.min(byWidth, byHeight));
        return new PreviewSize(Math.max(1, (int) Math.round(factor * photoWidth)), Math.max(1, (int)
                Math.round(factor * photoHeight)));
    }

    /// The longer side.
    public int longSide() {
        return Math.max(width, height);
    }
}
