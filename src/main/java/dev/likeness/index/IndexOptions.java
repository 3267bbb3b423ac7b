package dev.likeness.index;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;

/// Options for writing a gallery. The two graph parameters use Lucene's names; the HNSW paper's names (Malkov
/// and Yashunin, 2018, §4) are given below. They apply to new segments only, so they may change between runs.
///
/// @param directory the directory of all galleries, one folder each; created with the first gallery
/// @param maxConnections links per vector on each layer of the graph: the paper's M, 2 to 512
/// @param beamWidth candidates considered for each new vector: the paper's efConstruction, 1 to 3200
/// @param bufferBytes memory used before a segment is written, 1 MB to 1 GB
/// @param mergeThreads threads that merge segments in the background, 1 to 64
public record IndexOptions(Path directory, int maxConnections, int beamWidth, long bufferBytes, int mergeThreads) {

    /// Checks the ranges.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public IndexOptions {
        check("maxConnections", maxConnections, 2, 512);
        check("beamWidth", beamWidth, 1, 3200);
        check("bufferBytes", bufferBytes, 1L << 20, 1L << 30);
        check("mergeThreads", mergeThreads, 1, 64);
    }

    /// The defaults: folder `index`, M = 16, efConstruction = 100, 96 MB, two merge threads. They suit up to
    /// about a million faces; use 32 and 200 for more.
    public static IndexOptions defaults() {
        return new IndexOptions(Path.of("index"), 16, 100, 96L << 20, 2);
    }

    /// The same options with another gallery directory.
    public IndexOptions in(Path elsewhere) {
        return new IndexOptions(elsewhere, maxConnections, beamWidth, bufferBytes, mergeThreads);
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s must be between %d and %d, got: %d".formatted(name, min, max, value));
        }
    }
}
