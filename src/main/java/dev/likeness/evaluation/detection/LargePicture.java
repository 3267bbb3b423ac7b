package dev.likeness.evaluation.detection;

import dev.likeness.face.Box;
import dev.likeness.image.RgbImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A large picture that is composed of portraits: each is pasted at a random place of its cell of a grid, on a
/// gradient with a little noise.
///
/// @param name what tables call it
/// @param width in pixels
/// @param height in pixels
/// @param columns of the grid
/// @param rows of the grid
/// @param faceSide longer side of each face, in pixels; 0 for portraits as they are
public record LargePicture(String name, int width, int height, int columns, int rows, int faceSide) {
    /// Distance from the centre of a face to the edges of its portrait, relative to the face.
    private static final float MARGIN = 1.5f;

    private static final int NOISE_CELL = 4;
    private static final int JPEG_QUALITY = 92;

    /// A picture as JPEG.
    ///
    /// @param facePictures the portraits in it, as they were pasted
    /// @param faces the place of each portrait's face
    @SuppressWarnings("ArrayRecordComponent") // made, read once, and gone
    record Composed(byte[] jpeg, List<RgbImage> facePictures, List<Box> faces) {}

    /// A portrait with the place of its face.
    record FacePicture(RgbImage picture, Box face) {
        /// The part around the face, resized.
        FacePicture withFaceSide(int side) {
            int reach = Math.round(MARGIN * face.longSide());
            int left = Math.max(0, Math.round(face.centre().x()) - reach);
            int top = Math.max(0, Math.round(face.centre().y()) - reach);
            int right = Math.min(picture.width(), left + 2 * reach);
            int bottom = Math.min(picture.height(), top + 2 * reach);
            double factor = side / face.longSide();
            return new FacePicture(
                    picture.crop(left, top, right - left, bottom - top).scaled(factor),
                    face.moved(-left, -top).scaled((float) factor));
        }
    }

    /// The number of portraits in it.
    int facePictures() {
        return columns * rows;
    }

    /// The number of pixels, in millions.
    double megapixels() {
        return 1e-6 * width * height;
    }

    /// @param seed decides where the portraits are
    Composed compose(List<FacePicture> facePictures, long seed) {
        Random random = new Random(seed);
        byte[] canvas = background(random);
        List<RgbImage> pasted = new ArrayList<>();
        List<Box> faces = new ArrayList<>();
        for (int i = 0; i < facePictures(); i++) {
            FacePicture facePicture =
                    faceSide == 0 ? facePictures.get(i) : facePictures.get(i).withFaceSide(faceSide);
            RgbImage picture = facePicture.picture;
            int cellLeft = i % columns * width / columns;
            int cellTop = i / columns * height / rows;
            int left = cellLeft + random.nextInt(Math.max(1, width / columns - picture.width() + 1));
            int top = cellTop + random.nextInt(Math.max(1, height / rows - picture.height() + 1));
            paste(picture, canvas, left, top);
            pasted.add(picture);
            faces.add(facePicture.face.moved(left, top));
        }
        return new Composed(new RgbImage(width, height, canvas).toJpeg(JPEG_QUALITY), pasted, faces);
    }

    private byte[] background(Random random) {
        byte[] canvas = new byte[3 * width * height];
        byte[] noise = new byte[3 * width];
        for (int y = 0; y < height; y++) {
            if (y % NOISE_CELL == 0) {
                random.nextBytes(noise);
            }
            for (int x = 0; x < 3 * width; x++) {
                int level = 60 + 120 * y / height;
                canvas[3 * width * y + x] = (byte) (level + (noise[x / NOISE_CELL] >> 4));
            }
        }
        return canvas;
    }

    private void paste(RgbImage picture, byte[] canvas, int left, int top) {
        int right = Math.min(width, left + picture.width());
        int bottom = Math.min(height, top + picture.height());
        for (int y = top; y < bottom; y++) {
            System.arraycopy(
                    picture.rgb(), 3 * picture.width() * (y - top), canvas, 3 * (width * y + left), 3 * (right - left));
        }
    }
}
