package dev.likeness.image.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/// The coded picture of a HEIC or AVIF (ISO/IEC 23008-12; ISO/IEC 14496-12 for the boxes): the data of the
/// primary item, or of the items that it is put together from, with the properties that shape the picture.
/// Thumbnails, depth maps, EXIF and XMP are other items. Where the data lie in the file does not count.
final class HeifPicture {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_ITEMS = 100_000;

    /// Coding, size, crop, rotation and mirroring. A colour profile is metadata.
    private static final Set<String> SHAPING = Set.of("hvcC", "av1C", "ispe", "clap", "irot", "imir", "a1lx", "lsel");

    private final ByteBuffer file;
    private final PictureDigest digest;
    private final Map<Long, List<Extent>> extents = new HashMap<>();
    private final List<Property> properties = new ArrayList<>();
    private final Map<Long, List<Integer>> propertiesOfItem = new HashMap<>();
    private final Map<Long, List<Long>> derivedFrom = new HashMap<>();
    private int itemData = -1;
    private long primary = -1;
    private int items;
    private final Map<Integer, Integer> used = new HashMap<>();

    private record Extent(boolean inItemData, long offset, long length) {}

    private record Property(String type, ByteBuffer content) {}

    private HeifPicture(ByteBuffer file, PictureDigest digest) {
        this.file = file;
        this.digest = digest;
    }

    static void digest(ByteBuffer file, PictureDigest digest) {
        var picture = new HeifPicture(file, digest);
        picture.eachBox(0, file.limit(), picture::topLevel);
        if (picture.primary < 0) {
            throw new IllegalArgumentException("there is no primary item");
        }
        picture.item(picture.primary, 0);
    }

    private void eachBox(int start, int end, BiConsumer<String, int[]> reader) {
        int at = start;
        while (end - at >= 8) {
            long size = Integer.toUnsignedLong(file.getInt(at));
            String type = type(at + 4);
            int header = 8;
            if (size == 1) {
                size = file.getLong(at + 8);
                header = 16;
            } else if (size == 0) {
                size = (long) end - at;
            }
            if (size < header || size > (long) end - at) {
                size = (long) end - at;
            }
            int boxEnd = at + (int) size;
            reader.accept(type, new int[] {at + header, boxEnd});
            at = boxEnd;
        }
    }

    private void topLevel(String type, int[] box) {
        if (type.equals("meta")) {
            eachBox(box[0] + 4, box[1], this::meta);
        }
    }

    private void meta(String type, int[] box) {
        ByteBuffer content = file.slice(box[0], box[1] - box[0]);
        switch (type) {
            case "pitm" -> primary = number(content, version(content) == 0 ? 2 : 4);
            case "iloc" -> locations(content);
            case "idat" -> itemData = box[0];
            case "iref" -> {
                int idLength = version(content) == 0 ? 2 : 4;
                eachBox(box[0] + 4, box[1], (kind, reference) -> {
                    if (kind.equals("dimg")) {
                        derivation(file.slice(reference[0], reference[1] - reference[0]), idLength);
                    }
                });
            }
            case "iprp" -> eachBox(box[0], box[1], this::itemProperties);
            default -> {
                // No other box counts.
            }
        }
    }

    private void derivation(ByteBuffer content, int idLength) {
        List<Long> parts = derivedFrom.computeIfAbsent(number(content, idLength), _ -> new ArrayList<>());
        for (int left = Short.toUnsignedInt(content.getShort()); left > 0; left--) {
            parts.add(number(content, idLength));
        }
    }

    private void itemProperties(String type, int[] box) {
        if (type.equals("ipco")) {
            eachBox(
                    box[0],
                    box[1],
                    (kind, property) ->
                            properties.add(new Property(kind, file.slice(property[0], property[1] - property[0]))));
        } else if (type.equals("ipma")) {
            ByteBuffer content = file.slice(box[0], box[1] - box[0]);
            int head = content.getInt();
            boolean wide = (head & 1) != 0;
            int idLength = head >>> 24 == 0 ? 2 : 4;
            for (long entries = number(content, 4); entries > 0; entries--) {
                List<Integer> ofItem =
                        propertiesOfItem.computeIfAbsent(number(content, idLength), _ -> new ArrayList<>());
                for (int left = content.get() & 0xFF; left > 0; left--) {
                    ofItem.add(wide ? content.getShort() & 0x7FFF : content.get() & 0x7F);
                }
            }
        }
    }

    private void locations(ByteBuffer content) {
        int version = version(content);
        int sizes = Short.toUnsignedInt(content.getShort());
        int offsetLength = sizes >>> 12;
        int lengthLength = sizes >>> 8 & 0xF;
        int baseLength = sizes >>> 4 & 0xF;
        int indexLength = version == 0 ? 0 : sizes & 0xF;
        for (long items = number(content, version < 2 ? 2 : 4); items > 0; items--) {
            List<Extent> ofItem = extents.computeIfAbsent(number(content, version < 2 ? 2 : 4), _ -> new ArrayList<>());
            boolean inItemData = version > 0 && (content.getShort() & 0xF) == 1;
            content.getShort();
            long base = number(content, baseLength);
            for (int left = Short.toUnsignedInt(content.getShort()); left > 0; left--) {
                number(content, indexLength);
                long offset = base + number(content, offsetLength);
                ofItem.add(new Extent(inItemData, offset, number(content, lengthLength)));
            }
        }
    }

    private void item(long id, int depth) {
        List<Extent> parts = extents.get(id);
        if (parts == null || depth > MAX_DEPTH) {
            throw new IllegalArgumentException("an item has no data");
        }
        items++;
        if (items > MAX_ITEMS) {
            throw new IllegalArgumentException("too many items");
        }
        for (int index : propertiesOfItem.getOrDefault(id, List.of())) {
            if (index >= 1
                    && index <= properties.size()
                    && SHAPING.contains(properties.get(index - 1).type())) {
                property(index);
            }
        }
        for (Extent part : parts) {
            long length = part.length() == 0 && !part.inItemData() ? file.limit() - part.offset() : part.length();
            digest.data(file, part.inItemData() ? itemData + part.offset() : part.offset(), length);
        }
        for (long tile : derivedFrom.getOrDefault(id, List.of())) {
            item(tile, depth + 1);
        }
    }

    /// Tiles share properties: the first use of one adds its content, every use its turn.
    private void property(int index) {
        Integer turn = used.putIfAbsent(index, used.size());
        digest.number(turn == null ? used.size() - 1 : turn);
        if (turn == null) {
            digest.text(properties.get(index - 1).type());
            digest.bytes(properties.get(index - 1).content());
        }
    }

    private String type(int at) {
        byte[] letters = new byte[4];
        file.get(at, letters);
        return new String(letters, StandardCharsets.ISO_8859_1);
    }

    private static int version(ByteBuffer content) {
        return content.getInt() >>> 24;
    }

    private static long number(ByteBuffer content, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = (value << 8) | (content.get() & 0xFF);
        }
        return value;
    }
}
