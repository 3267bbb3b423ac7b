package dev.likeness.image;

import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Small photo files for tests of other packages.
public final class PhotoFiles {
    private PhotoFiles() {}

    /// A JPEG, or another format by its name, whose left half as stored has one colour and whose right half
    /// another.
    ///
    /// @param format as ImageIO names it
    /// @param width in pixels
    /// @param height in pixels
    public static byte[] halves(String format, int width, int height, int left, int right) {
        BufferedImage picture = TestPictures.flat(width, height, left);
        for (int y = 0; y < height; y++) {
            for (int x = width / 2; x < width; x++) {
                picture.setRGB(x, y, right);
            }
        }
        return format.equals("jpeg") ? TestPictures.jpeg(picture) : TestPictures.encode(picture, format);
    }

    /// A JPEG with an EXIF block of an orientation and a capture time, and an XMP packet with a place.
    ///
    /// @param jpeg a JPEG without them
    /// @param orientation EXIF's, 1 to 8
    public static byte[] withMetadata(byte[] jpeg, int orientation) {
        byte[] withPlace = TestPictures.withSegment(
                jpeg,
                0xE1,
                TestPictures.latin("http://ns.adobe.com/xap/1.0/\0"),
                TestPictures.latin("<x exif:GPSLatitude=\"52,31.2N\"/>"));
        return TestPictures.jpegWithExif(withPlace, TestPictures.exif(orientation, "2019:07:14 18:30:05", null));
    }

    /// The colour of a pixel as `0xRRGGBB`.
    public static int color(RgbImage image, int x, int y) {
        return TestPictures.color(image, x, y);
    }

    /// The largest difference of a channel between two colours.
    public static int distance(int one, int other) {
        return TestPictures.distance(one, other);
    }

    /// A JPEG of one colour.
    ///
    /// @param width in pixels as stored
    /// @param height in pixels as stored
    /// @param orientation EXIF's, 1 to 8
    /// @param xmp the packet inside, if any
    public static byte[] jpeg(int width, int height, int color, int orientation, @Nullable String xmp) {
        byte[] jpeg = TestPictures.jpeg(TestPictures.flat(width, height, color));
        if (xmp != null) {
            jpeg = TestPictures.withSegment(
                    jpeg,
                    0xE1,
                    TestPictures.latin("http://ns.adobe.com/xap/1.0/\0"),
                    xmp.getBytes(StandardCharsets.UTF_8));
        }
        return TestPictures.jpegWithExif(jpeg, TestPictures.exif(orientation));
    }
}
