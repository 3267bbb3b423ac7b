package dev.likeness.face;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// When a photo was taken, how exactly that is known, and who says so.
///
/// @param time local time at the place of the photo, to the millisecond; the start of the day, month or year
///     if only that is known. GPS and Takeout state UTC, which is kept as it is
/// @param precision what is known of the time
/// @param source where it was found
public record CaptureTime(LocalDateTime time, Precision precision, Source source) {
    /// What is known of a time.
    public enum Precision {
        SECOND(0),
        DAY(1),
        MONTH(2),
        YEAR(3);

        private final int code;

        Precision(int code) {
            this.code = code;
        }

        /// The number under which galleries store it, 0 to 3.
        public int code() {
            return code;
        }

        /// The precision of a code.
        public static Optional<Precision> ofCode(int code) {
            return Stream.of(values()).filter(one -> one.code == code).findFirst();
        }

        /// As results spell it: `second`, `day`, `month` or `year`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Where a time was found; of several sources the first one counts.
    public enum Source {
        /// EXIF, `DateTimeOriginal` or `DateTimeDigitized`.
        EXIF(0),
        /// XMP in the photo: `photoshop:DateCreated`, `exif:DateTimeOriginal` or `xmp:CreateDate`.
        XMP(1),
        /// IPTC, date and time created.
        IPTC(2),
        /// EXIF, `DateTime`: when the file was changed, which for many cameras is when it was made.
        EXIF_CHANGED(3),
        /// EXIF, the time of the satellites, UTC.
        GPS(4),
        /// The chunks tIME and tEXt of a PNG.
        PNG(5),
        /// An XMP file beside the photo.
        SIDECAR(6),
        /// The JSON file beside a photo that Google Takeout writes.
        TAKEOUT(7),
        FILE_NAME(8);

        private final int code;

        Source(int code) {
            this.code = code;
        }

        /// The number under which galleries store it, 0 to 30.
        public int code() {
            return code;
        }

        /// The source of a code.
        public static Optional<Source> ofCode(int code) {
            return Stream.of(values()).filter(one -> one.code == code).findFirst();
        }

        /// As results spell it, such as `file-name`.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final Comparator<CaptureTime> PREFERENCE = Comparator.comparing(CaptureTime::source);

    public CaptureTime {
        time = time.truncatedTo(ChronoUnit.MILLIS);
    }

    /// A time to the second by EXIF.
    public static CaptureTime exif(LocalDateTime time) {
        return new CaptureTime(time, Precision.SECOND, Source.EXIF);
    }

    /// The time of the source that counts first.
    public static Optional<CaptureTime> best(Stream<CaptureTime> times) {
        return times.min(PREFERENCE);
    }
}
