package dev.likeness.image;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Small files with the structure of cameras' RAW files and of Photoshop documents.
final class RawFiles {
    private static final int ENTRY_BYTES = 12;

    private RawFiles() {}

    /// The letter as a camera's preview of this size.
    static byte[] preview(int width, int height) {
        return rgb(TestPictures.letter()).resized(width, height).toJpeg(90);
    }

    private static RgbImage rgb(BufferedImage picture) {
        return TestPictures.rgb(picture);
    }

    /// A RAW file like DNG and NEF: a first directory with an orientation and a small JPEG, and below it a
    /// directory with the sensor's data, and one with a large JPEG.
    static byte[] tiffLike(int orientation, byte[] small, byte[] large) {
        int first = 8;
        int firstEntries = 4;
        int subOffsets = first + 2 + firstEntries * ENTRY_BYTES + 4;
        int sensor = subOffsets + 8;
        int preview = sensor + 2 + 2 * ENTRY_BYTES + 4;
        int smallAt = preview + 2 + 2 * ENTRY_BYTES + 4;
        int largeAt = smallAt + small.length;
        ByteBuffer file = ByteBuffer.allocate(largeAt + large.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(TestPictures.latin("II*\0")).putInt(first);
        directory(file, new int[][] {
            {0x112, 3, 1, orientation},
            {0x14A, 4, 2, subOffsets},
            {0x201, 4, 1, smallAt},
            {0x202, 4, 1, small.length}
        });
        file.putInt(sensor).putInt(preview);
        directory(file, new int[][] {{0x103, 3, 1, 34713}, {0x106, 3, 1, 32803}});
        directory(file, new int[][] {{0x201, 4, 1, largeAt}, {0x202, 4, 1, large.length}});
        return file.put(small).put(large).array();
    }

    private static void directory(ByteBuffer file, int[][] entries) {
        file.putShort((short) entries.length);
        for (int[] entry : entries) {
            file.putShort((short) entry[0])
                    .putShort((short) entry[1])
                    .putInt(entry[2])
                    .putInt(entry[3]);
        }
        file.putInt(0);
    }

    /// A file that begins like Fujifilm's.
    static byte[] fuji(byte[] preview) {
        ByteBuffer file = ByteBuffer.allocate(160 + preview.length);
        file.put(TestPictures.latin("FUJIFILMCCD-RAW 0201FF383501X-T1"));
        file.putInt(84, 160).putInt(88, preview.length);
        return file.position(160).put(preview).array();
    }

    /// A file that begins like Canon's CR3: the JPEG lies among data that no box of ours describes, before
    /// and behind noise.
    static byte[] canon(int orientation, byte[] preview) {
        byte[] exif = TestPictures.exif(orientation, "2021:03:04 05:06:07", null);
        return TestPictures.join(
                TestPictures.latin("\0\0\0\u0018ftypcrx \0\0\0\1crx isom"),
                new byte[] {0, 0, 0, (byte) (8 + exif.length)},
                TestPictures.latin("CMT1"),
                exif,
                new byte[5000],
                preview,
                new byte[5000]);
    }

    /// An uncompressed Photoshop document of 8-bit RGB with its merged picture only.
    static byte[] psd(BufferedImage picture) {
        byte[] rgb = TestPictures.rgb(picture).rgb();
        int pixels = rgb.length / 3;
        ByteBuffer file = ByteBuffer.allocate(26 + 12 + 2 + rgb.length);
        file.put(TestPictures.latin("8BPS"))
                .putShort((short) 1)
                .put(new byte[6])
                .putShort((short) 3);
        file.putInt(picture.getHeight())
                .putInt(picture.getWidth())
                .putShort((short) 8)
                .putShort((short) 3);
        file.putInt(0).putInt(0).putInt(0).putShort((short) 0);
        for (int channel = 0; channel < 3; channel++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
                file.put(rgb[3 * pixel + channel]);
            }
        }
        return file.array();
    }

    /// A BMP of 16 bits per pixel.
    ///
    /// @param bitFields whether green has 6 bits, by masks in the file
    static byte[] bmp16(BufferedImage picture, boolean bitFields) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int start = 54 + (bitFields ? 12 : 0);
        int rowBytes = (width * 16 + 31) / 32 * 4;
        ByteBuffer file = ByteBuffer.allocate(start + rowBytes * height).order(ByteOrder.LITTLE_ENDIAN);
        file.put(TestPictures.latin("BM")).putInt(file.capacity()).putInt(0).putInt(start);
        file.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 16);
        file.putInt(bitFields ? 3 : 0).putInt(0).putInt(0).putInt(0).putInt(0).putInt(0);
        if (bitFields) {
            file.putInt(0xF800).putInt(0x07E0).putInt(0x001F);
        }
        for (int y = height - 1; y >= 0; y--) {
            file.position(start + (height - 1 - y) * rowBytes);
            for (int x = 0; x < width; x++) {
                int color = picture.getRGB(x, y);
                int red = color >> 19 & 31;
                int blue = color >> 3 & 31;
                int green = color >> 8 & 0xFF;
                file.putShort(
                        (short) (bitFields ? red << 11 | green >> 2 << 5 | blue : red << 10 | green >> 3 << 5 | blue));
            }
        }
        return file.array();
    }
}
