package dev.likeness.index;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.FileId;
import dev.likeness.face.LikenessException;
import java.util.List;

/// A file of a photo, as it was when it was last read.
///
/// @param id hash of its bytes, with all metadata
/// @param bytes its size
/// @param companions paths of the files that show the same shot and are not read, such as a RAW file or a
///     short video beside it, sorted
public record StoredFile(FileId id, long bytes, List<String> companions) {
    /// Checks the size.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if `bytes` is negative
    public StoredFile {
        companions = companions.stream().sorted().toList();
        if (bytes < 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "bytes must be at least 0, got: %d for file %s".formatted(bytes, id));
        }
    }

    /// Creates a file without companions.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if `bytes` is negative
    public StoredFile(FileId id, long bytes) {
        this(id, bytes, List.of());
    }

    /// The same file with other companions.
    public StoredFile with(List<String> others) {
        return new StoredFile(id, bytes, others);
    }
}
