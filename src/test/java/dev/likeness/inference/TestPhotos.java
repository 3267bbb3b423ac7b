package dev.likeness.inference;

import dev.likeness.image.RgbImage;
import java.nio.file.Path;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/// Pictures for tests: decoded, drawn or cut.
public final class TestPhotos {
    private static final int COLOURS = 3;

    private TestPhotos() {}

    /// Decodes a JPEG.
    static RgbImage read(Path path) {
        try (Mat mat = opencv_imgcodecs.imread(path.toString(), opencv_imgcodecs.IMREAD_COLOR_RGB)) {
            byte[] rgb = new byte[COLOURS * mat.rows() * mat.cols()];
            mat.data().get(rgb);
            return new RgbImage(mat.cols(), mat.rows(), rgb);
        }
    }

    /// One colour everywhere.
    public static RgbImage plain(int width, int height, int red, int green, int blue) {
        byte[] rgb = new byte[COLOURS * width * height];
        for (int i = 0; i < rgb.length; i += COLOURS) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return new RgbImage(width, height, rgb);
    }

    /// Every byte drawn at random.
    public static RgbImage noise(int width, int height, long seed) {
        byte[] rgb = new byte[COLOURS * width * height];
        new Random(seed).nextBytes(rgb);
        return new RgbImage(width, height, rgb);
    }

    /// A part of an image.
    public static RgbImage cut(RgbImage image, int left, int top, int width, int height) {
        byte[] rgb = new byte[COLOURS * width * height];
        for (int y = 0; y < height; y++) {
            System.arraycopy(
                    image.rgb(),
                    COLOURS * ((top + y) * image.width() + left),
                    rgb,
                    COLOURS * y * width,
                    COLOURS * width);
        }
        return new RgbImage(width, height, rgb);
    }

    /// The same image `times` × `times`, side by side.
    static RgbImage mosaic(RgbImage image, int times) {
        int width = image.width() * times;
        int height = image.height() * times;
        byte[] rgb = new byte[COLOURS * width * height];
        for (int y = 0; y < height; y++) {
            for (int column = 0; column < times; column++) {
                System.arraycopy(
                        image.rgb(),
                        COLOURS * (y % image.height()) * image.width(),
                        rgb,
                        COLOURS * (y * width + column * image.width()),
                        COLOURS * image.width());
            }
        }
        return new RgbImage(width, height, rgb);
    }
}
