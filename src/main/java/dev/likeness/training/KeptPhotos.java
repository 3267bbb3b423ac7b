package dev.likeness.training;

import dev.likeness.support.Sha256;
import java.nio.charset.StandardCharsets;

/// Which photos are kept from a detector's training, to judge it: those whose content's hash, with a
/// seed, falls into a share of all hashes. A copy of a photo, wherever it lies, is so kept as well.
///
/// @param share 0 to below 1
/// @param seed another one keeps others
public record KeptPhotos(double share, long seed) {
    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if the share is out of its range
    public KeptPhotos {
        Rules.require(share >= 0 && share < 1, "keptShare must be at least 0 and below 1", share);
    }

    /// Whether a photo with this content is kept.
    public boolean keeps(byte[] content) {
        return keeps(Sha256.hex(content));
    }

    /// @param sha256 of the content, in hex
    boolean keeps(String sha256) {
        byte[] hash = Sha256.of((seed + " " + sha256).getBytes(StandardCharsets.UTF_8));
        long drawn = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            drawn = drawn << 8 | (hash[i] & 0xff);
        }
        return drawn < share * (1L << Integer.SIZE);
    }
}
