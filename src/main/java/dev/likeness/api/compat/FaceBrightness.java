package dev.likeness.api.compat;

import dev.likeness.image.RgbImage;

/// How bright a face is: the mean luma (ITU-R BT.709) of its aligned crop, 0 for black to 100 for white.
public final class FaceBrightness {
    private static final double RED = 0.2126;
    private static final double GREEN = 0.7152;
    private static final double BLUE = 0.0722;

    private FaceBrightness() {}

    /// The brightness of a face, 0 to 100.
    ///
    /// @param crop the aligned picture of the face
    public static double of(RgbImage crop) {
        byte[] rgb = crop.rgb();
        int pixels = rgb.length / 3;
        double sum = 0;
        for (int i = 0; i < rgb.length; i += 3) {
            sum += RED * (rgb[i] & 0xFF) + GREEN * (rgb[i + 1] & 0xFF) + BLUE * (rgb[i + 2] & 0xFF);
        }
        return 100 * sum / (255.0 * pixels);
    }
}
