package dev.likeness.index;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;

/// How a gallery is written. The two graph parameters carry the names of the HNSW paper (Malkov and Yashunin, 2018,
/// §4) beside Lucene's; they bind new segments only, so they may change between runs.
///
/// @param maxConnections links a vector keeps on each layer of the graph: the paper's M, 2 to 512
/// @param beamWidth candidates considered for each new vector: the paper's efConstruction, 1 to 3200
/// @param bufferMegabytes memory that fills before a segment is written, 1 to 1024
/// @param mergeThreads threads that merge segments behind the writer, 1 to 64
public record IndexOptions(int maxConnections, int beamWidth, int bufferMegabytes, int mergeThreads) {

    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public IndexOptions {
        check("maxConnections", maxConnections, 2, 512);
        check("beamWidth", beamWidth, 1, 3200);
        check("bufferMegabytes", bufferMegabytes, 1, 1024);
        check("mergeThreads", mergeThreads, 1, 64);
    }

    /// M = 16, efConstruction = 100, 96 MB, two merge threads: good to about a million faces; beyond, 32 and 200.
    public static IndexOptions defaults() {
        return new IndexOptions(16, 100, 96, 2);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s must be between %d and %d, got: %d".formatted(name, least, most, value));
        }
    }
}
