package dev.likeness.face;

import java.util.Arrays;
import java.util.Optional;

/// A whole photo in 16×16 grays, by which copies of it are told: 256 bytes that outlive resizing
/// and re- encoding.
///
/// A class and not a record, because the picture is an array.
public final class PerceptualFingerprint {
    /// Pixels of a side.
    public static final int SIDE = 16;

    /// Below this standard deviation of the grays, of 255, a picture is all sky or all wall and has
    /// nothing of its own.
    private static final double MIN_CONTRAST = 4;

    private final byte[] grays;

    private PerceptualFingerprint(byte[] grays) {
        this.grays = grays;
    }

    /// A picture of these grays.
    ///
    /// @param grays rows from the top, each from the left, 0 to 255 unsigned
    /// @throws LikenessException `INVALID_ARGUMENT` unless there are 16×16
    public static PerceptualFingerprint of(byte... grays) {
        if (grays.length != SIDE * SIDE) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a thumbnail must have %d grays, got: %d".formatted(SIDE * SIDE, grays.length));
        }
        return new PerceptualFingerprint(grays.clone());
    }

    /// A copy of the grays.
    public byte[] grays() {
        return grays.clone();
    }

    /// The picture without its brightness and contrast: the cosine of two patterns is the
    /// correlation of the pictures. Empty if the picture is as good as uniform.
    public Optional<UnitVector> pattern() {
        double mean = 0;
        for (byte gray : grays) {
            mean += Byte.toUnsignedInt(gray) / (double) grays.length;
        }
        float[] pattern = new float[grays.length];
        for (int i = 0; i < pattern.length; i++) {
            pattern[i] = (float) (Byte.toUnsignedInt(grays[i]) - mean);
        }
        boolean plain = UnitVector.norm(pattern) < MIN_CONTRAST * SIDE;
        return plain ? Optional.empty() : Optional.of(UnitVector.normalized(pattern));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PerceptualFingerprint that && Arrays.equals(grays, that.grays);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(grays);
    }

    @Override
    public String toString() {
        return "Thumbnail[%dx%d]".formatted(SIDE, SIDE);
    }
}
