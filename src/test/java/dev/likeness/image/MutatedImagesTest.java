package dev.likeness.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.content.PictureHash;
import dev.likeness.image.header.HeifHeader;
import dev.likeness.image.header.ImageFormat;
import dev.likeness.image.header.XmpPackets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Damaged and hostile files of every format end in a picture or in an exception that says so, in a bounded
/// time.
class MutatedImagesTest {
    private static final Set<ErrorCode> REFUSALS =
            Set.of(ErrorCode.IMAGE_CORRUPT, ErrorCode.IMAGE_TOO_LARGE, ErrorCode.UNSUPPORTED_FORMAT);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /// A limit of pixels that a machine for tests can hold.
    private static final ImageOptions OPTIONS =
            new ImageOptions(40_000_000, ImageOptions.defaults().converterTimeout());

    private final ImageReader reader = new ImageReader(OPTIONS);

    @Test
    void everyStageOfReading_ofAnyMutatedImage_givesAPictureOrARefusal() {
        Map<ErrorCode, Integer> refused = new EnumMap<>(ErrorCode.class);
        int decoded = 0;
        for (int seed = 0; seed < 4 * MutatedImages.COUNT; seed++) {
            MutatedImages.Mutated image = MutatedImages.of(seed);
            long start = System.nanoTime();
            try {
                read(image.bytes());
                decoded++;
            } catch (LikenessException e) {
                assertThat(e.code())
                        .as(image.description() + ": " + e.getMessage())
                        .isIn(REFUSALS);
                refused.merge(e.code(), 1, Integer::sum);
            } catch (RuntimeException | Error e) {
                throw new AssertionError(image.description(), e);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(image.description())
                    .isLessThan(LIMIT);
        }
        assertThat(decoded).isGreaterThan(MutatedImages.COUNT / 10);
        assertThat(refused.get(ErrorCode.IMAGE_CORRUPT)).isGreaterThan(MutatedImages.COUNT / 10);
    }

    private void read(byte[] bytes) {
        assertThat(PictureHash.of(bytes)).isEqualTo(PictureHash.of(bytes.clone()));
        ImageFormat format = ImageFormat.sniff(bytes).orElse(null);
        if (format == ImageFormat.HEIC || format == ImageFormat.AVIF) {
            readHeifHeader(bytes, format);
        }
        if (format != null) {
            XmpPackets.find(format, bytes);
        }
        EncodedImage image = reader.open(bytes);
        image.captureTime();
        image.orientation();
        image.xmpPackets();
        assertThat(image.decodeReduced(48).width()).isPositive();
        assertThat(image.decode().width()).isPositive();
    }

    /// The part of reading HEIF that is ours, whether or not a converter is installed.
    private static void readHeifHeader(byte[] bytes, ImageFormat format) {
        try {
            HeifHeader.read(bytes, format);
        } catch (IndexOutOfBoundsException | java.nio.BufferUnderflowException | IllegalArgumentException _) {
            // What the reader takes for a file that ends inside its header.
        }
    }
}
