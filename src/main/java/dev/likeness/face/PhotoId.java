package dev.likeness.face;

/// The id of a photo: the SHA-256 of its picture as it is coded, 64 lower-case hex digits. Metadata does not
/// count, so copies, moved files and files with edited metadata share one id, and ingest is idempotent without
/// using names or times. `image.content.PictureHash` computes it.
///
/// A photo that no file was read of since galleries have this rule keeps the SHA-256 of its file as its id.
public record PhotoId(String sha256) implements Comparable<PhotoId> {
    /// Checks the hash.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` unless `sha256` is 64 lower-case hex digits
    public PhotoId {
        Sha256.requireHex("photo id", sha256);
    }

    /// The id of a photo of which nothing is known but its file's bytes, such as a file whose picture cannot be
    /// told from its metadata.
    public static PhotoId ofFile(byte[] bytes) {
        return new PhotoId(Sha256.hex(bytes));
    }

    /// The id of a photo of which nothing is known but its file's hash.
    public static PhotoId ofFile(FileId file) {
        return new PhotoId(file.sha256());
    }

    @Override
    public int compareTo(PhotoId other) {
        return sha256.compareTo(other.sha256);
    }

    @Override
    public String toString() {
        return sha256;
    }
}
