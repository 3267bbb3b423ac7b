package dev.likeness.face;

import java.util.Arrays;
import java.util.Optional;

/// A photo reduced to 16×16 grey levels, used to find copies of it: 256 bytes that survive resizing and
/// re-encoding.
///
/// This is a class and not a record because it holds an array.
public final class PerceptualFingerprint {
    /// The side length in pixels.
    public static final int SIDE = 16;

    /// Minimum standard deviation of the grey levels, which range from 0 to 255. A picture below it is all
    /// sky or all wall and has no distinctive pattern.
    private static final double MIN_CONTRAST = 4;

    private final byte[] grays;

    private PerceptualFingerprint(byte[] grays) {
        this.grays = grays;
    }

    /// Creates a fingerprint from grey levels.
    ///
    /// @param grays rows from the top, each from the left, 0 to 255 unsigned
    /// @throws LikenessException `INVALID_ARGUMENT` unless there are 16×16
    public static PerceptualFingerprint of(byte... grays) {
        if (grays.length != SIDE * SIDE) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a perceptual fingerprint must have %d grey levels, got: %d".formatted(SIDE * SIDE, grays.length));
        }
        return new PerceptualFingerprint(grays.clone());
    }

    /// A copy of the grey levels.
    public byte[] grays() {
        return grays.clone();
    }

    /// The fingerprint without its brightness and contrast. The cosine of two patterns is the correlation of
    /// the pictures. Empty if the picture is nearly uniform.
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

    /// The fingerprint of the turned picture.
    public PerceptualFingerprint turned(Orientation turn) {
        var sides = new PictureTurn(turn, SIDE, SIDE, SIDE, SIDE);
        byte[] turned = new byte[grays.length];
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                Box cell = sides.apply(new Box(column, row, column + 1, row + 1));
                turned[Math.round(cell.top()) * SIDE + Math.round(cell.left())] = grays[row * SIDE + column];
            }
        }
        return new PerceptualFingerprint(turned);
    }

    /// The correlation of two pictures, at most 1; 0 if one of them is nearly uniform.
    public float correlation(PerceptualFingerprint other) {
        Optional<UnitVector> here = pattern();
        Optional<UnitVector> there = other.pattern();
        return here.isEmpty() || there.isEmpty() ? 0 : here.get().cosine(there.get());
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
        return "PerceptualFingerprint[%dx%d]".formatted(SIDE, SIDE);
    }
}
