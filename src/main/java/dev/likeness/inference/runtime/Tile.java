package dev.likeness.inference.runtime;

import dev.likeness.face.Box;
import dev.likeness.image.RgbImage;
import java.util.ArrayList;
import java.util.List;

/// A part of an image, in its pixels.
public record Tile(int left, int top, int width, int height) {
    /// A detection this near to a cut edge, in pixels, may be a part of a face; the neighbouring tile has it whole.
    private static final float EDGE = 2;

    /// All of an image.
    public static Tile whole(RgbImage image) {
        return new Tile(0, 0, image.width(), image.height());
    }

    /// Covers `width` × `height` pixels, row by row, with tiles of equal size, sides of `longest` + `overlap` at most.
    /// Neighbours share `overlap` pixels at least.
    public static List<Tile> cover(int width, int height, int longest, int overlap) {
        List<Tile> tiles = new ArrayList<>();
        for (Span rows : spans(height, longest, overlap)) {
            for (Span columns : spans(width, longest, overlap)) {
                tiles.add(new Tile(columns.start, rows.start, columns.length, rows.length));
            }
        }
        return tiles;
    }

    /// Whether a box, in this tile's coordinates, reaches an edge where the image goes on.
    public boolean cuts(Box box, RgbImage image) {
        return (left > 0 && box.left() < EDGE)
                || (top > 0 && box.top() < EDGE)
                || (left + width < image.width() && box.right() > width - EDGE)
                || (top + height < image.height() && box.bottom() > height - EDGE);
    }

    /// A stretch of one axis.
    private record Span(int start, int length) {}

    private static List<Span> spans(int length, int longest, int overlap) {
        int count = Math.max(1, Math.ceilDiv(length - overlap, longest));
        int each = Math.ceilDiv(length + (count - 1) * overlap, count);
        List<Span> spans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            spans.add(new Span(count == 1 ? 0 : i * (length - each) / (count - 1), each));
        }
        return spans;
    }
}
