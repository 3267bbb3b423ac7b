package dev.likeness.face;

/// The SHA-256 of a file's bytes, 64 lower-case hex digits. A photo whose metadata is edited gets another file
/// id and keeps its [PhotoId].
public record FileId(String sha256) implements Comparable<FileId> {
    /// Checks the hash.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` unless `sha256` is 64 lower-case hex digits
    public FileId {
        Sha256.requireHex("file id", sha256);
    }

    /// The id of the file with these bytes.
    public static FileId of(byte[] bytes) {
        return new FileId(Sha256.hex(bytes));
    }

    @Override
    public int compareTo(FileId other) {
        return sha256.compareTo(other.sha256);
    }

    @Override
    public String toString() {
        return sha256;
    }
}
