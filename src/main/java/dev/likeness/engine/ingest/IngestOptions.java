package dev.likeness.engine.ingest;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.time.Duration;
import java.util.List;

/// Options for what an ingest reads, its parallelism and durability.
///
/// @param workers photos processed in parallel, 0 to 256; 0: one per processor
/// @param commitPhotos number of new photos after which a commit is made, at least 1
/// @param commitInterval maximum time between commits, at least 1 s
/// @param exclude patterns of files and folders that are left out, in the syntax of `.gitignore`, relative to
///     each root
public record IngestOptions(int workers, int commitPhotos, Duration commitInterval, List<String> exclude) {

    public IngestOptions {
        exclude = List.copyOf(exclude);
        if (workers < 0 || workers > 256) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "workers must be between 0 and 256, got: " + workers);
        }
        if (commitPhotos < 1) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "commitPhotos must be at least 1, got: " + commitPhotos);
        }
        if (commitInterval.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "commitInterval must be at least 1s, got: " + commitInterval.toMillis() + "ms");
        }
    }

    public static IngestOptions defaults() {
        return new IngestOptions(0, 2_000, Duration.ofSeconds(30), List.of());
    }

    public int workerCount() {
        return workers == 0 ? Runtime.getRuntime().availableProcessors() : workers;
    }
}
