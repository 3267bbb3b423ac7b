package dev.likeness.image;

import dev.likeness.face.Orientation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Finds the upright size of the primary picture and the EXIF block in a HEIF file (ISO/IEC 23008-12; ISO/IEC
/// 14496-12 for the boxes). The converter decodes the pixels.
final class HeifHeader {
    private final byte[] bytes;
    private final List<ByteBuffer> properties = new ArrayList<>();
    private final Map<Long, List<Integer>> propertiesOfItem = new HashMap<>();
    private final Map<Long, Extent> extents = new HashMap<>();
    private long primaryItem;
    private long exifItem = -1;
    private ByteBuffer itemData = ByteBuffer.allocate(0);

    private record Extent(boolean inItemData, long offset, long length) {}

    private HeifHeader(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Reads the header of a whole HEIF file.
    ///
    /// @throws RuntimeException a buffer exception if the file ends inside its header
    static ImageHeader read(byte[] bytes, ImageFormat format) {
        HeifHeader header = new HeifHeader(bytes);
        header.eachBox(ByteBuffer.wrap(bytes), header::readTopLevel);
        ImageHeader size = header.size(format);
        // The converter applies the file's own transformations, which override the EXIF orientation.
        Exif exif = new Exif(
                Orientation.UPRIGHT,
                header.exif().orientedByCamera(),
                header.exif().captureTime());
        return new ImageHeader(size.width(), size.height(), 3, exif, Optional.empty(), Optional.empty());
    }

    private record Box(String type, ByteBuffer content) {}

    private void eachBox(ByteBuffer parent, Consumer<Box> reader) {
        while (parent.remaining() >= 8) {
            int start = parent.position();
            long available = parent.remaining();
            long size = Integer.toUnsignedLong(parent.getInt());
            String type = type(parent);
            if (size == 1) {
                size = parent.getLong();
            } else if (size == 0) {
                size = available;
            }
            int headerLength = parent.position() - start;
            if (size < headerLength || size > available) {
                // The last box of a truncated file. Later checks decide whether the boxes before it suffice.
                size = available;
            }
            int end = start + (int) size;
            reader.accept(new Box(type, parent.slice(parent.position(), end - parent.position())));
            parent.position(end);
        }
    }

    private void readTopLevel(Box box) {
        if (box.type().equals("meta")) {
            box.content().getInt();
            eachBox(box.content(), this::readMeta);
        }
    }

    private void readMeta(Box box) {
        ByteBuffer content = box.content();
        switch (box.type()) {
            case "pitm" -> primaryItem = number(content, version(content) == 0 ? 2 : 4);
            case "iprp" -> eachBox(content, this::readProperties);
            case "iinf" -> {
                number(content, version(content) == 0 ? 2 : 4);
                eachBox(content, this::readItemType);
            }
            case "iloc" -> readLocations(content);
            case "idat" -> itemData = content;
            default -> {
                // No other box is needed.
            }
        }
    }

    private void readProperties(Box box) {
        if (box.type().equals("ipco")) {
            eachBox(box.content(), property -> properties.add(withType(property)));
        } else if (box.type().equals("ipma")) {
            ByteBuffer content = box.content();
            int head = content.getInt();
            boolean wide = (head & 1) != 0;
            int idLength = head >>> 24 == 0 ? 2 : 4;
            for (long entries = number(content, 4); entries > 0; entries--) {
                List<Integer> ofItem =
                        propertiesOfItem.computeIfAbsent(number(content, idLength), _ -> new ArrayList<>());
                for (int associations = content.get() & 0xFF; associations > 0; associations--) {
                    ofItem.add(wide ? content.getShort() & 0x7FFF : content.get() & 0x7F);
                }
            }
        }
    }

    /// A property with its type in front, because association lists number the properties of all types
    /// together.
    private static ByteBuffer withType(Box property) {
        ByteBuffer copy = ByteBuffer.allocate(4 + property.content().remaining());
        copy.put(property.type().getBytes(StandardCharsets.ISO_8859_1)).put(property.content());
        return copy.flip();
    }

    private void readItemType(Box box) {
        ByteBuffer content = box.content();
        int version = version(content);
        if (box.type().equals("infe") && version >= 2) {
            long item = number(content, version == 2 ? 2 : 4);
            content.getShort();
            if (type(content).equals("Exif")) {
                exifItem = item;
            }
        }
    }

    private void readLocations(ByteBuffer content) {
        int version = version(content);
        int sizes = Short.toUnsignedInt(content.getShort());
        int offsetLength = sizes >>> 12;
        int lengthLength = sizes >>> 8 & 0xF;
        int baseLength = sizes >>> 4 & 0xF;
        int indexLength = version == 0 ? 0 : sizes & 0xF;
        for (long items = number(content, version < 2 ? 2 : 4); items > 0; items--) {
            long item = number(content, version < 2 ? 2 : 4);
            boolean inItemData = version > 0 && (content.getShort() & 0xF) == 1;
            content.getShort();
            long base = number(content, baseLength);
            for (int parts = Short.toUnsignedInt(content.getShort()); parts > 0; parts--) {
                number(content, indexLength);
                long offset = number(content, offsetLength);
                long length = number(content, lengthLength);
                extents.putIfAbsent(item, new Extent(inItemData, base + offset, length));
            }
        }
    }

    /// The size of the primary item after its transformations (crop, rotation), applied in their order.
    private ImageHeader size(ImageFormat format) {
        int width = 0;
        int height = 0;
        for (int index : propertiesOfItem.getOrDefault(primaryItem, List.of())) {
            if (index < 1 || index > properties.size()) {
                continue;
            }
            ByteBuffer property = properties.get(index - 1).duplicate();
            switch (type(property)) {
                case "ispe" -> {
                    property.getInt();
                    width = property.getInt();
                    height = property.getInt();
                }
                case "clap" -> {
                    width = Math.round((float) property.getInt() / property.getInt());
                    height = Math.round((float) property.getInt() / property.getInt());
                }
                case "irot" -> {
                    if ((property.get() & 1) != 0) {
                        int turned = width;
                        width = height;
                        height = turned;
                    }
                }
                default -> {
                    // Colour, codec and mirroring do not change the size.
                }
            }
        }
        if (width == 0 && height == 0) {
            throw format.corrupt("it declares no size for its primary picture");
        }
        return ImageHeader.ofSize(width, height);
    }

    private Exif exif() {
        Extent extent = extents.get(exifItem);
        if (extent == null) {
            return Exif.NONE;
        }
        ByteBuffer source = extent.inItemData() ? itemData.duplicate() : ByteBuffer.wrap(bytes);
        boolean starts = extent.offset() >= 0 && extent.offset() <= source.limit();
        if (!starts || extent.length() < 4 || extent.length() > source.limit() - extent.offset()) {
            return Exif.NONE;
        }
        ByteBuffer block = source.slice((int) extent.offset(), (int) extent.length());
        int skipped = block.getInt();
        if (skipped < 0 || skipped > block.remaining()) {
            return Exif.NONE;
        }
        byte[] structure = new byte[block.remaining() - skipped];
        block.get(block.position() + skipped, structure);
        return Exif.read(structure);
    }

    private static String type(ByteBuffer content) {
        byte[] letters = new byte[4];
        content.get(letters);
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
