package dev.likeness.index;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.FileId;
import dev.likeness.face.LikenessException;

/// A file of a photo, as it was when it was last read.
///
/// @param id hash of its bytes, with all metadata
/// @param bytes its size
public record StoredFile(FileId id, long bytes) {
    /// Checks the size.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if `bytes` is negative
    public StoredFile {
        if (bytes < 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "bytes must be at least 0, got: %d for file %s".formatted(bytes, id));
        }
    }
}
