package dev.likeness.api.rekognition;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.face.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The start of the next page: the last id of the current one, so that changes between two requests do not
/// shift it.
final class PageToken {
    private static final int DIGEST_DIGITS = 16;

    private PageToken() {}

    /// The list of which a token is valid.
    ///
    /// @param conditions everything that decides which elements the list has
    static String list(String name, @Nullable Object... conditions) {
        String text = Arrays.stream(conditions)
                .map(String::valueOf)
                .map(part -> part.length() + ":" + part)
                .collect(Collectors.joining(" "));
        return name + "-" + Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST_DIGITS);
    }

    /// @param list the list, so that a token is not valid for another one
    static String of(String list, Object last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((list + " " + last).getBytes(StandardCharsets.UTF_8));
    }

    /// The last id of the previous page; empty for the first page.
    ///
    /// @throws AwsException `InvalidPaginationTokenException` if the token was not made by [#of]
    static <T> Optional<T> parse(String list, @Nullable String token, Function<String, T> id) {
        if (token == null || token.isEmpty()) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(list + " ")) {
                return Optional.of(id.apply(text.substring(list.length() + 1)));
            }
        } catch (RuntimeException _) {
            // Not a token of ours.
        }
        throw new AwsException(
                ProblemCode.INVALID_ARGUMENT,
                "InvalidPaginationTokenException",
                "NextToken must be from a response to this operation with the same collection and filters");
    }
}
