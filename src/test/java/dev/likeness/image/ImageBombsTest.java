package dev.likeness.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.header.ImageFormat;
import dev.likeness.image.header.XmpPackets;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Small files that ask for much: memory, time, or both. The limit of pixels alone does not stop them.
class ImageBombsTest {
    /// Within the limit of 200 million pixels: 588 MB of RGB.
    private static final int SIDE = 14_000;

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final long MAX_ALLOCATED = 64 << 20;

    private final ImageReader reader = new ImageReader(ImageOptions.defaults());

    private interface Reading {
        void run();
    }

    /// Bytes that this thread allocated on the heap while it did something.
    private static long allocated(Reading reading) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        reading.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private void assertCheap(String what, Reading reading) {
        long start = System.nanoTime();
        long allocated = allocated(reading);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(LIMIT);
        assertThat(allocated).as(what).isLessThan(MAX_ALLOCATED);
    }

    private void assertRefusedCheaply(String what, byte[] file) {
        assertCheap(what, () -> {
            try {
                reader.open(file).decode();
            } catch (LikenessException e) {
                assertThat(e.code()).as(what).isIn(ErrorCode.IMAGE_CORRUPT, ErrorCode.IMAGE_TOO_LARGE);
                return;
            }
            throw new AssertionError("it was decoded: " + what);
        });
    }

    @Test
    void decode_tinyFileThatDeclaresManyPixels_isRefusedBeforeTheyAreAllocated() {
        Map<String, byte[]> files = new TreeMap<>();
        byte[] gif = TestPictures.encode(TestPictures.flat(4, 4, 0xFF), "gif");
        ByteBuffer.wrap(gif)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(6, (short) SIDE)
                .putShort(8, (short) SIDE);
        files.put("GIF canvas", gif);
        byte[] frame = TestPictures.encode(TestPictures.flat(4, 4, 0xFF), "gif");
        int descriptor = ImageReaderTest.frameDescriptor(frame);
        ByteBuffer.wrap(frame)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(descriptor + 5, (short) SIDE)
                .putShort(descriptor + 7, (short) SIDE);
        files.put("GIF frame", frame);
        files.put("TIFF", TestPictures.tiff(TestPictures.flat(4, 4, 0xFF), 1, SIDE, SIDE));
        byte[] lzw = TestPictures.encode(TestPictures.letter(), "tiff", "LZW");
        files.put("LZW TIFF", withTiffSize(lzw, SIDE));
        byte[] bmp = TestPictures.encode(TestPictures.flat(4, 4, 0xFF), "bmp");
        ByteBuffer.wrap(bmp).order(ByteOrder.LITTLE_ENDIAN).putInt(18, SIDE).putInt(22, SIDE);
        files.put("BMP", bmp);
        byte[] jpeg = TestPictures.jpeg(TestPictures.letter());
        int start = startOfFrame(jpeg);
        ByteBuffer.wrap(jpeg).putShort(start + 5, (short) SIDE).putShort(start + 7, (short) SIDE);
        files.put("JPEG", jpeg);

        files.forEach(this::assertRefusedCheaply);
    }

