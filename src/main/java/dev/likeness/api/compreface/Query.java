package dev.likeness.api.compreface;

import dev.likeness.api.compreface.CompreFaceException.Reason;
import dev.likeness.api.http.Call;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Parses queries as CompreFace's clients send them: with a second question mark as a separator
/// (`?subject=Ann?det_prob_threshold=0.8`), and with empty parts or values.
final class Query {
    private static final Set<String> NAMES = Set.of(
            "limit",
            "det_prob_threshold",
            "prediction_count",
            "face_plugins",
            "status",
            "detect_faces",
            "page",
            "size",
            "subject");

    /// Between two parameters.
    private static final Pattern SEPARATOR = Pattern.compile("&|\\?(?=(?:%s)=)".formatted(String.join("|", NAMES)));

    private final Map<String, String> parameters = new LinkedHashMap<>();

    private Query() {}

    /// @throws CompreFaceException `WRONG_ARGUMENT` if it cannot be decoded
    static Query of(Call call) {
        Query query = new Query();
        for (String part : SEPARATOR.split(call.rawQuery(), -1)) {
            int sign = part.indexOf('=');
            if (sign > 0) {
                query.parameters.putIfAbsent(decoded(part.substring(0, sign)), decoded(part.substring(sign + 1)));
            } else if (sign < 0 && !part.isEmpty()) {
                // Given without a value, which is not the same as not given: `?subject` deletes no faces.
                query.parameters.putIfAbsent(decoded(part), "");
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw invalid("the query must be URL-encoded");
        }
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /// An integer; an empty value counts as omitted.
    int number(String name, int standard, int min) {
        Optional<String> text = text(name).filter(given -> !given.isBlank());
        if (text.isEmpty()) {
            return standard;
        }
        if (!text.get().matches("-?[0-9]{1,9}")) {
            throw invalid(name + " must be a whole number");
        }
        int number = Integer.parseInt(text.get());
        if (number < min) {
            throw new CompreFaceException(
                    Reason.CONSTRAINT_VIOLATED, "%s must be at least %d, got: %d".formatted(name, min, number));
        }
        return number;
    }

    boolean flag(String name) {
        return text(name).map(text -> text.equalsIgnoreCase("true")).orElse(false);
    }

    /// The minimum detection score of a face, 0 to 1.
    float detectionThreshold() {
        Optional<String> text = text("det_prob_threshold").filter(given -> !given.isBlank());
        if (text.isEmpty()) {
            return 0;
        }
        if (text.get().matches("[0-9]{0,3}(\\.[0-9]{0,20})?")) {
            try {
                float threshold = Float.parseFloat(text.get());
                if (threshold <= 1) {
                    return threshold;
                }
            } catch (NumberFormatException _) {
                // A lone dot: as wrong as a number out of range.
            }
        }
        throw invalid("det_prob_threshold must be between 0 and 1");
    }

    /// The requested plugins; unknown ones are ignored.
    Set<String> plugins() {
        return Set.copyOf(Arrays.stream(text("face_plugins").orElse("").split(","))
                .map(String::strip)
                .toList());
    }

    private static CompreFaceException invalid(String message) {
        return new CompreFaceException(Reason.WRONG_ARGUMENT, message);
    }
}
