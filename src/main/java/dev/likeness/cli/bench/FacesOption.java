package dev.likeness.cli.bench;

import picocli.CommandLine.Option;

/// How many synthetic faces a benchmark searches.
final class FacesOption {
    @Option(
            names = "--faces",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Number of faces in the gallery, of 512 dimensions (default: ${DEFAULT-VALUE}).")
    private int faces;

    int count() {
        return faces;
    }
}
