package dev.likeness.training.embedder;

import dev.likeness.support.Preconditions;

/// The network to train. Its input is aligned faces of 112×112 pixels, BGR, divided by 255. Its output is one
/// vector per face, not normalised.
///
/// @param architecture the kind of network
/// @param width channels of its first layer, an even number from 4 to 256; all other layers are in
///     proportion. The published networks have 64
/// @param dimension components of the vector, 2 to 4096
/// @param dropout share of the last feature map that each training step drops, 0 to below 1; iResNet only
public record BackboneOptions(Architecture architecture, int width, int dimension, double dropout) {
    private static final int MIN_WIDTH = 4;
    private static final int MAX_WIDTH = 256;
    private static final int MAX_DIMENSION = 4096;

    /// @throws dev.likeness.face.LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public BackboneOptions {
        Preconditions.require(
                width >= MIN_WIDTH && width <= MAX_WIDTH && width % 2 == 0,
                "width must be an even number from %d to %d".formatted(MIN_WIDTH, MAX_WIDTH),
                width);
        Preconditions.require(
                dimension >= 2 && dimension <= MAX_DIMENSION,
                "dimension must be between 2 and " + MAX_DIMENSION,
                dimension);
        Preconditions.require(dropout >= 0 && dropout < 1, "dropout must be at least 0 and below 1", dropout);
    }

    /// A MobileFaceNet of half the published width and 128 components.
    public static BackboneOptions defaults() {
        return new BackboneOptions(Architecture.MOBILEFACENET, 32, 128, 0.4);
    }
}
