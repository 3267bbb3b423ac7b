package dev.likeness.api.http.audit;

import dev.likeness.support.Json;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One call as a line of JSON. Each request of a search writes one, so it is put together by hand, which costs a
/// fraction of a general serializer.
final class AuditLine {
    private final StringBuilder line = new StringBuilder(256).append('{');

    private AuditLine() {}

    /// The line without its end.
    ///
    /// @param principal the key's id, or `local`
    /// @param source address of the client
    /// @param operation the operation's name in its contract, such as `searchFaces`
    /// @param details references and counts
    static String of(
            Instant time,
            String principal,
            String source,
            String operation,
            @Nullable String gallery,
            Map<String, Object> details,
            int status,
            String requestId) {
        AuditLine written = new AuditLine();
        written.put("time", time.toString());
        written.put("principal", principal);
        written.put("source", source);
        written.put("operation", operation);
        if (gallery != null) {
            written.put("gallery", gallery);
        }
        written.key("details").append('{');
        details.forEach(written::put);
        written.line.append('}');
        written.put("status", status);
        written.put("requestId", requestId);
        return written.line.append('}').toString();
    }

    private void put(String key, Object value) {
        key(key);
        switch (value) {
            case Integer number -> line.append(number.intValue());
            case Long number -> line.append(number.longValue());
            case String text when isPlain(text) -> line.append('"').append(text).append('"');
            default -> line.append(Json.line(value));
        }
    }

    private StringBuilder key(String key) {
        if (line.charAt(line.length() - 1) != '{') {
            line.append(',');
        }
        return line.append(isPlain(key) ? '"' + key + '"' : Json.line(key)).append(':');
    }

    /// Whether a text stands in JSON as it is.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter < ' ' || letter > '~' || letter == '"' || letter == '\\') {
                return false;
            }
        }
        return true;
    }
}
