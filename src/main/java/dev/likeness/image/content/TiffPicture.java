package dev.likeness.image.content;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The coded pictures of a TIFF or BigTIFF (TIFF 6.0): the strips or tiles of each page, with the tags that say
/// how to decode them. Values count as numbers, because programs write them in other types and places.
final class TiffPicture {
    private static final int MAX_PAGES = 1000;
    private static final int STRIP_OFFSETS = 273;
    private static final int STRIP_LENGTHS = 279;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_LENGTHS = 325;
    private static final int JPEG_OFFSET = 513;
    private static final int JPEG_LENGTH = 514;

    /// Size, bits, compression, colours, fill order, samples, rows per strip, planes, predictor, palette,
    /// tiles, extra samples, sample format, JPEG tables, and the sampling of YCbCr.
    private static final Set<Integer> CODING = Set.of(
            256, 257, 258, 259, 262, 266, 277, 278, 284, 292, 293, 317, 320, 322, 323, 332, 338, 339, 347, 512, 519,
            520, 521, 529, 530, 531, 532);

    private final ByteBuffer file;
    private final PictureDigest digest;
    private final boolean big;

    /// A value of a directory.
    private record Entry(int type, long count, long at) {}

    private TiffPicture(ByteBuffer file, PictureDigest digest) {
        this.file = file.order(file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        this.digest = digest;
        this.big = file.getShort(2) == 43;
    }

    static void digest(ByteBuffer file, PictureDigest digest) {
        new TiffPicture(file, digest).pages();
    }

    private void pages() {
        // Samples of 16 bits are in the file's byte order.
        digest.text(file.order() == ByteOrder.LITTLE_ENDIAN ? "II" : "MM");
        Set<Long> seen = new HashSet<>();
        long directory = big ? file.getLong(8) : Integer.toUnsignedLong(file.getInt(4));
        while (directory != 0) {
            if (!seen.add(directory) || seen.size() > MAX_PAGES) {
                throw new IllegalArgumentException("too many pages");
            }
            directory = page(directory);
        }
    }

    /// Digests a page and returns where the next directory is; 0 if there is none.
    private long page(long directory) {
        int at = Math.toIntExact(directory);
        long count = big ? file.getLong(at) : Short.toUnsignedInt(file.getShort(at));
        int entryLength = big ? 20 : 12;
        int first = at + (big ? 8 : 2);
        if (count < 0 || count > (file.limit() - first) / entryLength) {
            throw new IndexOutOfBoundsException("entries: " + count);
        }
        Map<Integer, Entry> entries = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            int entry = first + i * entryLength;
            int tag = Short.toUnsignedInt(file.getShort(entry));
            int type = Short.toUnsignedInt(file.getShort(entry + 2));
            long values = big ? file.getLong(entry + 4) : Integer.toUnsignedLong(file.getInt(entry + 4));
            int inline = entry + (big ? 12 : 8);
            long bytes = Math.multiplyExact(values, size(type));
            long place = bytes <= (big ? 8 : 4)
                    ? inline
                    : big ? file.getLong(inline) : Integer.toUnsignedLong(file.getInt(inline));
            entries.putIfAbsent(tag, new Entry(type, values, place));
        }
        entries.forEach((tag, entry) -> {
            if (CODING.contains(tag)) {
                digest.number(tag);
                values(entry).forEach(digest::number);
            }
        });
        parts(entries, STRIP_OFFSETS, STRIP_LENGTHS);
        parts(entries, TILE_OFFSETS, TILE_LENGTHS);
        parts(entries, JPEG_OFFSET, JPEG_LENGTH);
        int next = first + (int) count * entryLength;
        return big ? file.getLong(next) : Integer.toUnsignedLong(file.getInt(next));
    }

    private void parts(Map<Integer, Entry> entries, int offsets, int lengths) {
        Entry starts = entries.get(offsets);
        Entry sizes = entries.get(lengths);
        if (starts == null || sizes == null) {
            return;
        }
        List<Long> start = values(starts);
        List<Long> length = values(sizes);
        if (start.size() != length.size()) {
            throw new IllegalArgumentException("strips without length");
        }
        digest.number(offsets);
        for (int i = 0; i < start.size(); i++) {
            digest.data(file, start.get(i), length.get(i));
        }
    }

    private List<Long> values(Entry entry) {
        int size = size(entry.type());
        long end = Math.addExact(entry.at(), Math.multiplyExact(entry.count(), size));
        if (entry.at() < 0 || entry.count() < 0 || end > file.limit()) {
            throw new IndexOutOfBoundsException("values: " + entry.count());
        }
        List<Long> values = new ArrayList<>();
        for (int at = (int) entry.at(); at < end; at += size) {
            values.add(
                    switch (size) {
                        case 1 -> (long) (file.get(at) & 0xFF);
                        case 2 -> (long) Short.toUnsignedInt(file.getShort(at));
                        case 4 -> Integer.toUnsignedLong(file.getInt(at));
                        default -> file.getLong(at);
                    });
        }
        return values;
    }

    private static int size(int type) {
        return switch (type) {
            case 1, 2, 6, 7 -> 1;
            case 3, 8 -> 2;
            case 4, 9, 11, 13 -> 4;
            default -> 8;
        };
    }
}
