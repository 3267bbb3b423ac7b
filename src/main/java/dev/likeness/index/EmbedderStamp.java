package dev.likeness.index;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.regex.Pattern;

/// The model that made a gallery's vectors. Vectors of two models are not comparable, so a gallery accepts
/// those of one model only.
///
/// @param id the model's id, as in its manifest
/// @param dimension components of a vector, 1 to 1024 (the maximum of Lucene's HNSW format)
/// @param sha256 the hash of the model's file, 64 lower-case hex digits
public record EmbedderStamp(String id, int dimension, String sha256) {
    static final int MAX_DIMENSION = 1024;
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /// Checks the values.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if a value violates its rule
    public EmbedderStamp {
        if (id.isBlank()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "embedder id must not be blank, got: \"" + id + "\"");
        }
        if (dimension < 1 || dimension > MAX_DIMENSION) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "embedder dimension must be between 1 and %d, got: %d".formatted(MAX_DIMENSION, dimension));
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "embedder hash must be 64 lower-case hex digits, got: " + sha256);
        }
    }

    /// Formats the stamp as `mobilefacenet-128 (128-d, 0a1b2c3d4e5f)`: id, dimension, first twelve digits of
    /// the hash.
    @Override
    public String toString() {
        return "%s (%d-d, %s)".formatted(id, dimension, sha256.substring(0, 12));
    }
}
