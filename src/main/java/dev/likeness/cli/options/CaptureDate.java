package dev.likeness.cli.options;

import dev.likeness.face.CapturePeriod;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The first moment of a year, a month or a day, as users type it: `2019`, `2019-07` or `2019-07-01`.
public record CaptureDate(LocalDateTime start) {
    /// The first moment of a date; null if there is none.
    public static @Nullable LocalDateTime startOf(@Nullable CaptureDate date) {
        return date == null ? null : date.start;
    }

    /// Reads the value of an option.
    public static final class Converter implements ITypeConverter<CaptureDate> {
        @Override
        public CaptureDate convert(String text) {
            return CapturePeriod.parse(text)
                    .map(period -> new CaptureDate(period.from()))
                    .orElseThrow(() -> new TypeConversionException(
                            "must be a year, month or day such as 2019, 2019-07 or 2019-07-01, got: " + text));
        }
    }
}
