package dev.likeness.image.header;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;

/// The image file directories of a TIFF, a BigTIFF or a RAW file with the structure of one (TIFF 6.0, section
/// 2). Wrong offsets, loops and endless chains end the walk; what was found before counts.
public final class TiffDirectories {
    static final int NEW_SUBFILE_TYPE = 0xFE;
    static final int WIDTH = 0x100;
    static final int LENGTH = 0x101;
    static final int COMPRESSION = 0x103;
    static final int PHOTOMETRIC = 0x106;
    static final int STRIP_OFFSETS = 0x111;
    static final int SAMPLES_PER_PIXEL = 0x115;
    static final int TILE_WIDTH = 0x142;
    static final int TILE_LENGTH = 0x143;
    static final int SUB_DIRECTORIES = 0x14A;

    private static final int MAX_DIRECTORIES = 1_000;
    private static final int MAX_ENTRIES = 20_000;

    /// Bytes of a value of each type, by its number.
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    private final ByteBuffer file;
    private final boolean big;
    private final List<Directory> pages = new ArrayList<>();
    private final List<Directory> all = new ArrayList<>();
    private int entriesLeft = MAX_ENTRIES;

    /// A field of a directory.
    private record Field(int type, long count, int value) {}

    /// One directory: its fields, by their tags.
    public final class Directory {
        private final Map<Integer, Field> fields;

        private Directory(Map<Integer, Field> fields) {
            this.fields = fields;
        }

        boolean has(int tag) {
            return fields.containsKey(tag);
        }

        /// The first number of a field, 0 if there is none.
        public long number(int tag) {
            return number(tag, 0);
        }

        /// The number at an index of a field, 0 if there is none.
        long number(int tag, int index) {
            Field field = fields.get(tag);
            if (field == null || index >= field.count()) {
                return 0;
            }
            int at = field.value() + index * TYPE_BYTES[field.type()];
            return switch (field.type()) {
                case 1, 7 -> file.get(at) & 0xFF;
                case 3 -> Short.toUnsignedInt(file.getShort(at));
                case 4, 13 -> Integer.toUnsignedLong(file.getInt(at));
                case 16, 18 -> file.getLong(at);
                default -> 0;
            };
        }

        long count(int tag) {
            Field field = fields.get(tag);
            return field == null ? 0 : field.count();
        }

        /// The bytes of a field.
        public Optional<byte[]> bytes(int tag) {
            Field field = fields.get(tag);
            if (field == null) {
                return Optional.empty();
            }
            byte[] bytes = new byte[Math.toIntExact(field.count() * TYPE_BYTES[field.type()])];
            file.get(field.value(), bytes);
            return Optional.of(bytes);
        }

        /// Where the bytes of a field are in the file.
        int offset(int tag) {
            Field field = fields.get(tag);
            return field == null ? 0 : field.value();
        }

        long pixels() {
            return number(WIDTH) * number(LENGTH);
        }
    }

    private TiffDirectories(byte[] bytes) {
        file = ByteBuffer.wrap(bytes).order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        big = TiffHeader.isBig(bytes);
    }

    /// Walks the chain of pages, and the directories below each.
    public static TiffDirectories of(byte[] bytes) {
        if (bytes.length < 16) {
            return new TiffDirectories(new byte[16]);
        }
        TiffDirectories directories = new TiffDirectories(bytes);
        directories.walk();
        return directories;
    }

    /// The directories of the main chain, in order.
    public List<Directory> pages() {
        return pages;
    }

    /// All directories: the pages and those below them.
    public List<Directory> all() {
        return all;
    }

    private void walk() {
        Set<Long> seen = new HashSet<>();
        Queue<Long> below = new ArrayDeque<>();
        try {
            long at = big ? file.getLong(8) : Integer.toUnsignedLong(file.getInt(4));
            while (at != 0 && seen.add(at) && all.size() < MAX_DIRECTORIES) {
                at = read(at, pages, below);
            }
        } catch (IndexOutOfBoundsException | ArithmeticException _) {
            // The file ends inside the chain.
        }
        while (!below.isEmpty() && all.size() < MAX_DIRECTORIES) {
            long at = below.remove();
            if (at != 0 && seen.add(at)) {
                try {
                    read(at, new ArrayList<>(), below);
                } catch (IndexOutOfBoundsException | ArithmeticException _) {
                    // This one is damaged; the others may not be.
                }
            }
        }
    }

    /// Reads a directory; returns the offset of the next one.
    private long read(long offset, List<Directory> chain, Queue<Long> below) {
        int at = Math.toIntExact(offset);
        long count = big ? file.getLong(at) : Short.toUnsignedInt(file.getShort(at));
        if (count < 0 || count > entriesLeft) {
            throw new IndexOutOfBoundsException(offset + " " + count);
        }
        entriesLeft -= (int) count;
        at += big ? 8 : 2;
        Map<Integer, Field> fields = new HashMap<>();
        for (int i = 0; i < count; i++, at += big ? 20 : 12) {
            int type = Short.toUnsignedInt(file.getShort(at + 2));
            long values = big ? file.getLong(at + 4) : Integer.toUnsignedLong(file.getInt(at + 4));
            if (type >= TYPE_BYTES.length || TYPE_BYTES[type] == 0 || values < 0 || values > file.limit()) {
                continue;
            }
            long bytes = values * TYPE_BYTES[type];
            long value = big ? at + 12 : at + 8;
            if (bytes > (big ? 8 : 4)) {
                value = big ? file.getLong(at + 12) : Integer.toUnsignedLong(file.getInt(at + 8));
            }
            if (value >= 0 && value <= file.limit() - bytes) {
                fields.putIfAbsent(Short.toUnsignedInt(file.getShort(at)), new Field(type, values, (int) value));
            }
        }
        Directory directory = new Directory(fields);
        chain.add(directory);
        all.add(directory);
        for (int i = 0; i < Math.min(directory.count(SUB_DIRECTORIES), MAX_DIRECTORIES); i++) {
            below.add(directory.number(SUB_DIRECTORIES, i));
        }
        return at + (big ? 8 : 4) > file.limit() ? 0 : big ? file.getLong(at) : Integer.toUnsignedLong(file.getInt(at));
    }
}
