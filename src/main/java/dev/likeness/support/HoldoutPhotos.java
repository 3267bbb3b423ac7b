package dev.likeness.support;

import dev.likeness.face.Sha256;
import java.nio.charset.StandardCharsets;

/// Selects the photos that are held out from a detector's training for its evaluation, by the hash of their
/// content and a seed. Copies of a photo are held out together, in whichever folder they are.
///
/// @param share share of the photos that are held out, at least 0 and below 1
/// @param seed seed of the selection; another seed selects other photos
public record HoldoutPhotos(double share, long seed) {
    /// Checks the share.
    ///
    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if the share is out of its range
    public HoldoutPhotos {
        Preconditions.require(share >= 0 && share < 1, "holdoutShare must be at least 0 and below 1", share);
    }

    /// Whether the photo with this content is held out.
    public boolean contains(byte[] content) {
        return contains(Sha256.hex(content));
    }

    /// Whether the photo with this hash is held out.
    ///
    /// @param sha256 SHA-256 of the content, in hex
    public boolean contains(String sha256) {
        byte[] hash = Sha256.of((seed + " " + sha256).getBytes(StandardCharsets.UTF_8));
        long value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << 8 | (hash[i] & 0xff);
        }
        return value < share * (1L << Integer.SIZE);
    }
}
