package dev.likeness.api.v1.request;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/// Reads a time on a camera's clock: `2019-07-01T18:30:00`, or `2019-07-01` for the beginning of that day. A
/// zone is refused, because a camera's clock has none to compare it with.
final class CaptureTimeReader extends StdDeserializer<LocalDateTime> {
    private static final int DAY_LENGTH = 10;

    CaptureTimeReader() {
        super(LocalDateTime.class);
    }

    @Override
    public @Nullable LocalDateTime deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            return (LocalDateTime) context.handleUnexpectedToken(LocalDateTime.class, parser);
        }
        String text = parser.getString();
        try {
            return text.length() == DAY_LENGTH ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text);
        } catch (DateTimeException _) {
            return (LocalDateTime) context.handleWeirdStringValue(LocalDateTime.class, text, "no time");
        }
    }
}
