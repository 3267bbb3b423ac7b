package dev.likeness.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/// Small pictures, encoded: a letter F, which no turn or mirror maps onto itself, and the containers around it.
public final class TestPictures {
    /// Cells of 16 pixels, so that a JPEG's blocks keep the edges sharp.
    static final int CELL = 16;

    private static final List<String> LETTER = List.of(
            "......", //
            ".####.", ".#....", ".###..", ".#....", ".#....", ".#....", "......");
    public static final int WIDTH = CELL * 6;
    public static final int HEIGHT = CELL * 8;
    static final int INK = 0x2040C0;
    static final int PAPER = 0xF0E0A0;

    private TestPictures() {}

    /// The letter F, 96×128, blue on cream.
    public static BufferedImage letter() {
        return stored(1);
    }

    /// The letter F as a camera stores it under an EXIF orientation: which visual side the first row and the first
    /// column are is the standard's own definition of the tag (CIPA DC-008, section 4.6.5.1).
    static BufferedImage stored(int orientation) {
        boolean swapped = orientation >= 5;
        BufferedImage picture =
                new BufferedImage(swapped ? HEIGHT : WIDTH, swapped ? WIDTH : HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < picture.getHeight(); row++) {
            for (int column = 0; column < picture.getWidth(); column++) {
                int fromLeft = swapped ? row : column;
                int fromTop = swapped ? column : row;
                int color = switch (orientation) {
                    case 1, 5 -> color(fromLeft, fromTop);
                    case 2, 6 -> color(WIDTH - 1 - fromLeft, fromTop);
                    case 3, 7 -> color(WIDTH - 1 - fromLeft, HEIGHT - 1 - fromTop);
                    case 4, 8 -> color(fromLeft, HEIGHT - 1 - fromTop);
                    default -> throw new IllegalArgumentException("no such orientation: " + orientation);
                };
                picture.setRGB(column, row, color);
            }
        }
        return picture;
    }

    private static int color(int x, int y) {
        return LETTER.get(y / CELL).charAt(x / CELL) == '#' ? INK : PAPER;
    }

    /// What is read back of a picture of cells, each cell by its middle pixel: the F if the picture stands upright.
    static List<String> cells(RgbImage image) {
        int cell = image.width() * CELL / WIDTH;
        return IntStream.range(0, image.height() / cell)
                .mapToObj(row -> IntStream.range(0, image.width() / cell)
                        .mapToObj(column -> isInk(image, column * cell + cell / 2, row * cell + cell / 2) ? "#" : ".")
                        .collect(Collectors.joining()))
                .toList();
    }

    static List<String> letterCells() {
        return LETTER;
    }

    private static boolean isInk(RgbImage image, int x, int y) {
        return distance(color(image, x, y), INK) < distance(color(image, x, y), PAPER);
    }

    /// `0xRRGGBB` of one pixel.
    public static int color(RgbImage image, int x, int y) {
        int at = 3 * (y * image.width() + x);
        byte[] rgb = image.rgb();
        return ((rgb[at] & 0xFF) << 16) | ((rgb[at + 1] & 0xFF) << 8) | (rgb[at + 2] & 0xFF);
    }

