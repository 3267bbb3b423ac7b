package dev.likeness.inference.model;

import java.util.List;
import java.util.Optional;

/// The input tensor of a model: `float[n, 3, height, width]`. Each value is `(byte · scale − mean) / std`,
/// with the mean and standard deviation of its channel.
///
/// @param name name of the tensor in the model; empty means its only input
/// @param size required size of an image
/// @param channels order of the three planes
/// @param scale factor on the byte 0–255, positive: 1 or 1/255 in practice
/// @param mean three values in the order of `channels`, subtracted after scaling
/// @param std three positive values in the order of `channels`, divided by after subtraction
public record ModelInput(
        Optional<String> name, Size size, ChannelOrder channels, float scale, List<Float> mean, List<Float> std) {

    public ModelInput {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /// The required size of an image, in pixels.
    public sealed interface Size {
        /// A fixed size. Images for a detector are shrunk to fit and padded with black.
        record Fixed(int width, int height) implements Size {
            @Override
            public String toString() {
                return width + "×" + height;
            }
        }

        /// Any size whose sides are multiples of `multiple`. Other images are padded with black.
        record Any(int multiple) implements Size {
            @Override
            public String toString() {
                return "multiples of " + multiple;
            }
        }
    }
}
