package dev.likeness.image;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/// Image files of every format that is read, changed as damage and attackers change them. The same seed gives
/// the same file. How many of them a test tries is `-Dlikeness.hostile.images=N`.
public final class MutatedImages {
    /// How many images a test tries.
    public static final int COUNT = Integer.getInteger("likeness.hostile.images", 150);

    private static final int HEADER_BYTES = 600;
    private static final int[] EXTREMES = {
        0, 1, 2, 4, 8, 9, 10, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, -1, -8
    };

    /// Files as programs write them, at least one for each way through the decoders. A new decoder needs one
    /// line.
    private static final List<Source> SOURCES = List.of(
            new Source("JPEG", () -> TestPictures.jpeg(TestPictures.letter())),
            new Source("JPEG with EXIF and XMP", () -> PhotoFiles.withMetadata(jpeg(), 6)),
            new Source("JPEG with a profile", () -> TestPictures.jpegWithProfile(jpeg(), TestProfiles.displayP3())),
            new Source("progressive JPEG", () -> TestPictures.openCv(".jpg", TestPictures.letter(), 2, 1)),
            new Source("PNG", () -> TestPictures.encode(TestPictures.letter(), "png")),
            new Source(
                    "PNG with a profile",
                    () -> TestPictures.pngWithProfile(
                            TestPictures.encode(TestPictures.letter(), "png"), TestProfiles.adobeRgb())),
            new Source("interlaced PNG", () -> TornInterlacedPngTest.interlaced(BufferedImage.TYPE_3BYTE_BGR)),
            new Source(
                    "interlaced PNG of bits", () -> TornInterlacedPngTest.interlaced(BufferedImage.TYPE_BYTE_BINARY)),
            new Source("lossless WebP", () -> TestPictures.losslessWebp(TestPictures.letter())),
            new Source("lossy WebP", () -> TestPictures.openCv(".webp", TestPictures.letter(), 64, 80)),
            new Source(
                    "extended WebP",
                    () -> TestPictures.webp(
                            TestPictures.webpExtendedHeader(0x20, TestPictures.WIDTH, TestPictures.HEIGHT),
                            TestPictures.riffChunk("ICCP", TestProfiles.srgb()),
                            TestPictures.webpPictureChunk(TestPictures.losslessWebp(TestPictures.letter())))),
            new Source("GIF", () -> TestPictures.encode(TestPictures.letter(), "gif")),
            new Source(
                    "animated GIF",
                    () -> TestPictures.encodeAll("gif", TestPictures.letter(), TestPictures.flat(20, 20, 0x3366))),
            new Source("GIF with XMP", () -> RawAndDocumentsTest.gifWithXmp("<x tiff:Orientation='6'/>")),
            new Source("LZW TIFF", () -> TestPictures.encode(TestPictures.letter(), "tiff", "LZW")),
            new Source("deflated TIFF", () -> TestPictures.encode(TestPictures.letter(), "tiff", "ZLib")),
            new Source("JPEG TIFF", () -> TestPictures.encode(TestPictures.letter(), "tiff", "JPEG")),
            new Source(
                    "TIFF of pages",
                    () -> TestPictures.encodeAll("tiff", TestPictures.letter(), TestPictures.flat(20, 20, 0x3366))),
            new Source("TIFF", () -> TestPictures.tiff(TestPictures.letter(), 6, 96, 128)),
            new Source("CMYK TIFF", () -> TestPictures.cmykTiff(0, 100, 200, 30)),
            new Source("BMP", () -> TestPictures.encode(TestPictures.letter(), "bmp")),
            new Source("DNG", () -> RawFiles.tiffLike(6, RawFiles.preview(160, 120), RawFiles.preview(640, 480))),
            new Source("RAF", () -> RawFiles.fuji(RawFiles.preview(640, 480))),
            new Source("CR3", () -> RawFiles.canon(6, RawFiles.preview(320, 240))),
            new Source("PSD", () -> RawFiles.psd(TestPictures.letter())),
            new Source("BMP of 16 bits", () -> RawFiles.bmp16(TestPictures.letter(), true)),
            new Source("JPEG XL", ConverterTest::smallJxl),
            new Source("JPEG 2000", () -> ConverterTest.jp2(40, 30)),
            new Source("HEIC", () -> HeifTest.heif("heic", 96, 128, true)),
            new Source("HEIC with XMP", () -> HeifTest.heifWithXmp("<x tiff:Orientation='6'/>", "")),
            new Source("AVIF", () -> HeifTest.heif("avif", 96, 128, false)));

    private static final List<byte[]> FILES =
            SOURCES.stream().map(source -> source.file().get()).toList();

