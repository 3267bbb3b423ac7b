package dev.likeness.training.embedder;

import dev.likeness.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// People who do not exist: each is a pattern of a few coloured waves, each picture of one a little
/// shifted, dimmed and noisy. A network that cannot tell them apart is broken.
public final class SyntheticFaceSet {
    private static final int SIDE = 112;

    private SyntheticFaceSet() {}

    public static RgbImage picture(int identity, int picture) {
        Random person = new Random(1_000 + identity);
        double[][] waves = new double[3][4];
        for (double[] wave : waves) {
            wave[0] = person.nextDouble(.02, .15);
            wave[1] = person.nextDouble(.02, .15);
            wave[2] = person.nextDouble(0, 6);
            wave[3] = person.nextDouble(60, 200);
        }
        Random scene = new Random(1_000_000L * identity + picture);
        double dx = scene.nextDouble(-4, 4);
        double dy = scene.nextDouble(-4, 4);
        double light = scene.nextDouble(.7, 1.1);
        byte[] rgb = new byte[3 * SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                for (int colour = 0; colour < 3; colour++) {
                    double[] wave = waves[colour];
                    double level = wave[3] + 60 * Math.sin(wave[0] * (x + dx) + wave[1] * (y + dy) + wave[2]);
                    double noisy = light * level + 8 * scene.nextGaussian();
                    rgb[3 * (y * SIDE + x) + colour] = (byte) Math.clamp(Math.round(noisy), 0, 255);
                }
            }
        }
        return new RgbImage(SIDE, SIDE, rgb);
    }

    static byte[] jpeg(int identity, int picture) {
        return picture(identity, picture).toJpeg(95);
    }

    /// Writes one folder a person below `root`.
    public static Path folder(Path root, int identities, int picturesEach) throws IOException {
        for (int identity = 0; identity < identities; identity++) {
            Path person = Files.createDirectories(root.resolve("person-%02d".formatted(identity)));
            for (int picture = 0; picture < picturesEach; picture++) {
                Files.write(person.resolve("%d.jpg".formatted(picture)), jpeg(identity, picture));
            }
        }
        return root;
    }
}
