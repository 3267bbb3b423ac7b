package dev.likeness.image.header;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Finds the XMP packets in an image file (Adobe, XMP specification part 3, 2020). It does not parse them.
/// For a truncated file it returns the packets found before the end.
public final class XmpPackets {
    /// Maximum size of a packet. Real packets are far smaller; a larger one is a decompression bomb.
    static final int MAX_BYTES = 16 << 20;

    /// Maximum number of extensions of a JPEG. It has one; every further one is compared with the whole main
    /// packet.
    private static final int MAX_EXTENSIONS = 16;

    private static final int APP1 = 0xE1;
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;
    private static final String MAIN = "http://ns.adobe.com/xap/1.0/\0";
    private static final String EXTENSION = "http://ns.adobe.com/xmp/extension/\0";
    private static final int GUID_LENGTH = 32;
    private static final String PNG_KEYWORD = "XML:com.adobe.xmp\0";
    private static final int TIFF_TAG = 700;

    private final byte[] bytes;
    private final ByteBuffer file;
    private final List<byte[]> packets = new ArrayList<>();
    /// The parts of extended XMP, by GUID and by offset in the extension.
    private final Map<String, NavigableMap<Integer, byte[]>> extensions = new LinkedHashMap<>();

    private XmpPackets(byte[] bytes) {
        this.bytes = bytes;
        this.file = ByteBuffer.wrap(bytes);
    }

    public static List<byte[]> find(ImageFormat format, byte[] bytes) {
        XmpPackets packets = new XmpPackets(bytes);
        try {
            switch (format) {
                case JPEG -> packets.walkJpeg();
                case PNG -> packets.walkPng();
                case WEBP -> packets.walkWebp();
                case TIFF, RAW -> packets.walkTiff();
                case PSD -> packets.packets.addAll(PsdHeader.xmpPackets(bytes));
                case JXL -> packets.packets.addAll(JxlHeader.xmpPackets(bytes));
                case JP2 -> packets.packets.addAll(Jp2Header.xmpPackets(bytes));
                case GIF -> packets.packets.addAll(GifHeader.xmpPackets(bytes));
                case HEIC, AVIF -> packets.packets.addAll(HeifHeader.xmpPackets(bytes));
                case BMP -> {
                    // Has no place for a packet; sidecar files are read.
                }
            }
        } catch (IndexOutOfBoundsException
                | BufferUnderflowException
                | IllegalArgumentException
                | ArithmeticException _) {
            // Every read is bounds-checked and every sum of lengths too, so a wrong length ends here.
        }
        packets.joinExtensions();
        return packets.packets;
    }

    private void walkJpeg() {
        file.position(2);
        while (true) {
            int marker = JpegHeader.nextMarker(file);
            if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
                return;
            }
            if (JpegHeader.isStandalone(marker)) {
                continue;
            }
            int start = file.position() + 2;
            int end = file.position() + Short.toUnsignedInt(file.getShort(file.position()));
            if (marker == APP1 && startsWith(MAIN, start, end)) {
                add(start + MAIN.length(), end);
            } else if (marker == APP1 && startsWith(EXTENSION, start, end)) {
                addExtension(start + EXTENSION.length(), end);
            }
            file.position(end);
        }
    }

    private void addExtension(int start, int end) {
        String guid = ImageFormat.ascii(bytes, start, GUID_LENGTH);
        if (extensions.containsKey(guid) || extensions.size() < MAX_EXTENSIONS) {
            int offset = file.getInt(start + GUID_LENGTH + 4);
            extensions
                    .computeIfAbsent(guid, _ -> new TreeMap<>())
                    .put(offset, Arrays.copyOfRange(bytes, start + GUID_LENGTH + 8, end));
        }
    }

    /// Adds each extension that the main packet names and that is complete.
    private void joinExtensions() {
        if (packets.isEmpty() || extensions.isEmpty()) {
            return;
        }
        String main = new String(packets.getFirst(), StandardCharsets.ISO_8859_1);
        extensions.forEach((guid, parts) -> {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            boolean gapless = parts.entrySet().stream().allMatch(part -> {
                boolean next = part.getKey() == whole.size();
                whole.writeBytes(part.getValue());
                return next && whole.size() <= MAX_BYTES;
            });
            if (gapless && main.contains(guid)) {
                packets.add(whole.toByteArray());
            }
        });
    }

    private void walkPng() {
        file.position(8);
        while (file.remaining() >= 12) {
            int start = file.position() + 8;
            int end = Math.addExact(start, Math.max(0, file.getInt()));
            String type = ImageFormat.ascii(bytes, start - 4, 4);
            if (type.equals("IEND")) {
                return;
            }
            if (type.equals("iTXt") && startsWith(PNG_KEYWORD, start, end)) {
                int compressed = start + PNG_KEYWORD.length();
                int language = compressed + 2;
                int translated = endOfText(language);
                int text = endOfText(translated);
                if (bytes[compressed] == 0) {
                    add(text, end);
                } else {
                    addInflated(text, end);
                }
            }
            file.position(end + 4);
        }
    }

    private int endOfText(int start) {
        int at = start;
        while (file.get(at) != 0) {
            at++;
        }
        return at + 1;
    }

    private void addInflated(int start, int end) {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(bytes, start, end - start);
            ByteArrayOutputStream inflated = new ByteArrayOutputStream();
            byte[] part = new byte[1 << 16];
            while (!inflater.finished() && inflated.size() <= MAX_BYTES) {
                int length = inflater.inflate(part);
                if (length == 0) {
                    return;
                }
                inflated.write(part, 0, length);
            }
            if (inflater.finished() && inflated.size() <= MAX_BYTES) {
                packets.add(inflated.toByteArray());
            }
        } catch (DataFormatException _) {
            // Damaged data is not a packet.
        }
    }

    private void walkWebp() {
        file.order(ByteOrder.LITTLE_ENDIAN).position(12);
        while (file.remaining() >= 8) {
            int start = file.position() + 8;
            int end = Math.addExact(start, Math.max(0, file.getInt(start - 4)));
            if (ImageFormat.ascii(bytes, start - 8, 4).equals("XMP ")) {
                add(start, end);
            }
            file.position(Math.addExact(end, end - start & 1));
        }
    }

    /// Reads tag 700 of the first directory, in a classic TIFF or a BigTIFF.
    private void walkTiff() {
        file.order(bytes[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        boolean big = file.getShort(2) == 43;
        int directory = big ? Math.toIntExact(file.getLong(8)) : file.getInt(4);
        long entries = big ? file.getLong(directory) : Short.toUnsignedInt(file.getShort(directory));
        int entry = directory + (big ? 8 : 2);
        for (long i = 0; i < entries; i++) {
            if (Short.toUnsignedInt(file.getShort(entry)) == TIFF_TAG) {
                // The value has type BYTE or UNDEFINED and is always too long for the entry itself.
                int length = big ? Math.toIntExact(file.getLong(entry + 4)) : file.getInt(entry + 4);
                int start = big ? Math.toIntExact(file.getLong(entry + 12)) : file.getInt(entry + 8);
                add(start, Math.addExact(start, length));
                return;
            }
            entry += big ? 20 : 12;
        }
    }

    private boolean startsWith(String preamble, int start, int end) {
        return end - start >= preamble.length()
                && ImageFormat.ascii(bytes, start, preamble.length()).equals(preamble);
    }

    private void add(int start, int end) {
        if (start < 0 || end > bytes.length || end - start > MAX_BYTES) {
            throw new IndexOutOfBoundsException(end);
        }
        packets.add(Arrays.copyOfRange(bytes, start, end));
    }
}
