package dev.likeness.image;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Small photo files for tests of other packages.
public final class PhotoFiles {
    private PhotoFiles() {}

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
