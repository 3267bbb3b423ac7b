package dev.likeness.image.header;

import dev.likeness.face.Orientation;
import dev.likeness.image.metadata.Exif;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the upright size of the primary picture, the EXIF block and XMP in a HEIF file (ISO/IEC 23008-12;
/// ISO/IEC 14496-12 for the boxes). The converter decodes the pixels.
public final class HeifHeader {
    private static final String XMP_TYPE = "application/rdf+xml";
    private static final int MAX_XMP_ITEMS = 16;

    /// The turns of `irot`, by their number of quarters.
    private static final Orientation[] TURNS = {
        Orientation.UPRIGHT, Orientation.TURN_COUNTERCLOCKWISE, Orientation.UPSIDE_DOWN, Orientation.TURN_CLOCKWISE
    };

    private final byte[] bytes;
    private final List<ByteBuffer> properties = new ArrayList<>();
    private final Map<Long, List<Integer>> propertiesOfItem = new HashMap<>();
    private final Map<Long, Extent> extents = new HashMap<>();
    private long primaryItem;
    private long exifItem = -1;
    private final List<Long> xmpItems = new ArrayList<>();
    private int trackWidth;
    private int trackHeight;
    private boolean isTransformed;
    private Orientation transformation = Orientation.UPRIGHT;
    private ByteBuffer itemData = ByteBuffer.allocate(0);

    private record Extent(boolean inItemData, long offset, long length) {}

    private HeifHeader(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Reads the header of a whole HEIF file.
    ///
    /// @throws RuntimeException a buffer exception if the file ends inside its header
    public static ImageHeader read(byte[] bytes, ImageFormat format) {
        HeifHeader header = new HeifHeader(bytes);
        IsoBoxes.each(ByteBuffer.wrap(bytes), header::readTopLevel);
        ImageHeader size = header.size(format);
        Exif exif = header.exif();
        // The converter applies the file's own transformations, which override the EXIF orientation.
        return size.with(header.isTransformed ? exif.turned(Optional.of(Orientation.UPRIGHT)) : exif, List.of());
    }

    /// How the file's own transformations turn the coded picture upright.
    ///
    /// @throws RuntimeException a buffer exception if the file ends inside its header
    public static Orientation transformation(byte[] bytes, ImageFormat format) {
        HeifHeader header = new HeifHeader(bytes);
        IsoBoxes.each(ByteBuffer.wrap(bytes), header::readTopLevel);
        ImageHeader _ = header.size(format);
        return header.transformation;
    }

    /// The XMP packets of a file.
    static List<byte[]> xmpPackets(byte[] bytes) {
        HeifHeader header = new HeifHeader(bytes);
        IsoBoxes.each(ByteBuffer.wrap(bytes), header::readTopLevel);
        return header.xmpItems.stream()
                .limit(MAX_XMP_ITEMS)
                .flatMap(item -> header.data(item).stream())
                .filter(packet -> packet.remaining() <= XmpPackets.MAX_BYTES)
                .map(IsoBoxes::bytes)
                .toList();
    }

    private void readTopLevel(IsoBoxes.Box box) {
        switch (box.type()) {
            case "meta" -> {
                box.content().getInt();
                IsoBoxes.each(box.content(), this::readMeta);
            }
            case "moov" -> IsoBoxes.each(box.content(), this::readMovie);
            default -> {
                // No other box is needed.
            }
        }
    }

    /// An animation may have no primary picture; then the size of its track counts.
    private void readMovie(IsoBoxes.Box box) {
        if (box.type().equals("trak")) {
            IsoBoxes.each(box.content(), this::readTrack);
        }
    }

    private void readTrack(IsoBoxes.Box box) {
        if (box.type().equals("tkhd")) {
            // The last two numbers, in 1/65,536 pixels.
            int sides = box.content().limit() - 2 * Integer.BYTES;
            trackWidth = Math.max(trackWidth, box.content().getInt(sides) >>> 16);
            trackHeight = Math.max(trackHeight, box.content().getInt(sides + Integer.BYTES) >>> 16);
        }
    }

    private void readMeta(IsoBoxes.Box box) {
        ByteBuffer content = box.content();
        switch (box.type()) {
            case "pitm" -> primaryItem = IsoBoxes.number(content, IsoBoxes.version(content) == 0 ? 2 : 4);
            case "iprp" -> IsoBoxes.each(content, this::readProperties);
            case "iinf" -> {
                IsoBoxes.number(content, IsoBoxes.version(content) == 0 ? 2 : 4);
                IsoBoxes.each(content, this::readItemType);
            }
            case "iloc" -> readLocations(content);
            case "idat" -> itemData = content;
            default -> {
                // No other box is needed.
            }
        }
    }

    private void readProperties(IsoBoxes.Box box) {
        if (box.type().equals("ipco")) {
            IsoBoxes.each(box.content(), property -> properties.add(withType(property)));
        } else if (box.type().equals("ipma")) {
            ByteBuffer content = box.content();
            int head = content.getInt();
            boolean wide = (head & 1) != 0;
            int idLength = head >>> 24 == 0 ? 2 : 4;
            for (long entries = IsoBoxes.number(content, 4); entries > 0; entries--) {
                List<Integer> ofItem =
                        propertiesOfItem.computeIfAbsent(IsoBoxes.number(content, idLength), _ -> new ArrayList<>());
                for (int associations = content.get() & 0xFF; associations > 0; associations--) {
                    ofItem.add(wide ? content.getShort() & 0x7FFF : content.get() & 0x7F);
                }
            }
        }
    }

    /// A property with its type in front, because association lists number the properties of all types
    /// together.
    private static ByteBuffer withType(IsoBoxes.Box property) {
        ByteBuffer copy = ByteBuffer.allocate(4 + property.content().remaining());
        copy.put(property.type().getBytes(StandardCharsets.ISO_8859_1)).put(property.content());
        return copy.flip();
    }

    private void readItemType(IsoBoxes.Box box) {
        ByteBuffer content = box.content();
        int version = IsoBoxes.version(content);
        if (box.type().equals("infe") && version >= 2) {
            long item = IsoBoxes.number(content, version == 2 ? 2 : 4);
            content.getShort();
            switch (IsoBoxes.type(content)) {
                case "Exif" -> exifItem = item;
                case "mime" -> {
                    text(content); // its name
                    boolean isXmp = text(content).equals(XMP_TYPE);
                    if (isXmp && text(content).isEmpty()) { // not compressed
                        xmpItems.add(item);
                    }
                }
                default -> {
                    // No other item is needed.
                }
            }
        }
    }

    /// Text to the next zero or to the end.
    private static String text(ByteBuffer content) {
        StringBuilder text = new StringBuilder();
        while (content.hasRemaining()) {
            byte letter = content.get();
            if (letter == 0) {
                break;
            }
            text.append((char) (letter & 0xFF));
        }
        return text.toString();
    }

    private void readLocations(ByteBuffer content) {
        int version = IsoBoxes.version(content);
        int sizes = Short.toUnsignedInt(content.getShort());
        int offsetLength = sizes >>> 12;
        int lengthLength = sizes >>> 8 & 0xF;
        int baseLength = sizes >>> 4 & 0xF;
        int indexLength = version == 0 ? 0 : sizes & 0xF;
        for (long items = IsoBoxes.number(content, version < 2 ? 2 : 4); items > 0; items--) {
            long item = IsoBoxes.number(content, version < 2 ? 2 : 4);
            boolean inItemData = version > 0 && (content.getShort() & 0xF) == 1;
            content.getShort();
            long base = IsoBoxes.number(content, baseLength);
            for (int parts = Short.toUnsignedInt(content.getShort()); parts > 0; parts--) {
                IsoBoxes.number(content, indexLength);
                long offset = IsoBoxes.number(content, offsetLength);
                long length = IsoBoxes.number(content, lengthLength);
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
            switch (IsoBoxes.type(property)) {
                case "ispe" -> {
                    property.getInt();
                    width = property.getInt();
                    height = property.getInt();
                }
                case "clap" -> {
                    width = Math.round((float) property.getInt() / property.getInt());
                    height = Math.round((float) property.getInt() / property.getInt());
                }
                case "imir" -> {
                    isTransformed = true;
                    boolean isUpsideDown = property.hasRemaining() && (property.get() & 1) != 0;
                    transformation = transformation.then(isUpsideDown ? Orientation.FLIPPED : Orientation.MIRRORED);
                }
                case "irot" -> {
                    isTransformed = true;
                    int quarters = property.get() & 3; // counter-clockwise
                    transformation = transformation.then(TURNS[quarters]);
                    if ((quarters & 1) != 0) {
                        int turned = width;
                        width = height;
                        height = turned;
                    }
                }
                default -> {
                    // Colour and codec do not change the size.
                }
            }
        }
        if (width == 0 && height == 0 && trackWidth > 0) {
            return ImageHeader.ofSize(trackWidth, trackHeight);
        }
        if (width == 0 && height == 0) {
            throw format.corrupt("it declares no size for its primary picture");
        }
        return ImageHeader.ofSize(width, height);
    }

    private Exif exif() {
        ByteBuffer block = data(exifItem).orElse(null);
        if (block == null || block.remaining() < 4) {
            return Exif.NONE;
        }
        int skipped = block.getInt();
        if (skipped < 0 || skipped > block.remaining()) {
            return Exif.NONE;
        }
        byte[] structure = new byte[block.remaining() - skipped];
        block.get(block.position() + skipped, structure);
        return Exif.read(structure);
    }

    /// The bytes of an item; empty if they are not in the file.
    private Optional<ByteBuffer> data(long item) {
        Extent extent = extents.get(item);
        if (extent == null) {
            return Optional.empty();
        }
        ByteBuffer source = extent.inItemData() ? itemData.duplicate() : ByteBuffer.wrap(bytes);
        boolean starts = extent.offset() >= 0 && extent.offset() <= source.limit();
        return starts && extent.length() >= 0 && extent.length() <= source.limit() - extent.offset()
                ? Optional.of(source.slice((int) extent.offset(), (int) extent.length()))
                : Optional.empty();
    }
}
