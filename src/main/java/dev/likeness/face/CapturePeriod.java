package dev.likeness.face;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A year, a month or a day in which photos were taken, as users type it.
///
/// @param from its first moment
/// @param before the first moment after it
public record CapturePeriod(LocalDateTime from, LocalDateTime before) {
    private static final Pattern FORM = Pattern.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?");

    /// Reads `2019`, `2019-07` or `2019-07-01`; empty if the text is no such date.
    public static Optional<CapturePeriod> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        @Nullable String month = form.group(2);
        @Nullable String day = form.group(3);
        try {
            LocalDate first = LocalDate.of(
                    Integer.parseInt(form.group(1)),
                    month == null ? 1 : Integer.parseInt(month),
                    day == null ? 1 : Integer.parseInt(day));
            LocalDate end = day != null ? first.plusDays(1) : month != null ? first.plusMonths(1) : first.plusYears(1);
            return Optional.of(new CapturePeriod(first.atStartOfDay(), end.atStartOfDay()));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
