package dev.likeness.cli.options;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The first moment of a year, a month or a day, as users type it: `2019`, `2019-07` or `2019-07-01`.
public record CaptureDate(LocalDateTime start) {
    private static final Pattern FORM = Pattern.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?");

    /// The first moment of a date; null if there is none.
    public static @Nullable LocalDateTime startOf(@Nullable CaptureDate date) {
        return date == null ? null : date.start;
    }

    /// Reads the value of an option.
    public static final class Converter implements ITypeConverter<CaptureDate> {
        @Override
        public CaptureDate convert(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches()) {
                throw invalid(text);
            }
            try {
                LocalDate day = LocalDate.of(Integer.parseInt(form.group(1)), part(form.group(2)), part(form.group(3)));
                return new CaptureDate(day.atStartOfDay());
            } catch (DateTimeException _) {
                throw invalid(text);
            }
        }

        private static int part(@Nullable String number) {
            return number == null ? 1 : Integer.parseInt(number);
        }

        private static TypeConversionException invalid(String text) {
            return new TypeConversionException(
                    "must be a year, month or day such as 2019, 2019-07 or 2019-07-01, got: " + text);
        }
    }
}
