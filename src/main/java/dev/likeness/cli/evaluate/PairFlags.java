package dev.likeness.cli.evaluate;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options for labelled pairs of pictures.
final class PairFlags {
    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "The pictures, one folder per person; LFW's are DIR/Name/Name_0001.jpg.")
    private @Nullable Path images;

    @Option(
            names = "--pairs",
            paramLabel = "FILE",
            required = true,
            description = "The pairs to compare: LFW's list, or lines of `image1 image2 label`.")
    private Path pairs = Path.of("");

    Path pairs() {
        return pairs;
    }

    /// @throws LikenessException `INVALID_ARGUMENT` if there is no `--images`
    Path images() {
        if (images == null) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "a list of pairs needs --images, got only: " + pairs);
        }
        return images;
    }

    /// Adds these options to the parameters of a report.
    void describe(Map<String, String> parameters) {
        parameters.put("pairs", pairs.toString());
        if (images != null) {
            parameters.put("images", images.toString());
        }
    }
}