    private MutatedImages() {}

    private record Source(String name, Supplier<byte[]> file) {}

    /// A changed file.
    ///
    /// @param description its seed, its format and what was done to it
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Mutated(String description, byte[] bytes) {}

    /// What can be done to a file.
    private enum Mutation {
        FLIP_BITS,
        CHANGE_BYTES,
        CHANGE_HEADER_FIELD,
        TRUNCATE,
        SWAP_BLOCKS,
        REPEAT_BLOCK,
        CLEAR_BLOCK,
        SPLICE
    }

    private static byte[] jpeg() {
        return TestPictures.jpeg(TestPictures.letter());
    }

    /// The file of a seed.
    public static Mutated of(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        int source = Math.floorMod(seed, SOURCES.size());
        byte[] file = FILES.get(source).clone();
        List<String> done = new ArrayList<>();
        int rounds = 1 + random.nextInt(3);
        for (int round = 0; round < rounds && file.length > 16; round++) {
            Mutation mutation = Mutation.values()[random.nextInt(Mutation.values().length)];
            file = apply(mutation, file, random);
            done.add(mutation.name());
        }
        if (random.nextBoolean()) {
            repairPngChecksums(file);
        }
        return new Mutated("seed %d, %s, %s".formatted(seed, SOURCES.get(source).name(), done), file);
    }

    private static byte[] apply(Mutation mutation, byte[] file, Random random) {
        return switch (mutation) {
            case FLIP_BITS -> {
                for (int i = 1 + random.nextInt(8); i > 0; i--) {
                    file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
                }
                yield file;
            }
            case CHANGE_BYTES -> {
                for (int i = 1 + random.nextInt(4); i > 0; i--) {
                    file[random.nextInt(Math.min(file.length, HEADER_BYTES))] = (byte) random.nextInt();
                }
                yield file;
            }
            case CHANGE_HEADER_FIELD -> {
                ByteBuffer fields = ByteBuffer.wrap(file)
                        .order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
                int value = EXTREMES[random.nextInt(EXTREMES.length)];
                if (random.nextBoolean()) {
                    fields.putInt(random.nextInt(Math.min(file.length - 4, HEADER_BYTES)), value);
                } else {
                    fields.putShort(random.nextInt(Math.min(file.length - 2, HEADER_BYTES)), (short) value);
                }
                yield file;
            }
            case TRUNCATE -> Arrays.copyOf(file, 1 + random.nextInt(file.length - 1));
            case SWAP_BLOCKS -> {
                int size = 1 + random.nextInt(Math.min(64, file.length / 2));
                int one = random.nextInt(file.length - size);
                int other = random.nextInt(file.length - size);
                byte[] kept = Arrays.copyOfRange(file, one, one + size);
                System.arraycopy(file, other, file, one, size);
                System.arraycopy(kept, 0, file, other, size);
                yield file;
            }
            case REPEAT_BLOCK -> {
                int at = random.nextInt(file.length);
                int end = Math.min(file.length, at + 1 + random.nextInt(200));
                yield TestPictures.join(
                        Arrays.copyOf(file, end),
                        Arrays.copyOfRange(file, at, end),
                        Arrays.copyOfRange(file, end, file.length));
            }
            case CLEAR_BLOCK -> {
                int at = random.nextInt(file.length);
                Arrays.fill(
                        file,
                        at,
                        Math.min(file.length, at + 1 + random.nextInt(64)),
                        random.nextBoolean() ? (byte) 0 : (byte) -1);
                yield file;
            }
            case SPLICE -> {
                byte[] other = FILES.get(random.nextInt(FILES.size()));
                int from = random.nextInt(other.length);
                int to = Math.min(other.length, from + 1 + random.nextInt(400));
                int at = random.nextInt(file.length);
                yield TestPictures.join(
                        Arrays.copyOf(file, at),
                        Arrays.copyOfRange(other, from, to),
                        Arrays.copyOfRange(file, at, file.length));
            }
        };
    }

    /// Lets the chunks of a PNG pass the comparison of their checksums, so that what is in them is read.
    private static void repairPngChecksums(byte[] file) {
        if (file.length < 8 || file[0] != (byte) 0x89 || file[1] != 'P') {
            return;
        }
        ByteBuffer chunks = ByteBuffer.wrap(file);
        int at = 8;
        while (at + 12 <= file.length) {
            int length = chunks.getInt(at);
            if (length < 0 || length > file.length - at - 12) {
                return;
            }
            CRC32 checksum = new CRC32();
            checksum.update(file, at + 4, length + 4);
            chunks.putInt(at + 8 + length, (int) checksum.getValue());
            at += length + 12;
        }
    }
}
