package dev.likeness.image;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import dev.likeness.face.Orientation;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The EXIF data that Likeness uses. A malformed block counts as empty and never makes a photo unreadable.
///
/// @param orientation how the stored picture has to be turned
/// @param orientedByCamera whether a camera states the orientation; scanners and editors do not know it
/// @param captureTime local time at which the photo was taken
record Exif(Orientation orientation, boolean orientedByCamera, Optional<LocalDateTime> captureTime) {
    static final Exif NONE = new Exif(Orientation.UPRIGHT, false, Optional.empty());

    /// The standard separates the parts of the date by colons. Some phones and scanners write dashes or
    /// slashes.
    private static final Pattern TIME =
            Pattern.compile("(\\d{4})[:/-](\\d{2})[:/-](\\d{2})[ T](\\d{2}):(\\d{2}):(\\d{2}).*", Pattern.DOTALL);

    private static final int PREAMBLE_LENGTH = 6;

    /// Reads a TIFF structure, with or without the preamble `Exif\0\0`.
    static Exif read(byte[] block) {
        return of(directories(block));
    }

    /// The directories of a TIFF structure, as far as they are readable.
    static Metadata directories(byte[] block) {
        int start = ImageFormat.ascii(block, 0, PREAMBLE_LENGTH).equals("Exif\0\0") ? PREAMBLE_LENGTH : 0;
        Metadata metadata = new Metadata();
        try {
            new ExifReader().extract(new ByteArrayReader(block, start), metadata);
        } catch (RuntimeException | StackOverflowError _) {
            // Invalid offsets and counts end here, and directories behind directories behind directories, which the
            // library reads by recursion. The directories read so far are used.
        }
        return metadata;
    }

    static Exif of(Metadata metadata) {
        ExifIFD0Directory main = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        Integer tag = main == null ? null : main.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
        return new Exif(
                tag == null ? Orientation.UPRIGHT : Orientation.ofTag(tag),
                tag != null && isExposed(metadata),
                time(metadata, ExifDirectoryBase.TAG_DATETIME_ORIGINAL)
                        .or(() -> time(metadata, ExifDirectoryBase.TAG_DATETIME_DIGITIZED)));
    }

    private static boolean isExposed(Metadata metadata) {
        return metadata.getDirectoriesOfType(ExifSubIFDDirectory.class).stream()
                .anyMatch(directory -> directory.containsTag(ExifDirectoryBase.TAG_EXPOSURE_TIME));
    }

    private static Optional<LocalDateTime> time(Metadata metadata, int tag) {
        for (ExifSubIFDDirectory directory : metadata.getDirectoriesOfType(ExifSubIFDDirectory.class)) {
            String text = directory.getString(tag);
            if (text == null) {
                continue;
            }
            Matcher parts = TIME.matcher(text.strip());
            if (parts.matches()) {
                try {
                    return Optional.of(LocalDateTime.of(
                            part(parts, 1),
                            part(parts, 2),
                            part(parts, 3),
                            part(parts, 4),
                            part(parts, 5),
                            part(parts, 6)));
                } catch (DateTimeException _) {
                    // A camera whose clock is not set writes 0000:00:00 00:00:00.
                }
            }
        }
        return Optional.empty();
    }

    private static int part(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }
}
