package dev.likeness.image.metadata;

import com.drew.lang.ByteArrayReader;
import com.drew.lang.Rational;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.GpsDirectory;
import dev.likeness.face.CaptureTime;
import dev.likeness.face.CaptureTime.Source;
import dev.likeness.face.Orientation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The EXIF data that Likeness uses. A malformed block counts as empty and never makes a photo unreadable.
///
/// @param orientation how the stored picture has to be turned; empty if the block does not say so
/// @param orientedByCamera whether a camera states the orientation; scanners and editors do not know it
/// @param times when the photo was taken, by each tag that says so
public record Exif(Optional<Orientation> orientation, boolean orientedByCamera, List<CaptureTime> times) {
    public static final Exif NONE = new Exif(Optional.empty(), false, List.of());

    private static final byte[] PREAMBLE = {'E', 'x', 'i', 'f', 0, 0};

    public Exif {
        times = List.copyOf(times);
    }

    /// Reads a TIFF structure, with or without the preamble `Exif\0\0`.
    public static Exif read(byte[] block) {
        return of(directories(block));
    }

    /// The directories of a TIFF structure, as far as they are readable.
    public static Metadata directories(byte[] block) {
        boolean preamble = block.length >= PREAMBLE.length
                && Arrays.equals(block, 0, PREAMBLE.length, PREAMBLE, 0, PREAMBLE.length);
        Metadata metadata = new Metadata();
        try {
            new ExifReader().extract(new ByteArrayReader(block, preamble ? PREAMBLE.length : 0), metadata);
        } catch (RuntimeException | StackOverflowError _) {
            // Invalid offsets and counts end here, and directories behind directories behind directories, which the
            // library reads by recursion. The directories read so far are used.
        }
        return metadata;
    }

    public static Exif of(Metadata metadata) {
        List<CaptureTime> times = new ArrayList<>();
        addTime(metadata, ExifDirectoryBase.TAG_DATETIME_ORIGINAL, times);
        addTime(metadata, ExifDirectoryBase.TAG_DATETIME_DIGITIZED, times);
        ExifIFD0Directory main = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        Optional<Orientation> orientation = Optional.empty();
        if (main != null) {
            text(main, ExifDirectoryBase.TAG_DATETIME)
                    .flatMap(text -> CaptureTimeText.parse(text, Source.EXIF_CHANGED))
                    .ifPresent(times::add);
            Integer tag = main.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
            orientation = Optional.ofNullable(tag)
                    .filter(value -> value >= 1 && value <= Orientation.values().length)
                    .map(Orientation::ofTag);
        }
        GpsDirectory gps = metadata.getFirstDirectoryOfType(GpsDirectory.class);
        if (gps != null) {
            time(gps).ifPresent(times::add);
        }
        return new Exif(orientation, orientation.isPresent() && isExposed(metadata), times);
    }

    private static boolean isExposed(Metadata metadata) {
        return metadata.getDirectoriesOfType(ExifDirectoryBase.class).stream()
                .anyMatch(directory -> directory.containsTag(ExifDirectoryBase.TAG_EXPOSURE_TIME));
    }

    /// The same data with an orientation that counts in place of the block's.
    public Exif turned(Optional<Orientation> counts) {
        return new Exif(counts, orientedByCamera, times);
    }

    private static void addTime(Metadata metadata, int tag, Collection<CaptureTime> times) {
        metadata.getDirectoriesOfType(ExifSubIFDDirectory.class).stream()
                .flatMap(directory -> text(directory, tag).stream())
                .flatMap(text -> CaptureTimeText.parse(text, Source.EXIF).stream())
                .findFirst()
                .ifPresent(times::add);
    }

    private static Optional<CaptureTime> time(GpsDirectory gps) {
        Rational[] clock = gps.getRationalArray(GpsDirectory.TAG_TIME_STAMP);
        String time = clock == null || clock.length < 3
                ? ""
                : String.format(
                        Locale.ROOT, " %d:%d:%d", clock[0].intValue(), clock[1].intValue(), clock[2].intValue());
        return text(gps, GpsDirectory.TAG_DATE_STAMP).flatMap(date -> CaptureTimeText.parse(date + time, Source.GPS));
    }

    private static Optional<String> text(Directory directory, int tag) {
        return Optional.ofNullable(directory.getString(tag));
    }
}
