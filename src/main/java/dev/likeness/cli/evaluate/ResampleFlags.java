package dev.likeness.cli.evaluate;

import dev.likeness.evaluation.report.Bootstrap;
import java.util.Map;
import picocli.CommandLine.Option;

/// The number of resamples, for measurements with a bootstrap.
final class ResampleFlags {
    @Option(
            names = "--resamples",
            paramLabel = "N",
            defaultValue = "500",
            description = "Number of bootstrap resamples (default: ${DEFAULT-VALUE}).")
    private int resamples;

    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if the number is out of range
    Bootstrap bootstrap() {
        return new Bootstrap(resamples, 1);
    }

    /// Adds this option to the parameters of a report.
    void describe(Map<String, String> parameters) {
        parameters.put("resamples", Integer.toString(resamples));
    }
}
