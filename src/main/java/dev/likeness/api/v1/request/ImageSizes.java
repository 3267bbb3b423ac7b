package dev.likeness.api.v1.request;

import dev.likeness.api.http.Call;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.util.List;
import java.util.stream.Collectors;

/// Sizes of images in a query. There are only a few, so that clients share what is rendered and cached.
public final class ImageSizes {
    private ImageSizes() {}

    /// The size in a parameter of a call.
    ///
    /// @param defaultSize if the parameter is omitted
    /// @throws ProblemException 400 `INVALID_ARGUMENT` if the value is none of the sizes
    public static int choose(Call call, String parameter, List<Integer> sizes, int defaultSize) {
        String text = call.query(parameter).orElse(String.valueOf(defaultSize));
        return sizes.stream()
                .filter(size -> String.valueOf(size).equals(text))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.INVALID_ARGUMENT,
                        "%s must be one of %s, got: %s"
                                .formatted(
                                        parameter,
                                        sizes.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                                        text)));
    }
}
