package dev.likeness.image.metadata;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.CaptureTime.Precision;
import dev.likeness.face.CaptureTime.Source;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the times that cameras and programs write. The standards separate the parts of a date by colons
/// (EXIF) or dashes (ISO 8601). Real files also have slashes and dots, single digits, blanks, zeros for what
/// is not known, second 60 and hour 24.
public final class CaptureTimeText {
    private static final int MAX_LENGTH = 64;
    private static final int FIRST_YEAR = 1800;
    private static final int LAST_YEAR = 2200;

    private static final String MARK = "\\s?[:/.-]\\s?";
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4})(?:%1$s(\\d{1,2})(?:%1$s(\\d{1,2})(?:(?:T|\\s{1,3})(\\d{1,2})\\s?:\\s?(\\d{1,2})(?:\\s?:\\s?(\\d{1,2}))?.*)?)?)?[\\s:\\x00]*"
                    .formatted(MARK),
            Pattern.DOTALL);

    /// As IPTC writes it, and file names.
    private static final Pattern COMPACT =
            Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:[T ]?(\\d{2})(\\d{2})(\\d{2})?.*)?", Pattern.DOTALL);

    private CaptureTimeText() {}

    /// The time that a text states, without its time zone; empty if it states none that can be.
    public static Optional<CaptureTime> parse(String text, Source source) {
        String stripped = text.strip();
        if (stripped.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher parts = TIME.matcher(stripped);
        if (!parts.matches()) {
            parts = COMPACT.matcher(stripped);
        }
        return parts.matches() ? of(parts, source) : Optional.empty();
    }

    /// The time of six groups: year, month, day, hour, minute, second. Those behind the year may be missing.
    static Optional<CaptureTime> of(Matcher parts, Source source) {
        int year = part(parts, 1);
        int month = part(parts, 2);
        int day = part(parts, 3);
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            // A camera whose clock is not set writes 0000:00:00 00:00:00.
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.of(year, Math.max(1, month), month == 0 ? 1 : Math.max(1, day));
            if (month == 0 || day == 0) {
                Precision precision = month == 0 ? Precision.YEAR : Precision.MONTH;
                return Optional.of(new CaptureTime(date.atStartOfDay(), precision, source));
            }
            int hour = part(parts, 4);
            int minute = part(parts, 5);
            int second = part(parts, 6);
            boolean known = parts.group(4) != null && hour <= 24 && minute < 60 && second <= 60;
            return Optional.of(
                    known
                            ? new CaptureTime(
                                    date.atStartOfDay()
                                            .plusHours(hour)
                                            .plusMinutes(minute)
                                            .plusSeconds(second),
                                    Precision.SECOND,
                                    source)
                            : new CaptureTime(date.atStartOfDay(), Precision.DAY, source));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static int part(Matcher parts, int group) {
        String digits = group > parts.groupCount() ? null : parts.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
