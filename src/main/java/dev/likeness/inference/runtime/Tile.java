package dev.likeness.inference.runtime;

import dev.likeness.face.Box;
import dev.likeness.image.RgbImage;
import java.util.ArrayList;
import java.util.List;

/// A rectangular part of an image, in pixels of the image.
public record Tile(int left, int top, int width, int height) {
    /// Distance in pixels from a cut edge. A closer detection may be a part of a face, which the neighbouring
    /// tile contains whole.
    private static final float EDGE = 2;

    /// The tile that covers a whole image.
    public static Tile whole(RgbImage image) {
        return new Tile(0, 0, image.width(), image.height());
    }

    /// Covers `width` × `height` pixels with tiles of equal size, row by row. The sides of a tile are at most
    /// `longest` + `overlap` pixels. Neighbouring tiles share at least `overlap` pixels.
    public static List<Tile> cover(int width, int height, int longest, int overlap) {
        List<Tile> tiles = new ArrayList<>();
        for (Span rows : spans(height, longest, overlap)) {
            for (Span columns : spans(width, longest, overlap)) {
                tiles.add(new Tile(columns.start, rows.start, columns.length, rows.length));
            }
        }
        return tiles;
    }

    /// Whether a box, in pixels of this tile, reaches an edge of the tile that is not an edge of the image.
    public boolean cuts(Box box, RgbImage image) {
        return (left > 0 && box.left() < EDGE)
                || (top > 0 && box.top() < EDGE)
                || (left + width < image.width() && box.right() > width - EDGE)
                || (top + height < image.height() && box.bottom() > height - EDGE);
    }

    /// An interval on one axis, in pixels.
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
