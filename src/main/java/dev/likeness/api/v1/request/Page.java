package dev.likeness.api.v1.request;

import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.face.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The requested part of a list. A cursor is the `next` of the previous page. It names the list with its order and
/// filters, because it means nothing in another one, and the place of the last element of that page, so changes of
/// the list between two requests neither repeat nor skip other elements.
///
/// @param list digest of the list, its order and its filters
/// @param after the place of the last element of the previous page; null for the first page
/// @param limit maximum number of elements, 1 to 1000
public record Page(String list, @Nullable String after, int limit) {
    private static final int MAX_OFFSET = 100_000_000;

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1000;
    private static final int DIGEST_DIGITS = 16;
    private static final int MAX_SHOWN = 40;

    /// The page that a call wants.
    ///
    /// @param conditions everything that decides which elements the list has and in which order, with the same text
    ///     for the same list
    /// @throws ProblemException 400 `INVALID_ARGUMENT` if the cursor is not of this list
    public static Page of(Call call, @Nullable Object... conditions) {
        int limit = call.query("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        String list = digest(call.operation(), call.gallery(), conditions);
        Optional<String> cursor = call.query("cursor");
        if (cursor.isEmpty()) {
            return new Page(list, null, limit);
        }
        String text = decoded(cursor.get());
        if (!text.matches("(?s)[0-9a-f]{%d} .+".formatted(DIGEST_DIGITS))) {
            throw notACursor(cursor.get());
        }
        if (!text.startsWith(list)) {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    "cursor must be used with the list, order and filters of the page that it came with, got one of"
                            + " another list; begin with the first page, without a cursor");
        }
        return new Page(list, text.substring(DIGEST_DIGITS + 1), limit);
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw notACursor(cursor);
        }
    }

    private static String digest(String operation, String gallery, @Nullable Object... conditions) {
        String text = Arrays.stream(conditions)
                .map(String::valueOf)
                .map(part -> part.length() + ":" + part)
                .collect(Collectors.joining(" ", operation + " " + gallery + " ", ""));
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST_DIGITS);
    }

    /// The number of elements to skip from the start, for lists that can also be read from any place.
    ///
    /// @throws ProblemException 400 `INVALID_ARGUMENT` if there is a cursor too
    public static int offset(Call call) {
        int offset = call.query("offset", 0, 0, MAX_OFFSET);
        if (offset > 0 && call.query("cursor").isPresent()) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "cursor and offset must not be given together");
        }
        return offset;
    }

    /// The cursor of the page after this place.
    public String next(Object place) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((list + " " + place).getBytes(StandardCharsets.UTF_8));
    }

    /// The problem of a cursor that this server did not make.
    public static ProblemException notACursor(String cursor) {
        return new ProblemException(
                ProblemCode.INVALID_ARGUMENT,
                "cursor must be the next of an earlier page, got: %s; begin with the first page, without a cursor"
                        .formatted(cursor.length() <= MAX_SHOWN ? cursor : cursor.substring(0, MAX_SHOWN) + "…"));
    }
}
