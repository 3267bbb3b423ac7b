package dev.likeness.api.v1.request;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A year, a month or a day in which photos were taken.
///
/// @param from its first moment; null for any time
/// @param before the first moment after it; null for any time
record CapturePeriod(@Nullable LocalDateTime from, @Nullable LocalDateTime before) {
    static final CapturePeriod ANY = new CapturePeriod(null, null);

    private static final Pattern FORM = Pattern.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?");

    /// @param text `2019`, `2019-01` or `2019-01-01`
    static CapturePeriod parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw invalid(text);
        }
        @Nullable String month = form.group(2);
        @Nullable String day = form.group(3);
        try {
            LocalDate first = LocalDate.of(
                    Integer.parseInt(form.group(1)),
                    month == null ? 1 : Integer.parseInt(month),
                    day == null ? 1 : Integer.parseInt(day));
            LocalDate end = day != null ? first.plusDays(1) : month != null ? first.plusMonths(1) : first.plusYears(1);
            return new CapturePeriod(first.atStartOfDay(), end.atStartOfDay());
        } catch (DateTimeException _) {
            throw invalid(text);
        }
    }

    private static ProblemException invalid(String text) {
        return new ProblemException(
                ProblemCode.INVALID_ARGUMENT,
                "captured must be a year, month or day such as 2019, 2019-01 or 2019-01-01, got: " + text);
    }
}
