package dev.likeness.image.metadata;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.CaptureTime.Source;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// Reads the times in the chunks tEXt and tIME of a PNG (ISO/IEC 15948, sections 11.3.4 and 11.3.6).
public final class PngTimes {
    private static final String KEYWORD = "Creation Time\0";
    private static final int TIME_CHUNK_BYTES = 7;

    private PngTimes() {}

    /// The time of a text chunk with the keyword for it; empty for other chunks.
    public static List<CaptureTime> ofText(String chunk) {
        if (!chunk.startsWith(KEYWORD)) {
            return List.of();
        }
        String text = chunk.substring(KEYWORD.length());
        return CaptureTimeText.parse(text, Source.PNG).or(() -> rfc1123(text)).stream()
                .toList();
    }

    /// As the standard recommends.
    private static Optional<CaptureTime> rfc1123(String text) {
        try {
            return Optional.of(new CaptureTime(
                    OffsetDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toLocalDateTime(),
                    CaptureTime.Precision.SECOND,
                    Source.PNG));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /// The time of the last change.
    public static List<CaptureTime> ofTimeChunk(ByteBuffer chunk) {
        if (chunk.remaining() != TIME_CHUNK_BYTES) {
            return List.of();
        }
        String text = "%d-%d-%d %d:%d:%d"
                .formatted(chunk.getShort(), chunk.get(), chunk.get(), chunk.get(), chunk.get(), chunk.get());
        return CaptureTimeText.parse(text, Source.PNG).stream().toList();
    }
}
