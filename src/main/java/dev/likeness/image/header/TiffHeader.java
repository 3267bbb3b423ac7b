package dev.likeness.image.header;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.Orientation;
import dev.likeness.image.metadata.Exif;
import dev.likeness.image.metadata.Iptc;
import dev.likeness.image.metadata.PhotoshopResources;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/// Reads the header of a TIFF's largest page, apart from its size: the decoder provides that, so the size
/// that is checked is the size that is decoded.
public final class TiffHeader {
    private static final int ORIENTATION = 0x112;
    private static final int IPTC = 0x83BB;
    private static final int PHOTOSHOP = 0x8649;
    private static final int MAX_SAMPLES = 8;

    /// The bit of a page that is a mask for another one.
    private static final int MASK = 4;

    /// The bit of a page that is a smaller version of another one.
    private static final int REDUCED = 1;

    /// A page with less than this share of the largest one's pixels, one in so many, is a preview.
    private static final int PREVIEW_SHARE = 4;

    private TiffHeader() {}

    /// Whether the offsets of a TIFF have 64 bits.
    public static boolean isBig(byte[] bytes) {
        return bytes[2] == '+' || bytes[3] == '+';
    }

    /// The page with the most pixels, the first of equals: others may be previews or masks.
    public static int largestPage(byte[] bytes) {
        List<TiffDirectories.Directory> pages = TiffDirectories.of(bytes).pages();
        int largest = 0;
        for (int page = 1; page < pages.size(); page++) {
            boolean mask = (pages.get(page).number(TiffDirectories.NEW_SUBFILE_TYPE) & MASK) != 0;
            if (!mask && pages.get(page).pixels() > pages.get(largest).pixels()) {
                largest = page;
            }
        }
        return largest;
    }

    /// Reads the header of a page.
    ///
    /// @param page the page that is decoded
    /// @param size as the decoder reads it
    public static ImageHeader read(byte[] bytes, int page, ImageHeader size, long maxPixels) {
        List<TiffDirectories.Directory> pages = TiffDirectories.of(bytes).pages();
        Exif exif = Exif.read(bytes);
        Optional<String> damage = Optional.empty();
        List<CaptureTime> times = List.of();
        if (page < pages.size()) {
            TiffDirectories.Directory directory = pages.get(page);
            damage = sizeProblem(directory, maxPixels);
            times = times(pages.getFirst());
            if (directory.has(ORIENTATION)) {
                exif = exif.turned(Optional.of(Orientation.ofTag((int) directory.number(ORIENTATION))));
            }
        }
        return new ImageHeader(
                size.width(), size.height(), 3, exif, times, Optional.empty(), damage, otherPages(pages, page));
    }

    /// That other pages with pictures of their own are not read; empty if there are none.
    private static Optional<String> otherPages(List<TiffDirectories.Directory> pages, int read) {
        if (read >= pages.size()) {
            return Optional.empty();
        }
        long smallest = pages.get(read).pixels() / PREVIEW_SHARE;
        long others = pages.stream()
                .filter(page -> (page.number(TiffDirectories.NEW_SUBFILE_TYPE) & (MASK | REDUCED)) == 0)
                .filter(page -> page.pixels() >= smallest)
                .count();
        return others > 1
                ? Optional.of("only the largest of its %d pages is read".formatted(others))
                : Optional.empty();
    }

    private static List<CaptureTime> times(TiffDirectories.Directory first) {
        Optional<byte[]> resources = first.bytes(PHOTOSHOP)
                .flatMap(all -> PhotoshopResources.find(ByteBuffer.wrap(all), PhotoshopResources.IPTC));
        return first.bytes(IPTC).or(() -> resources).flatMap(Iptc::time).stream()
                .toList();
    }

    /// Rejects large tiles and many samples per pixel, because the decoder allocates them whole however small
    /// the picture is.
    private static Optional<String> sizeProblem(TiffDirectories.Directory page, long maxPixels) {
        long samples = page.number(TiffDirectories.SAMPLES_PER_PIXEL);
        if (samples > MAX_SAMPLES) {
            return Optional.of("a pixel must have at most %d samples, got: %d".formatted(MAX_SAMPLES, samples));
        }
        long tileWidth = page.number(TiffDirectories.TILE_WIDTH);
        long tileLength = page.number(TiffDirectories.TILE_LENGTH);
        if (tileLength > maxPixels / Math.max(1, tileWidth)) {
            return Optional.of(
                    "a tile must have at most %d pixels, got: %d×%d".formatted(maxPixels, tileWidth, tileLength));
        }
        return Optional.empty();
    }
}
