package dev.likeness.api.rekognition;

import dev.likeness.api.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where the next page begins: the last id of this one, so that what comes and goes in between shifts
/// nothing.
final class PageToken {
    private PageToken() {}

    /// @param list of what it is a page, so that no other list takes it
    static String of(String list, Object last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((list + " " + last).getBytes(StandardCharsets.UTF_8));
    }

    /// The last id that was told; empty for the first page.
    ///
    /// @throws AwsException `InvalidPaginationTokenException` for anything but what [#of] made
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
            // No token of ours.
        }
        throw new AwsException(
                ProblemCode.INVALID_ARGUMENT,
                "InvalidPaginationTokenException",
                "NextToken must be one that this operation answered with");
    }
}
