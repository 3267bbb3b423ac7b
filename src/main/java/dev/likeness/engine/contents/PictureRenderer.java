package dev.likeness.engine.contents;

import dev.likeness.face.Box;
import dev.likeness.image.EncodedImage;
import dev.likeness.image.PreviewSize;
import dev.likeness.image.RgbImage;

/// Makes small JPEG files of photos for people to look at. They are encoded from pixels, so nothing of the
/// photo's metadata gets into them: no position, no camera, no embedded thumbnail.
final class PictureRenderer {
    private static final int JPEG_QUALITY = 85;

    private PictureRenderer() {}

    /// A square part of a photo, in pixels of the upright, full-size photo.
    record Square(double left, double top, double side) {
        /// The square around a face: `context` times as wide as the longer side of its box, moved so that it
        /// lies within the photo, and no larger than that.
        static Square around(Box face, double context, int width, int height) {
            double side = Math.min(context * face.longSide(), Math.min(width, height));
            double left = Math.clamp(face.centre().x() - side / 2, 0, width - side);
            double top = Math.clamp(face.centre().y() - side / 2, 0, height - side);
            return new Square(left, top, side);
        }
    }

    /// The whole photo, upright and in sRGB, at most `width` pixels wide and four times as high. It is never
    /// enlarged.
    static byte[] preview(EncodedImage photo, int width) {
        PreviewSize size = PreviewSize.of(photo.width(), photo.height(), width);
        return photo.holdingPixels(() -> photo.decodeReduced(size.longSide())
                .resized(size.width(), size.height())
                .toPreviewJpeg(JPEG_QUALITY));
    }

    /// A part of the photo, upright and in sRGB, with sides of at most `size` pixels. It is never enlarged.
    ///
    /// @param part in pixels of a photo that is `photoWidth` wide
    static byte[] part(EncodedImage photo, Square part, int photoWidth, int size) {
        return photo.holdingPixels(() -> cut(photo, part, photoWidth, size));
    }

    private static byte[] cut(EncodedImage photo, Square part, int photoWidth, int size) {
        double longSide = Math.max(photo.width(), photo.height());
        double factor = Math.min(1, size / part.side());
        RgbImage decoded = photo.decodeReduced(Math.max(1, (int) Math.ceil(factor * longSide)));
        double scale = (double) decoded.width() / photoWidth;
        int side = Math.clamp(Math.round(scale * part.side()), 1, Math.min(decoded.width(), decoded.height()));
        int left = Math.clamp(Math.round(scale * part.left()), 0, decoded.width() - side);
        int top = Math.clamp(Math.round(scale * part.top()), 0, decoded.height() - side);
        RgbImage cut = decoded.crop(left, top, side, side);
        int newSide = Math.min(size, side);
        return cut.resized(newSide, newSide).toPreviewJpeg(JPEG_QUALITY);
    }
}
