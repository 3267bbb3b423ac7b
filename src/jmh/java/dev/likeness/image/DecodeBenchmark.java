package dev.likeness.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How long does it take to decode a 12-megapixel JPEG at full and reduced size, and how much does a
/// conversion from Display P3 add?
///
///     mvn -q -Pjmh test-compile exec:exec -Djmh.args=DecodeBenchmark
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DecodeBenchmark {
    private static final int WIDTH = 4000;
    private static final int HEIGHT = 3000;
    private static final long SEED = 12;

    private final ImageReader reader = new ImageReader(ImageOptions.defaults());
    private byte[] jpeg = {};
    private byte[] wideJpeg = {};

    /// Encodes gradients with four bits of noise, at quality 90.
    @Setup
    public void encode() {
        Random random = new Random(SEED);
        byte[] rgb = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % WIDTH;
            int y = i / 3 / WIDTH;
            int gradient = switch (i % 3) {
                case 0 -> 240 * x / WIDTH;
                case 1 -> 240 * y / HEIGHT;
                default -> 120 * (x + y) / WIDTH;
            };
            rgb[i] = (byte) (Math.min(gradient, 240) + random.nextInt(16));
        }
        jpeg = new RgbImage(WIDTH, HEIGHT, rgb).toJpeg(90);
        wideJpeg = TestPictures.jpegWithProfile(jpeg, TestProfiles.displayP3());
    }

    @Benchmark
    public BufferedImage imageIo() throws IOException {
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    @Benchmark
    public EncodedImage header() {
        return reader.open(wideJpeg);
    }

    @Benchmark
    public RgbImage full() {
        return reader.open(jpeg).decode();
    }

    @Benchmark
    public RgbImage reducedTo1280() {
        return reader.open(jpeg).decodeReduced(1280);
    }

    @Benchmark
    public RgbImage displayP3Full() {
        return reader.open(wideJpeg).decode();
    }

    @Benchmark
    public RgbImage displayP3ReducedTo1280() {
        return reader.open(wideJpeg).decodeReduced(1280);
    }
}
