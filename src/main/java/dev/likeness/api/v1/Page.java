package dev.likeness.api.v1;

import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The requested part of a list. A cursor is the `next` of the previous page. It names the last element of
/// that page, so changes of the list between two requests neither repeat nor skip other elements.
///
/// @param after the last element of the previous page; null for the first page
/// @param limit maximum number of elements, 1 to 1000
record Page(@Nullable String after, int limit) {
    private static final int MAX_OFFSET = 100_000_000;

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;

    static Page of(Call call) {
        int limit = call.query("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        Optional<String> cursor = call.query("cursor");
        if (cursor.isEmpty()) {
            return new Page(null, limit);
        }
        try {
            return new Page(new String(Base64.getUrlDecoder().decode(cursor.get()), StandardCharsets.UTF_8), limit);
        } catch (IllegalArgumentException _) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "cursor must be the next of an earlier page");
        }
    }

    /// The number of elements to skip from the start, for lists that can also be read from any place.
    ///
    /// @throws ProblemException 400 `INVALID_ARGUMENT` if there is a cursor too
    static int offset(Call call) {
        int offset = call.query("offset", 0, 0, MAX_OFFSET);
        if (offset > 0 && call.query("cursor").isPresent()) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "cursor and offset must not be given together");
        }
        return offset;
    }

    /// The cursor of the page after this element.
    static String cursor(Object last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(last.toString().getBytes(StandardCharsets.UTF_8));
    }
}
