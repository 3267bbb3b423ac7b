package dev.likeness.cli.evaluate;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The file of labels, for commands that need one.
final class LabelFile {
    @Option(
            names = "--labels",
            paramLabel = "FILE",
            required = true,
            description = "Labels: CSV with the header photo,person.")
    private Path labels = Path.of("");

    Path path() {
        return labels;
    }
}
