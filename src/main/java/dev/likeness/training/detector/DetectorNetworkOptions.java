package dev.likeness.training.detector;

import dev.likeness.support.Preconditions;

/// The size of a detector's network.
///
/// @param width channels of its first layer, 2 to 64; all other layers are in proportion. At 16, the network
///     has 0.28 million weights
public record DetectorNetworkOptions(int width) {
    private static final int MIN_WIDTH = 2;
    private static final int MAX_WIDTH = 64;

    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public DetectorNetworkOptions {
        Preconditions.require(
                width >= MIN_WIDTH && width <= MAX_WIDTH,
                "width must be between %d and %d".formatted(MIN_WIDTH, MAX_WIDTH),
                width);
    }

    /// Width 16.
    public static DetectorNetworkOptions defaults() {
        return new DetectorNetworkOptions(16);
    }
}
