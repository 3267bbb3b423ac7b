package dev.likeness.bench;

import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.RgbImage;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// Creates photos of the size that current cameras write from smaller ones: 4000 × 3000 pixels, two enlarged
/// photos on a noisy gradient, JPEG quality 90. The seed is fixed, so that the same sources give the same
/// photos.
final class LargePhotos {
    private static final int WIDTH = 4000;
    private static final int HEIGHT = 3000;
    private static final int JPEG_QUALITY = 90;
    private static final long SEED = 20210619; // the day MagFace was shown at CVPR

    private LargePhotos() {}

    static void write(List<Path> sources, Path folder, int count) throws IOException {
        Random random = new Random(SEED);
        ImageReader reader = new ImageReader(ImageOptions.defaults());
        for (int i = 0; i < count; i++) {
            byte[] canvas = background(random);
            for (int half = 0; half < 2; half++) {
                Path source = sources.get(random.nextInt(sources.size()));
                RgbImage photo = reader.open(RegularFile.readAllBytes(source, RegularFile.MAX_PHOTO_BYTES))
                        .decode();
                paste(photo, canvas, half * WIDTH / 2, random);
            }
            byte[] jpeg = new RgbImage(WIDTH, HEIGHT, canvas).toJpeg(JPEG_QUALITY);
            Files.write(folder.resolve("photo-%03d.jpg".formatted(i)), jpeg);
        }
    }

    private static byte[] background(Random random) {
        byte[] canvas = new byte[3 * WIDTH * HEIGHT];
        random.nextBytes(canvas);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < 3 * WIDTH; x++) {
                int noise = canvas[3 * WIDTH * y + x] >> 4;
                canvas[3 * WIDTH * y + x] = (byte) (40 + 160 * y / HEIGHT + noise);
            }
        }
        return canvas;
    }

    /// Enlarges the photo to half the canvas, and places it at a random height.
    private static void paste(RgbImage photo, byte[] canvas, int left, Random random) {
        double scale = Math.min((double) WIDTH / 2 / photo.width(), (double) HEIGHT / photo.height());
        RgbImage large = photo.resized((int) (photo.width() * scale), (int) (photo.height() * scale));
        int top = random.nextInt(HEIGHT - large.height() + 1);
        for (int y = 0; y < large.height(); y++) {
            System.arraycopy(
                    large.rgb(), 3 * large.width() * y, canvas, 3 * (WIDTH * (top + y) + left), 3 * large.width());
        }
    }
}
