package dev.likeness.training.data;

import dev.likeness.image.RgbImage;

/// A variant of a training picture.
///
/// @param clean the picture moved and mirrored, before it is degraded
/// @param seen the picture as the network sees it; `clean` itself if it is not degraded
public record AugmentedFace(RgbImage clean, RgbImage seen) {}
