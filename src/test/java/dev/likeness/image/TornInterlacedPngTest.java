package dev.likeness.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// PNGs whose rows are in seven passes, and that end early: coarser, but whole.
class TornInterlacedPngTest {
    private final ImageReader reader = new ImageReader(ImageOptions.defaults());

    /// An interlaced PNG whose pixel data are stored without compression, so that its bytes are in the order
    /// of its pixels.
    static byte[] interlaced(int type) {
        BufferedImage letter = TestPictures.letter();
        BufferedImage picture = new BufferedImage(letter.getWidth(), letter.getHeight(), type);
        picture.createGraphics().drawImage(letter, 0, 0, null);
        ImageWriter writer = ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(picture), "png")
                .next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        parameters.setCompressionQuality(1);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(output);
            writer.write(null, new IIOImage(picture, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        byte[] bytes = file.toByteArray();
        assertThat(bytes[28]).as("interlaced").isEqualTo((byte) 1);
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({
        BufferedImage.TYPE_3BYTE_BGR + ", .99",
        BufferedImage.TYPE_3BYTE_BGR + ", .6",
        BufferedImage.TYPE_3BYTE_BGR + ", .15",
        BufferedImage.TYPE_4BYTE_ABGR + ", .6",
        BufferedImage.TYPE_BYTE_GRAY + ", .6",
        BufferedImage.TYPE_USHORT_GRAY + ", .6",
        BufferedImage.TYPE_BYTE_BINARY + ", .6",
        BufferedImage.TYPE_BYTE_INDEXED + ", .6"
    })
    void decode_afterSomeOfItsPasses_showsTheWholePicture(int type, double share) {
        byte[] whole = interlaced(type);

        EncodedImage opened = reader.open(Arrays.copyOf(whole, (int) (share * whole.length)));

        assertThat(TestPictures.cells(opened.decode())).isEqualTo(TestPictures.letterCells());
        assertThat(opened.flaw()).contains("the file ends early");
    }
}
