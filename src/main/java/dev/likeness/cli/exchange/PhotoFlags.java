package dev.likeness.cli.exchange;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The photos of an import or export of face regions, and whether it is a dry run.
final class PhotoFlags {
    @Option(names = "--dry-run", description = "Change nothing; print what would change.")
    private boolean dryRun;

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "With --xmp: only these photos, or the photos below these folders.")
    private List<Path> paths = List.of();

    boolean dryRun() {
        return dryRun;
    }

    List<Path> paths() {
        return paths;
    }

    /// @throws LikenessException `INVALID_ARGUMENT` if photos are given with a JSON file, which names its photos itself
    void requireNoPaths() {
        requireXmpFor(!paths.isEmpty(), "PATH");
    }

    /// @throws LikenessException `INVALID_ARGUMENT` if an option of `--xmp` is given with `--json`
    static void requireXmpFor(boolean given, String what) {
        if (given) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, what + " must go with --xmp, got: --json");
        }
    }
}
