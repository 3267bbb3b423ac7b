package dev.likeness.web.screens;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// Writes a picture as a PNG of at most 256 colours, which is about a third as large. Colours of whole
/// areas stay exact.
final class PalettePng {
    private static final int COLORS = 256;
    private static final int MAX_EXACT = 40;
    /// Share of the pixels from which on a colour stays exact.
    private static final double AREA = 0.001;
    private static final int BITS = 6;
    private static final int DITHER = 3;
    private static final int[][] MATRIX = {{0, 8, 2, 10}, {12, 4, 14, 6}, {3, 11, 1, 9}, {15, 7, 13, 5}};
    private static final int CELLS = 1 << (3 * BITS);

    private final int[] counts = new int[CELLS];
    private final long[][] sums = new long[3][CELLS];

    private PalettePng() {}

    /// @param isSmooth whether gradients are dithered, which makes the file half as large again
    static void write(byte[] png, Path file, boolean isSmooth) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        BufferedImage reduced = new PalettePng().reduce(image, isSmooth ? DITHER : 0);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(Files.newOutputStream(file))) {
            writer.setOutput(out);
            ImageWriteParam best = writer.getDefaultWriteParam();
            best.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            best.setCompressionQuality(0);
            writer.write(null, new IIOImage(reduced, null, null), best);
        } finally {
            writer.dispose();
        }
    }

    private BufferedImage reduce(BufferedImage image, int dither) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        List<Integer> exact = areas(pixels);
        Map<Integer, Integer> places = new HashMap<>();
        exact.forEach(pixel -> places.put(pixel, places.size()));
        for (int pixel : pixels) {
            if (places.containsKey(pixel)) {
                continue;
            }
            int cell = cell(pixel);
            counts[cell]++;
            for (int channel = 0; channel < 3; channel++) {
                sums[channel][cell] += channel(pixel, channel);
            }
        }
        List<int[]> boxes = split(COLORS - exact.size());
        byte[] colorOf = new byte[CELLS];
        byte[][] palette = new byte[3][boxes.size() + exact.size()];
        for (int i = 0; i < exact.size(); i++) {
            for (int channel = 0; channel < 3; channel++) {
                palette[channel][boxes.size() + i] = (byte) channel(exact.get(i), channel);
            }
        }
        for (int i = 0; i < boxes.size(); i++) {
            long total = 0;
            long[] mean = new long[3];
            for (int cell : boxes.get(i)) {
                total += counts[cell];
                for (int channel = 0; channel < 3; channel++) {
                    mean[channel] += sums[channel][cell];
                }
                colorOf[cell] = (byte) i;
            }
            for (int channel = 0; channel < 3; channel++) {
                palette[channel][i] = (byte) Math.round((double) mean[channel] / total);
            }
        }
        BufferedImage reduced = new BufferedImage(
                width,
                height,
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, palette[0].length, palette[0], palette[1], palette[2]));
        byte[] indexes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int at = places.getOrDefault(pixels[i], -1);
            indexes[i] =
                    at < 0 ? colorOf[dithered(pixels[i], i % width, i / width, dither)] : (byte) (boxes.size() + at);
        }
        reduced.getRaster().setDataElements(0, 0, width, height, indexes);
        return reduced;
    }

    /// The colours of whole areas.
    private static List<Integer> areas(int[] pixels) {
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int pixel : pixels) {
            numbers.merge(pixel, 1, Integer::sum);
        }
        return numbers.entrySet().stream()
                .filter(entry -> entry.getValue() > AREA * pixels.length)
                .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
                .limit(MAX_EXACT)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Cuts the used colours into boxes, each time the one in which most pixels are farthest from their mean.
    private List<int[]> split(int number) {
        List<int[]> boxes = new ArrayList<>();
        int[] used = IntStream.range(0, CELLS).filter(cell -> counts[cell] > 0).toArray();
        if (used.length > 0) {
            boxes.add(used);
        }
        IdentityHashMap<int[], Double> spreads = new IdentityHashMap<>();
        while (boxes.size() < number) {
            int[] widest = boxes.stream()
                    .filter(box -> box.length > 1)
                    .max(Comparator.comparingDouble(box -> spreads.computeIfAbsent(box, this::spread)))
                    .orElse(null);
            if (widest == null) {
                break;
            }
            boxes.remove(widest);
            int channel = longest(widest);
            int[] sorted = Arrays.stream(widest)
                    .boxed()
                    .sorted(Comparator.comparingInt(cell -> cellChannel(cell, channel)))
                    .mapToInt(Integer::intValue)
                    .toArray();
            long half = Arrays.stream(sorted).mapToLong(this::weight).sum() / 2;
            int cut = 1;
            for (long below = weight(sorted[0]); cut < sorted.length - 1 && below < half; cut++) {
                below += weight(sorted[cut]);
            }
            boxes.add(Arrays.copyOfRange(sorted, 0, cut));
            boxes.add(Arrays.copyOfRange(sorted, cut, sorted.length));
        }
        return boxes;
    }

    /// Large plain areas must not take all colours.
    private long weight(int cell) {
        return Math.round(100 * Math.sqrt(counts[cell]));
    }

    private double spread(int[] box) {
        long total = Arrays.stream(box).mapToLong(this::weight).sum();
        int extent = extent(box, longest(box));
        return (double) total * extent * extent;
    }

    private static int longest(int[] box) {
        int longest = 0;
        for (int channel = 1; channel < 3; channel++) {
            if (extent(box, channel) > extent(box, longest)) {
                longest = channel;
            }
        }
        return longest;
    }

    private static int extent(int[] box, int channel) {
        int low = Integer.MAX_VALUE;
        int high = 0;
        for (int cell : box) {
            low = Math.min(low, cellChannel(cell, channel));
            high = Math.max(high, cellChannel(cell, channel));
        }
        return high - low;
    }

    private static int cell(int pixel) {
        int cell = 0;
        for (int channel = 0; channel < 3; channel++) {
            cell = (cell << BITS) | (channel(pixel, channel) >> (8 - BITS));
        }
        return cell;
    }

    /// The cell of a pixel that is a little lighter or darker by its place, so that gradients have no
    /// visible steps.
    private int dithered(int pixel, int x, int y, int dither) {
        int offset = MATRIX[y % 4][x % 4] * 2 * dither / 15 - dither;
        int moved = 0;
        for (int channel = 0; channel < 3; channel++) {
            moved = (moved << 8) | Math.clamp(channel(pixel, channel) + offset, 0, 255);
        }
        int cell = cell(moved);
        return counts[cell] > 0 ? cell : cell(pixel);
    }

    private static int channel(int pixel, int channel) {
        return (pixel >> (16 - 8 * channel)) & 0xff;
    }

    private static int cellChannel(int cell, int channel) {
        return (cell >> (BITS * (2 - channel))) & ((1 << BITS) - 1);
    }
}
