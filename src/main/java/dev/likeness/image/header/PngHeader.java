package dev.likeness.image.header;

import dev.likeness.face.CaptureTime;
import dev.likeness.image.metadata.Exif;
import dev.likeness.image.metadata.PngTimes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Reads all chunks of a PNG (ISO/IEC 15948, section 5). It verifies the checksums of the chunks that a
/// decoder needs. This gives a reason for a rejection, shows which file is to be read as far as it goes, and
/// keeps damaged files away from libpng, which prints its errors.
public final class PngHeader {
    private static final int SIGNATURE_LENGTH = 8;
    private static final int CHECKSUM_LENGTH = 4;

    /// Maximum expansion ratio of deflate.
    private static final long DEFLATE_RATIO = 1032;

    /// A torn file may have lost all but this share of its pixels, one in a hundred.
    private static final int TORN_SHARE = 100;

    /// Maximum size of a decompressed profile. Real profiles are far smaller; a larger one is a decompression
    /// bomb.
    private static final int MAX_PROFILE_BYTES = 8 << 20;

    private final ByteBuffer file;
    private int width;
    private int height;
    private int bitDepth;
    private int samples;
    private boolean hasPalette;
    private long dataLength;
    private boolean ended;
    private Exif exif = Exif.NONE;
    private Optional<ByteBuffer> profile = Optional.empty();
    private final List<CaptureTime> times = new ArrayList<>();
    private Optional<String> damage = Optional.empty();
    private Optional<String> flaw = Optional.empty();

    private PngHeader(byte[] bytes) {
        this.file = ByteBuffer.wrap(bytes).position(SIGNATURE_LENGTH);
    }

    /// Reads the header of a whole PNG file.
    ///
    /// @throws java.nio.BufferUnderflowException if the file ends inside its first chunk
    public static ImageHeader read(byte[] bytes) {
        PngHeader header = new PngHeader(bytes);
        header.readSize();
        header.walk();
        int channels = header.samples < 3 && !header.hasPalette ? 1 : 3;
        return new ImageHeader(
                header.width,
                header.height,
                channels,
                header.exif,
                header.times,
                header.profile,
                header.damage,
                header.flaw);
    }

    private void readSize() {
        int start = file.position();
        if (!ImageFormat.ascii(file.array(), start + 4, 4).equals("IHDR")) {
            throw ImageFormat.PNG.corrupt("its first chunk is not IHDR");
        }
        file.position(start + 8);
        width = file.getInt();
        height = file.getInt();
        bitDepth = file.get();
        int colorType = file.get();
        hasPalette = colorType == 3;
        samples = switch (colorType) {
            case 0, 3 -> 1;
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> throw ImageFormat.PNG.corrupt("its colour type must be 0, 2, 3, 4 or 6, got: " + colorType);
        };
        file.position(start);
    }

    private void walk() {
        while (damage.isEmpty() && !ended) {
            int start = file.position();
            long length = file.remaining() < 8 ? Integer.MAX_VALUE : Integer.toUnsignedLong(file.getInt(start));
            if (length > file.remaining() - 8 - CHECKSUM_LENGTH) {
                flaw = Optional.of(ImageHeader.ENDS_EARLY);
                dataLength += dataLeft(start);
                break;
            }
            String type = ImageFormat.ascii(file.array(), start + 4, 4);
            boolean critical = Character.isUpperCase(type.charAt(0));
            int end = start + 8 + (int) length;
            boolean intact = isIntact(start + 4, end);
            if (type.equals("IDAT") && !intact) {
                flaw = Optional.of("the checksum of its chunk IDAT is wrong");
                dataLength += length;
            } else if (critical && !intact) {
                damage = Optional.of("the checksum of its chunk %s is wrong".formatted(type));
            } else if (intact) {
                read(type, start + 8, end);
            }
            file.position(end + CHECKSUM_LENGTH);
        }
        checkDataLength();
    }

    /// The bytes of pixel data in a chunk that the file ends in.
    private int dataLeft(int start) {
        return ImageFormat.ascii(file.array(), start + 4, 4).equals("IDAT") ? file.limit() - start - 8 : 0;
    }

    private boolean isIntact(int start, int end) {
        CRC32 checksum = new CRC32();
        checksum.update(file.array(), start, end - start);
        return (int) checksum.getValue() == file.getInt(end);
    }

    private void read(String type, int start, int end) {
        switch (type) {
            case "IDAT" -> dataLength += end - start;
            case "IEND" -> ended = true;
            case "eXIf" -> exif = Exif.read(Arrays.copyOfRange(file.array(), start, end));
            case "tIME" -> times.addAll(PngTimes.ofTimeChunk(file.slice(start, end - start)));
            case "tEXt" -> times.addAll(0, PngTimes.ofText(ImageFormat.ascii(file.array(), start, end - start)));
            case "iCCP" -> profile = inflate(start, end);
            default -> {
                // No other chunk is needed.
            }
        }
    }

    /// Rejects a small file that declares a huge picture, because the decoder would allocate the memory
    /// before it fails.
    private void checkDataLength() {
        long rowLength = 1 + ((long) width * samples * bitDepth + 7) / 8;
        long needed = rowLength * height / (flaw.isEmpty() ? 1 : TORN_SHARE);
        if (damage.isEmpty() && needed / DEFLATE_RATIO > dataLength) {
            damage = Optional.of(
                    "%d×%d pixels cannot come out of %d bytes of data".formatted(width, height, dataLength));
        }
    }

    /// The profile, which follows its name, a zero byte and the compression method.
    private Optional<ByteBuffer> inflate(int start, int end) {
        int nameEnd = start;
        while (nameEnd < end && file.get(nameEnd) != 0) {
            nameEnd++;
        }
        if (nameEnd + 2 >= end) {
            return Optional.empty();
        }
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(file.array(), nameEnd + 2, end - nameEnd - 2);
            byte[] inflated = new byte[MAX_PROFILE_BYTES];
            int length = inflater.inflate(inflated);
            return inflater.finished()
                    ? Optional.of(ByteBuffer.wrap(Arrays.copyOf(inflated, length)))
                    : Optional.empty();
        } catch (DataFormatException _) {
            return Optional.empty();
        }
    }
}
