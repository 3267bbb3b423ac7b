package dev.likeness.image;

import com.twelvemonkeys.imageio.color.ColorProfiles;
import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Orientation;
import dev.likeness.image.color.ColorTransform;
import dev.likeness.image.header.GifHeader;
import dev.likeness.image.header.ImageFormat;
import dev.likeness.image.header.ImageHeader;
import dev.likeness.image.header.TiffHeader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;

/// Decodes formats with ImageIO that OpenCV cannot read or reads incorrectly: CMYK JPEGs, TIFFs and
/// Photoshop documents with TwelveMonkeys, GIFs with the JDK.
enum ImageIoDecoder {
    CMYK_JPEG(ImageFormat.JPEG, "com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi"),
    TIFF(ImageFormat.TIFF, "com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi"),
    BIG_TIFF(ImageFormat.TIFF, "com.twelvemonkeys.imageio.plugins.tiff.BigTIFFImageReaderSpi"),
    PSD(ImageFormat.PSD, "com.twelvemonkeys.imageio.plugins.psd.PSDImageReaderSpi"),
    /// For files that libwebp rejects because they end early.
    WEBP(ImageFormat.WEBP, "com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi"),
    GIF(ImageFormat.GIF, "com.sun.imageio.plugins.gif.GIFImageReaderSpi");

    static {
        // The whole file is in memory. With the cache on, TwelveMonkeys would write parts of it to temporary
        // files.
        ImageIO.setUseCache(false);
    }

    private static final int GRAY = 0x80;

    private final ImageFormat format;
    private final String provider;

    ImageIoDecoder(ImageFormat format, String provider) {
        this.format = format;
        this.provider = provider;
    }

    private interface ReaderFunction<T> {
        T apply(ImageReader reader) throws IOException;
    }

    /// The decoder of a TIFF file.
    static ImageIoDecoder ofTiff(byte[] bytes) {
        return TiffHeader.isBig(bytes) ? BIG_TIFF : TIFF;
    }

    /// The size of a picture according to its decoder.
    ImageHeader readSize(byte[] bytes, int page) {
        return read(bytes, reader -> {
            if (page >= reader.getNumImages(true)) {
                throw new IIOException("it contains no picture");
            }
            return ImageHeader.ofSize(reader.getWidth(page), reader.getHeight(page));
        });
    }

    /// Decodes a picture, upright, in sRGB.
    ///
    /// @param incomplete called if the decoder stops before the last pixel
    RgbImage decode(byte[] bytes, int page, Orientation orientation, Runnable incomplete) {
        return toImage(readPicture(bytes, page, incomplete), orientation);
    }

    /// Decodes the first frame of an animation and draws it at its position on the canvas.
    RgbImage decodeOnCanvas(byte[] bytes, GifHeader layout, Runnable incomplete) {
        BufferedImage frame = readPicture(bytes, 0, incomplete);
        BufferedImage canvas = white(layout.canvasWidth(), layout.canvasHeight());
        draw(frame, canvas, layout.left(), layout.top());
        return toImage(canvas, Orientation.UPRIGHT);
    }

    private BufferedImage readPicture(byte[] bytes, int page, Runnable incomplete) {
        try {
            return read(bytes, reader -> reader.read(page));
        } catch (LikenessException e) {
            BufferedImage part = readUsablePart(bytes, page).orElseThrow(() -> e);
            incomplete.run();
            return part;
        }
    }

    /// Decodes what comes before the end or an error of the file, the rest grey; empty if that is nothing.
    private Optional<BufferedImage> readUsablePart(byte[] bytes, int page) {
        return read(bytes, reader -> {
            Iterator<ImageTypeSpecifier> types = reader.getImageTypes(page);
            if (!types.hasNext()) {
                return Optional.empty();
            }
            BufferedImage part = types.next().createBufferedImage(reader.getWidth(page), reader.getHeight(page));
            DataBuffer samples = part.getRaster().getDataBuffer();
            int gray = samples.getDataType() == DataBuffer.TYPE_USHORT ? GRAY << 8 : GRAY;
            int blank = part.getColorModel() instanceof IndexColorModel ? 0 : gray;
            for (int i = 0; i < samples.getSize(); i++) {
                samples.setElem(i, blank);
            }
            ImageReadParam parameters = reader.getDefaultReadParam();
            parameters.setDestination(part);
            try {
                BufferedImage _ = reader.read(page, parameters);
            } catch (IOException | RuntimeException _) {
                // This is where the usable part ends.
            }
            return isUniform(samples, blank) ? Optional.empty() : Optional.of(part);
        });
    }

    private static boolean isUniform(DataBuffer samples, int value) {
        for (int i = 0; i < samples.getSize(); i++) {
            if (samples.getElem(i) != value) {
                return false;
            }
        }
        return true;
    }

