package dev.likeness.training.detector;

import dev.likeness.image.RgbImage;
import java.util.Arrays;

/// A square picture into which parts of photos are pasted.
final class Canvas {
    private static final int CHANNELS = 3;

    private final int side;
    private final byte[] rgb;

    Canvas(int side) {
        this.side = side;
        this.rgb = new byte[CHANNELS * side * side];
    }

    /// A rectangle of whole pixels.
    record Area(int left, int top, int width, int height) {
        Area within(int mostWidth, int mostHeight) {
            int fromX = Math.clamp(left, 0, mostWidth - 1);
            int fromY = Math.clamp(top, 0, mostHeight - 1);
            return new Area(
                    fromX,
                    fromY,
                    Math.clamp(left + (long) width, fromX + 1, mostWidth) - fromX,
                    Math.clamp(top + (long) height, fromY + 1, mostHeight) - fromY);
        }
    }

    Area all() {
        return new Area(0, 0, side, side);
    }

    /// Fills an area with one colour.
    void fill(Area area, byte red, byte green, byte blue) {
        for (int y = area.top; y < area.top + area.height; y++) {
            for (int x = area.left; x < area.left + area.width; x++) {
                int at = CHANNELS * (y * side + x);
                rgb[at] = red;
                rgb[at + 1] = green;
                rgb[at + 2] = blue;
            }
        }
    }

    /// Scales a photo and pastes the part that falls into an area, so that the photo's point (`fromX`,
    /// `fromY`) lies at (`toX`, `toY`).
    ///
    /// @param factor scale of the photo, above 0
    void paste(RgbImage picture, double factor, double fromX, double fromY, double toX, double toY, Area area) {
        double left = toX - fromX * factor;
        double top = toY - fromY * factor;
        Area source = new Area(
                        (int) Math.floor((area.left - left) / factor),
                        (int) Math.floor((area.top - top) / factor),
                        (int) Math.ceil(area.width / factor) + 2,
                        (int) Math.ceil(area.height / factor) + 2)
                .within(picture.width(), picture.height());
        int width = Math.max(1, (int) Math.round(source.width * factor));
        int height = Math.max(1, (int) Math.round(source.height * factor));
        int atX = (int) Math.round(left + source.left * factor);
        int atY = (int) Math.round(top + source.top * factor);
        Area drawn = new Area(
                Math.max(atX, area.left),
                Math.max(atY, area.top),
                Math.min(atX + width, area.left + area.width) - Math.max(atX, area.left),
                Math.min(atY + height, area.top + area.height) - Math.max(atY, area.top));
        if (drawn.width < 1 || drawn.height < 1) {
            return;
        }
        RgbImage part = picture.crop(source.left, source.top, source.width, source.height)
                .resized(width, height);
        for (int y = drawn.top; y < drawn.top + drawn.height; y++) {
            System.arraycopy(
                    part.rgb(),
                    CHANNELS * ((y - atY) * width + drawn.left - atX),
                    rgb,
                    CHANNELS * (y * side + drawn.left),
                    CHANNELS * drawn.width);
        }
    }

    /// A copy of the current picture.
    RgbImage picture() {
        return new RgbImage(side, side, Arrays.copyOf(rgb, rgb.length));
    }
}
