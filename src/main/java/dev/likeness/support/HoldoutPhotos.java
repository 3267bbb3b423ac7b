package dev.likeness.support;

import dev.likeness.face.Sha256;
import java.nio.charset.StandardCharsets;

/// Which photos are kept from a detector's training, to judge it: those whose content's hash, with a
/// seed, falls into a share of all hashes. A copy of a photo, wherever it lies, is so kept as well.
///
/// @param share 0 to below 1
/// @param seed another one keeps others
public record HoldoutPhotos(double share, long seed) {
    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if the share is out of its range
    public HoldoutPhotos {
        Preconditions.require(share >= 0 && share < 1, "holdoutShare must be at least 0 and below 1", share);
    }

    /// Whether a photo with this content is kept.
    public boolean contains(byte[] content) {
        return contains(Sha256.hex(content));
    }

    /// Whether the photo with this hash is held out.
    ///
    /// @param sha256 of the content, in hex
    public boolean contains(String sha256) {
        byte[] hash = Sha256.of((seed + " " + sha256).getBytes(StandardCharsets.UTF_8));
        long drawn = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            drawn = drawn << 8 | (hash[i] & 0xff);
        }
        return drawn < share * (1L << Integer.SIZE);
    }
}