    private <T> T read(byte[] bytes, ReaderFunction<T> function) {
        try (ImageInputStream input = this == WEBP ? new EndingInput(bytes) : new ByteArrayImageInputStream(bytes)) {
            ImageReader reader = spi().createReaderInstance();
            try {
                reader.setInput(input);
                return function.apply(reader);
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // Decoders throw any runtime exception for invalid bytes.
            throw format.corrupt(String.valueOf(e.getMessage()), e);
        }
    }

    /// Ends a decoder that reads on and on behind the end of the file: TwelveMonkeys' WebP decoder takes each
    /// byte there for 0, with an exception for each, which takes minutes for a small file that declares many
    /// pixels.
    private static final class EndingInput extends ImageInputStreamImpl {
        private static final int MAX_READS_BEHIND_END = 1000;

        private final byte[] bytes;
        private int behindEnd;

        EndingInput(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            bitOffset = 0;
            if (streamPos >= bytes.length) {
                return end();
            }
            return bytes[(int) streamPos++] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            bitOffset = 0;
            if (streamPos >= bytes.length) {
                return end();
            }
            int count = (int) Math.min(length, bytes.length - streamPos);
            System.arraycopy(bytes, (int) streamPos, target, offset, count);
            streamPos += count;
            return count;
        }

        @Override
        public long length() {
            return bytes.length;
        }

        private int end() throws IOException {
            behindEnd++;
            if (behindEnd > MAX_READS_BEHIND_END) {
                throw new IOException("the file ends early");
            }
            return -1;
        }
    }

    private ImageReaderSpi spi() {
        var providers = IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, false);
        while (providers.hasNext()) {
            ImageReaderSpi candidate = providers.next();
            if (candidate.getClass().getName().equals(provider)) {
                return candidate;
            }
        }
        throw new IllegalStateException("the decoder %s is missing from the class path".formatted(provider));
    }

    private static RgbImage toImage(BufferedImage picture, Orientation orientation) {
        ColorModel colors = picture.getColorModel();
        ColorSpace space = colors.getColorSpace();
        ICC_Profile profile = space instanceof ICC_ColorSpace icc && !space.isCS_sRGB() ? icc.getProfile() : null;
        BufferedImage drawn;
        ColorTransform transform = ColorTransform.NONE;
        if (space.getType() == ColorSpace.TYPE_GRAY && !(colors instanceof IndexColorModel)) {
            drawn = grayToRgb(picture.getRaster());
            // A picture without a profile gets Java's built-in grey space, whose linear curve must not be
            // applied.
            if (profile != null && !ColorProfiles.isCS_GRAY(profile)) {
                transform = ColorTransform.of(ByteBuffer.wrap(profile.getData()), 1);
            }
        } else if (profile != null && space.getNumComponents() == 3 && colors instanceof ComponentColorModel) {
            drawn = overWhite(asSrgb(picture));
            transform = ColorTransform.of(ByteBuffer.wrap(profile.getData()), 3);
        } else if (profile != null) {
            BufferedImage converted =
                    new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_4BYTE_ABGR);
            drawn = overWhite(new ColorConvertOp(null).filter(picture, converted));
        } else {
            drawn = overWhite(picture);
        }
        byte[] bgr = ((DataBufferByte) drawn.getRaster().getDataBuffer()).getData();
        RgbImage image = OpenCv.fromBgr(drawn.getWidth(), drawn.getHeight(), bgr, orientation);
        return new RgbImage(image.width(), image.height(), transform.toSrgb(image.rgb()));
    }

    /// The same samples declared as sRGB, so that drawing them does not convert colours.
    private static BufferedImage asSrgb(BufferedImage picture) {
        ColorModel colors = picture.getColorModel();
        ColorModel plain = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                colors.hasAlpha(),
                colors.isAlphaPremultiplied(),
                colors.getTransparency(),
                colors.getTransferType());
        return new BufferedImage(plain, picture.getRaster(), colors.isAlphaPremultiplied(), null);
    }

    private static BufferedImage grayToRgb(Raster gray) {
        BufferedImage spread = new BufferedImage(gray.getWidth(), gray.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) spread.getRaster().getDataBuffer()).getData();
        int shift = gray.getSampleModel().getSampleSize(0) - 8;
        int[] row = new int[gray.getWidth()];
        int at = 0;
        for (int y = 0; y < gray.getHeight(); y++) {
            gray.getSamples(gray.getMinX(), gray.getMinY() + y, row.length, 1, 0, row);
            for (int sample : row) {
                byte level = (byte) (shift > 0 ? sample >>> shift : sample);
                bgr[at++] = level;
                bgr[at++] = level;
                bgr[at++] = level;
            }
        }
        return spread;
    }

    private static BufferedImage overWhite(BufferedImage picture) {
        if (picture.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            return picture;
        }
        BufferedImage canvas = white(picture.getWidth(), picture.getHeight());
        draw(picture, canvas, 0, 0);
        return canvas;
    }

    private static BufferedImage white(int width, int height) {
        BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = canvas.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return canvas;
    }

    private static void draw(BufferedImage picture, BufferedImage canvas, int left, int top) {
        Graphics2D graphics = canvas.createGraphics();
        graphics.drawImage(picture, left, top, null);
        graphics.dispose();
    }
}
