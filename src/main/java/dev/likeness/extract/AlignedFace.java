package dev.likeness.extract;

import dev.likeness.face.Detection;
import dev.likeness.image.RgbImage;

/// One detected face with its aligned crop.
///
/// @param source the decoded picture that the crop was taken from
/// @param face in pixels of `source`
/// @param crop the aligned face, 112×112 pixels
public record AlignedFace(RgbImage source, Detection face, RgbImage crop) {
    /// The aligned face as JPEG, as galleries store it.
    public byte[] jpeg() {
        return crop.toJpeg(FaceExtractor.CROP_JPEG_QUALITY);
    }
}
