package dev.likeness.inference.runtime;

import dev.likeness.image.RgbImage;
import dev.likeness.inference.model.ModelInput;
import java.nio.FloatBuffer;
import java.util.Arrays;

/// Converts interleaved RGB bytes to the float planes of a model's input. A byte has 256 values, so scale,
/// mean and standard deviation are applied by a lookup table. This takes about 0.9 ns per value, a twentieth
/// of the time of the detector.
public final class PixelPlanes {
    private static final int CHANNELS = 3;
    private static final int LEVELS = 256;

    /// The plane index of red, green and blue.
    private final int[] planes = new int[CHANNELS];
    /// The input value of each level of red, green and blue.
    private final float[][] tables = new float[CHANNELS][LEVELS];

    public PixelPlanes(ModelInput input) {
        for (int colour = 0; colour < CHANNELS; colour++) {
            int plane = switch (input.channels()) {
                case RGB -> colour;
                case BGR -> CHANNELS - 1 - colour;
            };
            planes[colour] = plane;
            for (int level = 0; level < LEVELS; level++) {
                tables[colour][level] = (level * input.scale() - input.mean().get(plane))
                        / input.std().get(plane);
            }
        }
    }

    /// Writes a whole image as `float[3, height, width]` in its own size, starting at index `offset` of the
    /// buffer.
    public void write(RgbImage image, FloatBuffer target, int offset) {
        write(image, Tile.whole(image), image.height(), image.width(), target, offset);
    }

    /// Writes a part of an image as `float[3, height, width]`, starting at index `offset` of the buffer. If
    /// `width` or `height` is larger than the part, it is padded with black on the right and below.
    public void write(RgbImage image, Tile part, int height, int width, FloatBuffer target, int offset) {
        byte[] rgb = image.rgb();
        float[] reds = new float[width];
        float[] greens = new float[width];
        float[] blues = new float[width];
        Arrays.fill(reds, tables[0][0]);
        Arrays.fill(greens, tables[1][0]);
        Arrays.fill(blues, tables[2][0]);
        int red = offset + planes[0] * height * width;
        int green = offset + planes[1] * height * width;
        int blue = offset + planes[2] * height * width;
        for (int y = 0; y < part.height(); y++) {
            int pixel = CHANNELS * (image.width() * (part.top() + y) + part.left());
            for (int x = 0; x < part.width(); x++) {
                reds[x] = tables[0][rgb[pixel] & 0xff];
                greens[x] = tables[1][rgb[pixel + 1] & 0xff];
                blues[x] = tables[2][rgb[pixel + 2] & 0xff];
                pixel += CHANNELS;
            }
            target.put(red + y * width, reds);
            target.put(green + y * width, greens);
            target.put(blue + y * width, blues);
        }
        Arrays.fill(reds, tables[0][0]);
        Arrays.fill(greens, tables[1][0]);
        Arrays.fill(blues, tables[2][0]);
        for (int y = part.height(); y < height; y++) {
            target.put(red + y * width, reds);
            target.put(green + y * width, greens);
            target.put(blue + y * width, blues);
        }
    }
}