    /// The largest difference of a channel.
    public static int distance(int one, int other) {
        int largest = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            largest = Math.max(largest, Math.abs(((one >> shift) & 0xFF) - ((other >> shift) & 0xFF)));
        }
        return largest;
    }

    public static BufferedImage flat(int width, int height, int color) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] pixels = new int[width * height];
        Arrays.fill(pixels, color);
        picture.setRGB(0, 0, width, height, pixels, 0, width);
        return picture;
    }

    static RgbImage rgb(BufferedImage picture) {
        byte[] rgb = new byte[3 * picture.getWidth() * picture.getHeight()];
        int at = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int color = picture.getRGB(x, y);
                rgb[at++] = (byte) (color >> 16);
                rgb[at++] = (byte) (color >> 8);
                rgb[at++] = (byte) color;
            }
        }
        return new RgbImage(picture.getWidth(), picture.getHeight(), rgb);
    }

    public static byte[] jpeg(BufferedImage picture) {
        return rgb(picture).toJpeg(95);
    }

    /// One of ImageIO's formats, in its first compression or the one named.
    public static byte[] encode(BufferedImage picture, String format, String... compression) {
        return write(format, writer -> writer.write(null, image(picture), parameters(writer, compression)));
    }

    /// Several pictures in one TIFF or GIF.
    static byte[] encodeAll(String format, BufferedImage... pictures) {
        return write(format, writer -> {
            writer.prepareWriteSequence(null);
            for (BufferedImage picture : pictures) {
                writer.writeToSequence(image(picture), null);
            }
            writer.endWriteSequence();
        });
    }

    private static IIOImage image(BufferedImage picture) {
        return new IIOImage(picture, null, null);
    }

    private static ImageWriteParam parameters(ImageWriter writer, String... compression) {
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        if (compression.length > 0) {
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionType(compression[0]);
        }
        return parameters;
    }

    private interface Writing {
        void to(ImageWriter writer) throws IOException;
    }

    private static byte[] write(String format, Writing writing) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWriters(
                        ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_RGB), format)
                .next();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(output);
            writing.to(writer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }

    /// A picture that OpenCV encodes.
    ///
    /// @param parameters OpenCV's `IMWRITE_…` keys and values
    public static byte[] openCv(String extension, BufferedImage picture, int... parameters) {
        boolean alpha = picture.getColorModel().hasAlpha();
        int channels = alpha ? 4 : 3;
        byte[] samples = new byte[channels * picture.getWidth() * picture.getHeight()];
        int at = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int color = picture.getRGB(x, y);
                for (int channel = 0; channel < channels; channel++) {
                    samples[at++] = (byte) (color >> (8 * channel));
                }
            }
        }
        try (PointerScope _ = new PointerScope()) {
            int type = alpha ? opencv_core.CV_8UC4 : opencv_core.CV_8UC3;
            Mat bgr = new Mat(picture.getHeight(), picture.getWidth(), type, new BytePointer(samples));
            BytePointer encoded = new BytePointer();
            opencv_imgcodecs.imencode(new BytePointer(extension), bgr, encoded, new IntPointer(parameters));
            byte[] file = new byte[(int) encoded.limit()];
            encoded.get(file);
            return file;
        }
    }

    public static byte[] losslessWebp(BufferedImage picture) {
        return openCv(".webp", picture, opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 101);
    }

    /// A TIFF structure of one directory with an orientation, and one behind it with the times that are not null.
    public static byte[] exif(int orientation, @Nullable String original, @Nullable String digitized) {
        int times = (original == null ? 0 : 1) + (digitized == null ? 0 : 1);
        int second = 8 + 2 + 2 * 12 + 4;
        int texts = second + 2 + times * 12 + 4;
        ByteBuffer block = ByteBuffer.allocate(texts + times * 20).order(ByteOrder.LITTLE_ENDIAN);
        block.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
        block.putShort((short) 2);
        block.putShort((short) 0x112).putShort((short) 3).putInt(1).putInt(orientation);
        block.putShort((short) 0x8769)
                .putShort((short) 4)
                .putInt(1)
                .putInt(second)
                .putInt(0);
        block.putShort((short) times);
        int text = texts;
        if (original != null) {
            block.putShort((short) 0x9003).putShort((short) 2).putInt(20).putInt(text);
            text += 20;
        }
        if (digitized != null) {
            block.putShort((short) 0x9004).putShort((short) 2).putInt(20).putInt(text);
        }
        block.putInt(0);
        for (@Nullable String time : new @Nullable String[] {original, digitized}) {
            if (time != null) {
                block.put(time.getBytes(StandardCharsets.US_ASCII)).put((byte) 0);
            }
        }
        return block.array();
    }

    public static byte[] exif(int orientation) {
        return exif(orientation, null, null);
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    public static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A JPEG with one more marker segment right after its start.
    public static byte[] withSegment(byte[] jpeg, int marker, byte[]... content) {
        byte[] body = join(content);
        byte[] head = ByteBuffer.allocate(6)
                .putShort((short) 0xFFD8)
                .put((byte) 0xFF)
                .put((byte) marker)
                .putShort((short) (body.length + 2))
                .array();
        return join(head, body, Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    public static byte[] jpegWithExif(byte[] jpeg, byte[] exif) {
        return withSegment(jpeg, 0xE1, latin("Exif\0\0"), exif);
    }

    public static byte[] jpegWithProfile(byte[] jpeg, byte[] profile) {
        return withSegment(jpeg, 0xE2, latin("ICC_PROFILE\0\1\1"), profile);
    }

    public static byte[] pngChunk(String type, byte[] content) {
        byte[] checked = join(latin(type), content);
        CRC32 checksum = new CRC32();
        checksum.update(checked);
        return ByteBuffer.allocate(checked.length + 8)
                .putInt(content.length)
                .put(checked)
                .putInt((int) checksum.getValue())
                .array();
    }

    /// A PNG with one more chunk right after its header.
    public static byte[] withChunk(byte[] png, String type, byte[] content) {
        int headerEnd = 8 + 25;
        return join(
                Arrays.copyOf(png, headerEnd), pngChunk(type, content), Arrays.copyOfRange(png, headerEnd, png.length));
    }

    public static byte[] pngWithProfile(byte[] png, byte[] profile) {
        return withChunk(png, "iCCP", join(latin("profile\0\0"), deflated(profile)));
    }

    public static byte[] deflated(byte[] plain) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(plain);
            deflater.finish();
            byte[] packed = new byte[plain.length + 64];
            return Arrays.copyOf(packed, deflater.deflate(packed));
        }
    }

    public static byte[] riffChunk(String type, byte[] content) {
        byte[] padded = Arrays.copyOf(content, content.length + (content.length & 1));
        return ByteBuffer.allocate(8 + padded.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(latin(type))
                .putInt(content.length)
                .put(padded)
                .array();
    }

    public static byte[] webp(byte[]... chunks) {
        return riffChunk("RIFF", join(latin("WEBP"), join(chunks)));
    }

    /// The chunk `VP8X`.
    ///
    /// @param flags 0x20 ICC profile, 0x10 alpha, 0x08 EXIF, 0x02 animation
    public static byte[] webpExtendedHeader(int flags, int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0, flags).putInt(4, width - 1).putShort(7, (short) (height - 1));
        return riffChunk("VP8X", header.array());
    }

    /// The picture's own chunk of a simple WebP file.
    public static byte[] webpPictureChunk(byte[] webp) {
        return Arrays.copyOfRange(webp, 12, webp.length);
    }

    /// An uncompressed RGB TIFF.
    public static byte[] tiff(BufferedImage picture, int orientation, int declaredWidth, int declaredHeight) {
        return tiff(rgb(picture).rgb(), 3, 2, orientation, declaredWidth, declaredHeight);
    }

    /// An uncompressed TIFF of 16×16 pixels of four inks, 255 the full ink, without a profile.
    public static byte[] cmykTiff(int... inks) {
        byte[] pixels = new byte[4 * 16 * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) inks[i % 4];
        }
        return tiff(pixels, 4, 5, 1, 16, 16);
    }

    /// Field by field, so that any of them may lie.
    private static byte[] tiff(
            byte[] pixels, int samples, int photometric, int orientation, int declaredWidth, int declaredHeight) {
        int entries = 10;
        int bits = 8 + 2 + entries * 12 + 4;
        int data = bits + 2 * samples;
        ByteBuffer file = ByteBuffer.allocate(data + pixels.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(latin("II*\0")).putInt(8).putShort((short) entries);
        int[][] fields = {
            {0x100, 1, declaredWidth},
            {0x101, 1, declaredHeight},
            {0x102, samples, bits},
            {0x103, 1, 1},
            {0x106, 1, photometric},
            {0x111, 1, data},
            {0x112, 1, orientation},
            {0x115, 1, samples},
            {0x116, 1, declaredHeight},
            {0x117, 1, pixels.length}
        };
        for (int[] field : fields) {
            int type = field[0] == 0x102 || field[0] == 0x112 ? 3 : 4;
            file.putShort((short) field[0])
                    .putShort((short) type)
                    .putInt(field[1])
                    .putInt(field[2]);
        }
        file.putInt(0);
        for (int sample = 0; sample < samples; sample++) {
            file.putShort((short) 8);
        }
        return file.put(pixels).array();
    }
}
