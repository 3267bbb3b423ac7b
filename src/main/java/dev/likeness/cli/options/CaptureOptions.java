package dev.likeness.cli.options;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The conditions on photos that a search and a list of photos share.
public final class CaptureOptions {
    private static final int MAX_QUALITY = 100;

    @Option(
            names = "--min-quality",
            paramLabel = "Q",
            defaultValue = "0",
            description = "Only faces of this quality or more, 0 to 100.")
    private int minQuality;

    @Option(
            names = "--from",
            paramLabel = "DATE",
            converter = CaptureDate.Converter.class,
            description = "Only photos captured in this year (2019), month (2019-07) or day (2019-07-01), or later.")
    private @Nullable CaptureDate from;

    @Option(
            names = "--before",
            paramLabel = "DATE",
            converter = CaptureDate.Converter.class,
            description = "Only photos captured before this year, month or day.")
    private @Nullable CaptureDate before;

    /// The minimum quality of a face.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if it is out of its range
    public int minQuality() {
        if (minQuality < 0 || minQuality > MAX_QUALITY) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "--min-quality must be between 0 and 100, got: " + minQuality);
        }
        return minQuality;
    }

    public @Nullable LocalDateTime from() {
        return CaptureDate.startOf(from);
    }

    public @Nullable LocalDateTime before() {
        return CaptureDate.startOf(before);
    }
}
