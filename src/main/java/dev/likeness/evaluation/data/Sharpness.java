package dev.likeness.evaluation.data;

import dev.likeness.image.RgbImage;

/// The sharpness of a picture, a quality measure without learning that serves as a baseline.
final class Sharpness {
    private Sharpness() {}

    /// The variance of the 3×3 Laplacian of the brightness (Pech-Pacheco et al., ICPR 2000); 0 for a picture
    /// smaller than 3×3.
    static double of(RgbImage image) {
        int width = image.width();
        int height = image.height();
        double[] luma = new double[width * height];
        byte[] rgb = image.rgb();
        for (int i = 0; i < luma.length; i++) {
            luma[i] = 0.299 * (rgb[3 * i] & 0xff) + 0.587 * (rgb[3 * i + 1] & 0xff) + 0.114 * (rgb[3 * i + 2] & 0xff);
        }
        double sum = 0;
        double squares = 0;
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                int i = y * width + x;
                double laplacian = luma[i - 1] + luma[i + 1] + luma[i - width] + luma[i + width] - 4 * luma[i];
                sum += laplacian;
                squares += laplacian * laplacian;
            }
        }
        double n = Math.max(1.0, (width - 2.0) * (height - 2.0));
        return Math.max(0, squares / n - (sum / n) * (sum / n));
    }
}
