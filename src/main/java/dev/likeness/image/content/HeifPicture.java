package dev.likeness.image.content;

import dev.likeness.image.header.IsoBoxes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    private final List<IsoBoxes.Box> properties = new ArrayList<>();
    private final Map<Long, List<Integer>> propertiesOfItem = new HashMap<>();
    private final Map<Long, List<Long>> derivedFrom = new HashMap<>();
    private ByteBuffer itemData = ByteBuffer.allocate(0);
    private long primary = -1;
    private int items;
    private final Map<Integer, Integer> used = new HashMap<>();

    private record Extent(boolean inItemData, long offset, long length) {}

    private HeifPicture(ByteBuffer file, PictureDigest digest) {
        this.file = file;
        this.digest = digest;
    }

    static void digest(ByteBuffer file, PictureDigest digest) {
        var picture = new HeifPicture(file, digest);
        IsoBoxes.each(file.duplicate().rewind(), picture::topLevel);
        if (picture.primary < 0) {
            throw new IllegalArgumentException("there is no primary item");
        }
        picture.item(picture.primary, 0);
    }

    private void topLevel(IsoBoxes.Box box) {
        if (box.type().equals("meta")) {
            box.content().getInt();
            IsoBoxes.each(box.content(), this::meta);
        }
    }

    private void meta(IsoBoxes.Box box) {
        ByteBuffer content = box.content();
        switch (box.type()) {
            case "pitm" -> primary = IsoBoxes.number(content, IsoBoxes.version(content) == 0 ? 2 : 4);
            case "iloc" -> locations(content);
            case "idat" -> itemData = content;
            case "iref" -> {
                int idLength = IsoBoxes.version(content) == 0 ? 2 : 4;
                IsoBoxes.each(content, reference -> {
                    if (reference.type().equals("dimg")) {
                        derivation(reference.content(), idLength);
                    }
                });
            }
            case "iprp" -> IsoBoxes.each(content, this::itemProperties);
            default -> {
                // No other box counts.
            }
        }
    }

    private void derivation(ByteBuffer content, int idLength) {
        List<Long> parts = derivedFrom.computeIfAbsent(IsoBoxes.number(content, idLength), _ -> new ArrayList<>());
        for (int left = Short.toUnsignedInt(content.getShort()); left > 0; left--) {
            parts.add(IsoBoxes.number(content, idLength));
        }
    }

    private void itemProperties(IsoBoxes.Box box) {
        if (box.type().equals("ipco")) {
            IsoBoxes.each(box.content(), properties::add);
        } else if (box.type().equals("ipma")) {
            ByteBuffer content = box.content();
            int head = content.getInt();
            boolean wide = (head & 1) != 0;
            int idLength = head >>> 24 == 0 ? 2 : 4;
            for (long entries = IsoBoxes.number(content, 4); entries > 0; entries--) {
                List<Integer> ofItem =
                        propertiesOfItem.computeIfAbsent(IsoBoxes.number(content, idLength), _ -> new ArrayList<>());
                for (int left = content.get() & 0xFF; left > 0; left--) {
                    ofItem.add(wide ? content.getShort() & 0x7FFF : content.get() & 0x7F);
                }
            }
        }
    }

    private void locations(ByteBuffer content) {
        int version = IsoBoxes.version(content);
        int sizes = Short.toUnsignedInt(content.getShort());
        int offsetLength = sizes >>> 12;
        int lengthLength = sizes >>> 8 & 0xF;
        int baseLength = sizes >>> 4 & 0xF;
        int indexLength = version == 0 ? 0 : sizes & 0xF;
        for (long items = IsoBoxes.number(content, version < 2 ? 2 : 4); items > 0; items--) {
            List<Extent> ofItem =
                    extents.computeIfAbsent(IsoBoxes.number(content, version < 2 ? 2 : 4), _ -> new ArrayList<>());
            boolean inItemData = version > 0 && (content.getShort() & 0xF) == 1;
            content.getShort();
            long base = IsoBoxes.number(content, baseLength);
            for (int left = Short.toUnsignedInt(content.getShort()); left > 0; left--) {
                IsoBoxes.number(content, indexLength);
                long offset = base + IsoBoxes.number(content, offsetLength);
                ofItem.add(new Extent(inItemData, offset, IsoBoxes.number(content, lengthLength)));
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
            digest.data(part.inItemData() ? itemData : file, part.offset(), length);
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
}
