package dev.likeness.image.repair;

import dev.likeness.image.header.ImageFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// Makes a whole PNG of one that ends early or whose pixel data are wrong somewhere: the rows that can be
/// inflated, and grey below them.
public final class PngRepair {
    private static final int SIGNATURE_LENGTH = 8;
    private static final int HEADER_END = SIGNATURE_LENGTH + 25;
    private static final byte GRAY = (byte) 0x80;

    private final byte[] bytes;
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    private PngRepair(byte[] bytes) {
        this.bytes = bytes;
    }

    /// A PNG of the same size.
    ///
    /// @param bytes a PNG whose chunk IHDR is intact
    /// @return empty if not even one row of pixels is left
    public static Optional<byte[]> repaired(byte[] bytes) {
        PngRepair repair = new PngRepair(bytes);
        repair.collectChunks();
        return repair.rebuild();
    }

    private void collectChunks() {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int start = HEADER_END;
        while (bytes.length - start >= 8) {
            long length = Integer.toUnsignedLong(file.getInt(start));
            int content = start + 8;
            int end = (int) Math.min(bytes.length, content + length);
            String type = ImageFormat.ascii(bytes, start + 4, 4);
            if (type.equals("IDAT")) {
                data.write(bytes, content, end - content);
            } else if ((type.equals("PLTE") || type.equals("tRNS")) && end + 4 <= bytes.length) {
                kept.write(bytes, start, end + 4 - start);
            }
            if (end + 4 > bytes.length || type.equals("IEND")) {
                return;
            }
            start = end + 4;
        }
    }

    private Optional<byte[]> rebuild() {
        ByteBuffer header = ByteBuffer.wrap(bytes, SIGNATURE_LENGTH + 8, 13).slice();
        int width = header.getInt();
        int height = header.getInt();
        int depth = header.get();
        int colorType = header.get();
        boolean interlaced = header.get(12) != 0;
        int samples = switch (colorType) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
        long rowLength = 1 + ((long) width * samples * depth + 7) / 8;
        if (rowLength * (interlaced ? height : 1) > Integer.MAX_VALUE - 8) {
            return Optional.empty();
        }
        byte blank = colorType == 3 ? 0 : GRAY;
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        Deflater fast = new Deflater(Deflater.BEST_SPEED);
        try (InflatedRows inflated = new InflatedRows(data.toByteArray());
                DeflaterOutputStream out = new DeflaterOutputStream(pixels, fast)) {
            boolean hasRows = interlaced
                    ? new InterlacedRows(width, height, samples * depth, blank).copy(inflated, out)
                    : copyRows(inflated, height, new byte[(int) rowLength], blank, out);
            if (!hasRows) {
                return Optional.empty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fast.end();
        }
        byte[] plain = Arrays.copyOfRange(bytes, SIGNATURE_LENGTH + 8, SIGNATURE_LENGTH + 21);
        plain[12] = 0; // not interlaced
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(bytes, 0, SIGNATURE_LENGTH);
        file.writeBytes(chunk("IHDR", plain));
        file.writeBytes(kept.toByteArray());
        file.writeBytes(chunk("IDAT", pixels.toByteArray()));
        file.writeBytes(chunk("IEND", new byte[0]));
        return Optional.of(file.toByteArray());
    }

    /// Copies the complete rows that can be inflated and begin with a filter that there is, and fills in the
    /// others; returns whether there is any.
    private static boolean copyRows(InflatedRows inflated, int height, byte[] row, byte blank, DeflaterOutputStream out)
            throws IOException {
        int rows = 0;
        while (rows < height && inflated.next(row, row.length)) {
            out.write(row);
            rows++;
        }
        Arrays.fill(row, blank);
        row[0] = 0;
        for (int rest = rows; rest < height; rest++) {
            out.write(row);
        }
        return rows > 0;
    }

    private static byte[] chunk(String type, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(content.length + 12);
        chunk.putInt(content.length);
        chunk.put(type.getBytes(StandardCharsets.ISO_8859_1));
        chunk.put(content);
        CRC32 checksum = new CRC32();
        checksum.update(chunk.array(), 4, content.length + 4);
        return chunk.putInt((int) checksum.getValue()).array();
    }
}
