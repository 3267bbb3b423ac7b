package dev.likeness.inference.model;

import java.util.List;
import java.util.Optional;

/// The tensor a model eats: `float[n, 3, height, width]`, each value `(byte · scale − mean) / std` with
/// the mean and standard deviation of its channel.
///
/// @param name the tensor's name in the model; absent means its only input
/// @param size how large an image has to be
/// @param channels order of the three planes
/// @param scale factor on the byte 0–255, positive: 1 or 1/255 in practice
/// @param mean three values in the order of `channels`, subtracted after scaling
/// @param std three positive values in the order of `channels`, divided by last
public record ModelInput(
        Optional<String> name, Size size, ChannelOrder channels, float scale, List<Float> mean, List<Float> std) {

    public ModelInput {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /// How large an image has to be, in pixels.
    public sealed interface Size {
        /// Every image has this size. What a detector sees is shrunk to fit and padded with black.
        record Fixed(int width, int height) implements Size {
            @Override
            public String toString() {
                return width + "×" + height;
            }
        }

        /// Any size whose sides are multiples of `multiple`; the rest is padded with black.
        record Any(int multiple) implements Size {
            @Override
            public String toString() {
                return "multiples of " + multiple;
            }
        }
    }
}
