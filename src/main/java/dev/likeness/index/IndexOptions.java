package dev.likeness.index;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;

/// How a gallery is written. The two graph parameters carry the names of the HNSW paper (Malkov and Yashunin, 2018,
/// §4) beside Lucene's; they bind new segments only, so they may change between runs.
///
/// @param directory where galleries live, a folder each; it need not exist before the first one
/// @param maxConnections links a vector keeps on each layer of the graph: the paper's M, 2 to 512
/// @param beamWidth candidates considered for each new vector: the paper's efConstruction, 1 to 3200
/// @param bufferBytes memory that fills before a segment is written, 1 MB to 1 GB
/// @param mergeThreads threads that merge segments behind the writer, 1 to 64
public record IndexOptions(Path directory, int maxConnections, int beamWidth, long bufferBytes, int mergeThreads) {

    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public IndexOptions {
        check("maxConnections", maxConnections, 2, 512);
        check("beamWidth", beamWidth, 1, 3200);
        check("bufferBytes", bufferBytes, 1L << 20, 1L << 30);
        check("mergeThreads", mergeThreads, 1, 64);
    }

    /// The folder `index`, M = 16, efConstruction = 100, 96 MB, two merge threads: good to about a million faces;
    /// beyond, 32 and 200.
    public static IndexOptions defaults() {
        return new IndexOptions(Path.of("index"), 16, 100, 96L << 20, 2);
    }

    /// The same, with the galleries elsewhere.
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
