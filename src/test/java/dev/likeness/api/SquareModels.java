package dev.likeness.api;

import dev.likeness.image.RgbImage;
import dev.likeness.inference.detect.WhiteSquareModel;
import dev.likeness.onnx.graph.Attribute;
import dev.likeness.onnx.graph.Dimension;
import dev.likeness.onnx.graph.OnnxGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// Models that run in ONNX Runtime in a millisecond, and matching images. A face is a white square; the
/// colours around it identify the person:
///
///     +--+--+
///     |a |b |     four colours, and the white square on top of their corner
///     +--##-+
///     |c |d |
///     +--+--+
public final class SquareModels {
    public static final String DETECTOR = "white-squares";
    public static final String EMBEDDER = "colours";
    public static final int DIMENSION = 48;
    private static final int SIDE = 128;

    private SquareModels() {}

    /// Writes both models into a folder.
    public static Path in(Path folder) throws IOException {
        Files.createDirectories(folder);
        WhiteSquareModel detector = new WhiteSquareModel(3, true);
        Files.write(folder.resolve(DETECTOR + ".onnx"), detector.onnx(0));
        Files.writeString(folder.resolve(DETECTOR + ".yaml"), detector.manifest(DETECTOR, "multiple: 128"));
        Files.write(folder.resolve(EMBEDDER + ".onnx"), embedder());
        Files.writeString(folder.resolve(EMBEDDER + ".yaml"), """
            id: colours
            role: embedder
            file: colours.onnx
            input:
              name: image
              width: 112
              height: 112
              channels: RGB
              scale: 1/255
              mean: [0.5, 0.5, 0.5]
              std: [0.1, 0.1, 0.1]
            output:
              name: vector
              dimension: 48
              normalised: false
              magnitudes: [4, 40]
            licence: none
            source: made by hand for tests
            """);
        return folder;
    }

    /// The mean colours of the sixteen parts of a crop.
    private static byte[] embedder() {
        OnnxGraph.Builder graph = OnnxGraph.builder("colours");
        String image = graph.input("image", Dimension.of("N"), Dimension.of(3), Dimension.of(112), Dimension.of(112));
        String parts = graph.node(
                "parts",
                "AveragePool",
                List.of(image),
                Attribute.integers("kernel_shape", 28, 28),
                Attribute.integers("strides", 28, 28));
        graph.output(graph.node("vector", "Flatten", List.of(parts)), Dimension.of("N"), Dimension.of(DIMENSION));
        return graph.build().toBytes();
    }

    /// A photo of some people, 128 × 128, as JPEG; the same arguments give the same bytes.
    ///
    /// @param take another take of the same people, slightly different
    /// @param people at most four, one a quarter of the photo
    public static byte[] photo(int take, int... people) {
        byte[] rgb = new byte[3 * SIDE * SIDE];
        Random noise = new Random(take);
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (20 + noise.nextInt(10));
        }
        for (int i = 0; i < people.length; i++) {
            paint(rgb, i % 2 * 64 + 32, i / 2 * 64 + 32, people[i], noise);
        }
        return new RgbImage(SIDE, SIDE, rgb).toJpeg(98);
    }

    /// A photo without faces.
    public static byte[] landscape(int take) {
        return photo(take);
    }

    private static void paint(byte[] rgb, int centreX, int centreY, int person, Random noise) {
        Random colours = new Random(1_000_003L * person + 17);
        int[] palette = new int[12];
        for (int i = 0; i < palette.length; i++) {
            palette[i] = 20 + colours.nextInt(160);
        }
        for (int y = -24; y < 24; y++) {
            for (int x = -24; x < 24; x++) {
                int quarter = (x < 0 ? 0 : 1) + (y < 0 ? 0 : 2);
                boolean white = x >= 0 && x < 8 && y >= 0 && y < 8;
                for (int c = 0; c < 3; c++) {
                    int value = white ? 255 : palette[3 * quarter + c] + noise.nextInt(12);
                    rgb[3 * ((centreY + y) * SIDE + centreX + x) + c] = (byte) value;
                }
            }
        }
    }
}
