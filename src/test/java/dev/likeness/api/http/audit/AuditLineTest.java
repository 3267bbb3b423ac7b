package dev.likeness.api.http.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.support.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a line of the audit log looks like.
class AuditLineTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.250Z");

    @Test
    void line_ofASearch_isJson() {
        assertThat(AuditLine.of(NOON, "local", "127.0.0.1", "search", "holiday", Map.of("probes", 1), 200, "ab12"))
                .isEqualTo("{\"time\":\"2026-01-02T12:00:00.250Z\",\"principal\":\"local\",\"source\":\"127.0.0.1\","
                        + "\"operation\":\"search\",\"gallery\":\"holiday\",\"details\":{\"probes\":1},\"status\":200,"
                        + "\"requestId\":\"ab12\"}");
    }

    @Test
    void line_withoutGalleryAndDetails_leavesOutTheGallery() {
        assertThat(AuditLine.of(NOON, "local", "::1", "deleteSession", null, Map.of(), 204, "ab12"))
                .isEqualTo("{\"time\":\"2026-01-02T12:00:00.250Z\",\"principal\":\"local\",\"source\":\"::1\","
                        + "\"operation\":\"deleteSession\",\"details\":{},\"status\":204,\"requestId\":\"ab12\"}");
    }

    @Test
    void line_withAnyText_isWrittenAsJsonIsElsewhere() {
        String text = "a \"quoted\\ word\", a\ttab, a\nline, \u0000, é, \u2028, 😀";
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("text", text);
        details.put("key \"" + text, 3_000_000_000L);
        details.put("flag", true);
        details.put("share", .5);
        details.put("list", List.of(text));
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("time", NOON);
        expected.put("principal", text);
        expected.put("source", text);
        expected.put("operation", text);
        expected.put("gallery", text);
        expected.put("details", details);
        expected.put("status", 429);
        expected.put("requestId", text);

        assertThat(AuditLine.of(NOON, text, text, text, text, details, 429, text))
                .isEqualTo(Json.line(expected));
    }
}
