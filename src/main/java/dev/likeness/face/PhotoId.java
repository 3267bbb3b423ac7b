package dev.likeness.face;

/// The id of a photo: the SHA-256 of its bytes, 64 lower-case hex digits. Copies and moved files share one
/// id, and an edited file gets another, so ingest is idempotent without using names or times.
public record PhotoId(String sha256) implements Comparable<PhotoId> {
    private static final int DIGITS = 64;

    /// Checks the hash.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` unless `sha256` is 64 lower-case hex digits
    public PhotoId {
        if (!isSha256(sha256)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "photo id must be 64 lower-case hex digits, got: " + sha256);
        }
    }

    /// Avoids a regular expression, because every match of every search creates an id.
    private static boolean isSha256(String text) {
        if (text.length() != DIGITS) {
            return false;
        }
        for (int i = 0; i < DIGITS; i++) {
            char digit = text.charAt(i);
            if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    /// The id of the photo with these bytes.
    public static PhotoId of(byte[] bytes) {
        return new PhotoId(Sha256.hex(bytes));
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