    /// Sets width, length and rows of a strip in the first directory.
    private static byte[] withTiffSize(byte[] tiff, int side) {
        ByteBuffer file = ByteBuffer.wrap(tiff).order(tiff[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = file.getInt(4);
        for (int i = 0; i < file.getShort(directory); i++) {
            int entry = directory + 2 + 12 * i;
            int tag = Short.toUnsignedInt(file.getShort(entry));
            if (tag == 0x100 || tag == 0x101 || tag == 0x116) {
                file.putShort(entry + 2, (short) 4).putInt(entry + 8, side);
            }
        }
        return tiff;
    }

    private static int startOfFrame(byte[] jpeg) {
        int at = 2;
        while (jpeg[at + 1] != (byte) 0xC0) {
            at += 2 + ((jpeg[at + 2] & 0xFF) << 8) + (jpeg[at + 3] & 0xFF);
        }
        return at;
    }

    @Test
    void open_tiffWhoseDirectoriesFormALoop_ends() {
        byte[] loop = TestPictures.tiff(TestPictures.letter(), 1, TestPictures.WIDTH, TestPictures.HEIGHT);
        // The offset of the next directory, behind ten entries.
        ByteBuffer.wrap(loop).order(ByteOrder.LITTLE_ENDIAN).putInt(10 + 120, 8);

        assertCheap("loop", () -> {
            try {
                assertThat(reader.open(loop).decode().width()).isEqualTo(TestPictures.WIDTH);
            } catch (LikenessException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_CORRUPT);
            }
        });
    }

    @Test
    void open_tiffOfManyDirectories_isRead() {
        byte[] first = TestPictures.tiff(TestPictures.letter(), 1, TestPictures.WIDTH, TestPictures.HEIGHT);
        int directories = 100_000;
        ByteBuffer file = ByteBuffer.allocate(first.length + directories * 18).order(ByteOrder.LITTLE_ENDIAN);
        file.put(first).putInt(10 + 120, first.length);
        for (int i = 0; i < directories; i++) {
            int at = first.length + 18 * i;
            file.putShort(at, (short) 1)
                    .putShort(at + 2, (short) 0x10E)
                    .putShort(at + 4, (short) 1)
                    .putInt(at + 6, 1)
                    .putInt(at + 14, i + 1 < directories ? at + 18 : 0);
        }

        long start = System.nanoTime();
        try {
            reader.open(file.array()).decode();
        } catch (LikenessException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_CORRUPT);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
    }

    @Test
    void open_exifWhoseDirectoriesFormALoop_ends() {
        byte[] exif = TestPictures.exif(6, "2019:07:14 18:30:05", null);
        for (int at = 0; at + 4 <= exif.length; at++) {
            byte[] loop = exif.clone();
            ByteBuffer.wrap(loop).order(ByteOrder.LITTLE_ENDIAN).putInt(at, 8);
            byte[] jpeg = TestPictures.jpegWithExif(TestPictures.jpeg(TestPictures.flat(16, 16, 0xFF)), loop);
            assertCheap("offset " + at, () -> reader.open(jpeg).captureTime());
        }
    }

    @Test
    void decode_pngWithCompressedTexts_doesNotUnpackThem() {
        byte[] packed = TestPictures.deflated(new byte[100 << 20]);
        byte[] png = TestPictures.encode(TestPictures.letter(), "png");
        for (int i = 0; i < 20; i++) {
            png = TestPictures.withChunk(png, "zTXt", TestPictures.join(TestPictures.latin("Comment\0\0"), packed));
            png = TestPictures.withChunk(
                    png, "iTXt", TestPictures.join(TestPictures.latin("XML:com.adobe.xmp\0\1\0\0\0"), packed));
        }
        byte[] file = png;

        long start = System.nanoTime();
        assertThat(reader.open(file).decode().width()).isEqualTo(TestPictures.WIDTH);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("decode").isLessThan(LIMIT);
        start = System.nanoTime();
        assertThat(reader.open(file).xmpPackets()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as("packets").isLessThan(LIMIT);
    }

    @Test
    void decode_profileOfLies_isRead() {
        byte[] profile = TestProfiles.srgb();
        byte[] manyTags = profile.clone();
        ByteBuffer.wrap(manyTags).putInt(128, Integer.MAX_VALUE);
        byte[] hugeTag = profile.clone();
        ByteBuffer.wrap(hugeTag).putInt(132 + 8, Integer.MAX_VALUE);
        byte[] hugeSize = profile.clone();
        ByteBuffer.wrap(hugeSize).putInt(0, Integer.MAX_VALUE);
        byte[] jpeg = TestPictures.jpeg(TestPictures.letter());
        for (byte[] lie : new byte[][] {manyTags, hugeTag, hugeSize, new byte[0], new byte[128]}) {
            assertCheap(
                    "profile",
                    () -> assertThat(reader.open(TestPictures.jpegWithProfile(jpeg, lie))
                                    .decode()
                                    .width())
                            .isEqualTo(TestPictures.WIDTH));
        }
    }

    @Test
    void xmpPackets_ofChunksThatEndBeyondTheLargestNumber_areNone() {
        byte[] webp = TestPictures.losslessWebp(TestPictures.letter());
        ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN).putInt(16, Integer.MAX_VALUE);
        byte[] png = TestPictures.encode(TestPictures.letter(), "png");
        ByteBuffer.wrap(png).putInt(8, Integer.MAX_VALUE);

        assertThat(XmpPackets.find(ImageFormat.WEBP, webp)).isEmpty();
        assertThat(XmpPackets.find(ImageFormat.PNG, png)).isEmpty();
    }

    @Test
    void xmpPackets_ofManyExtensions_areReadInTime() {
        byte[] main = TestPictures.join(TestPictures.latin("http://ns.adobe.com/xap/1.0/\0"), new byte[60_000]);
        ByteBuffer segments = ByteBuffer.allocate(80 * 200_000);
        for (int i = 0; i < 200_000; i++) {
            byte[] content = TestPictures.latin("http://ns.adobe.com/xmp/extension/\0%032d".formatted(i));
            segments.putShort((short) 0xFFE1)
                    .putShort((short) 78)
                    .put(content)
                    .putInt(1)
                    .putInt(0)
                    .put((byte) 'x');
        }
        byte[] jpeg = TestPictures.jpeg(TestPictures.letter());
        byte[] file = TestPictures.withSegment(
                TestPictures.join(Arrays.copyOf(jpeg, 2), segments.array(), Arrays.copyOfRange(jpeg, 2, jpeg.length)),
                0xE1,
                main);

        long start = System.nanoTime();
        assertThat(reader.open(file).xmpPackets()).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
    }
}
