package dev.likeness.cli.exchange;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which photos' face regions an import or export is about, and whether it is only tried.
final class PhotoFlags {
    @Option(names = "--dry-run", description = "Change nothing, say what would be.")
    private boolean dryRun;

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "With --xmp: only these photos, or what is below these folders.")
    private List<Path> paths = List.of();

    boolean dryRun() {
        return dryRun;
    }

    List<Path> paths() {
        return paths;
    }

    /// @throws LikenessException `INVALID_ARGUMENT` if photos are named, which a JSON file does by itself
    void requireNoPaths() {
        requireXmpFor(!paths.isEmpty(), "PATH");
    }

    /// @throws LikenessException `INVALID_ARGUMENT` if what only goes with regions is given with a JSON file
    static void requireXmpFor(boolean given, String what) {
        if (given) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, what + " must go with --xmp, got: --json");
        }
    }
}
