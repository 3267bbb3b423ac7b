package dev.likeness.inference;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.Landmarks;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import java.util.List;

/// Cuts a face out of its photo so that the five points fall where every ArcFace-style model expects them: a similarity
/// transform (turn, scale, shift; no shear and no mirror) fitted by least squares (Umeyama, *Least-squares estimation
/// of transformation parameters between two point patterns*, PAMI 13(4), 1991), 112×112 pixels, bilinear, black where
/// the photo ends.
public final class FaceAligner {
    /// Width and height of an aligned face, in pixels.
    public static final int SIZE = 112;

    private static final int COLOURS = 3;

    /// Where the points of an average face lie in 112×112, the template of ArcFace (Deng et al., CVPR 2019).
    private static final Landmarks TEMPLATE = new Landmarks(
            new Point(38.2946f, 51.6963f),
            new Point(73.5318f, 51.5014f),
            new Point(56.0252f, 71.7366f),
            new Point(41.5493f, 92.3655f),
            new Point(70.7299f, 92.2041f));

    private FaceAligner() {}

    /// The face at 112×112.
    ///
    /// @param landmarks in the coordinates of `image`, where a whole number is the middle of a pixel
    /// @throws LikenessException `INVALID_ARGUMENT` if the points fit no face: all in one place, or not finite
    public static RgbImage align(RgbImage image, Landmarks landmarks) {
        return warp(image, Similarity.fit(landmarks, TEMPLATE).inverse());
    }

    /// Pixels of the 112×112 crop for each pixel of the image. Above 1 the crop is enlarged: an image with more pixels
    /// would show more.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` as [#align] does
    public static double scale(Landmarks landmarks) {
        return Similarity.fit(landmarks, TEMPLATE).scale();
    }

    /// Fills a crop whose pixel (x, y) shows the image at `toImage(x, y)`.
    private static RgbImage warp(RgbImage image, Similarity toImage) {
        byte[] crop = new byte[COLOURS * SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                sample(image, toImage.x(x, y), toImage.y(x, y), crop, COLOURS * (y * SIZE + x));
            }
        }
        return new RgbImage(SIZE, SIZE, crop);
    }

    /// Bilinear interpolation between the four pixels around (x, y); those outside the image are black.
    private static void sample(RgbImage image, double x, double y, byte[] crop, int at) {
        int width = image.width();
        int height = image.height();
        if (!(x > -1 && y > -1 && x < width && y < height)) {
            return;
        }
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float toRight = (float) (x - left);
        float toBottom = (float) (y - top);
        float[] weights = {
            (1 - toRight) * (1 - toBottom), toRight * (1 - toBottom), (1 - toRight) * toBottom, toRight * toBottom
        };
        byte[] rgb = image.rgb();
        float red = 0;
        float green = 0;
        float blue = 0;
        for (int corner = 0; corner < weights.length; corner++) {
            int column = left + (corner & 1);
            int row = top + (corner >> 1);
            if (column >= 0 && row >= 0 && column < width && row < height) {
                int pixel = COLOURS * (row * width + column);
                red += weights[corner] * (rgb[pixel] & 0xff);
                green += weights[corner] * (rgb[pixel + 1] & 0xff);
                blue += weights[corner] * (rgb[pixel + 2] & 0xff);
            }
        }
        crop[at] = (byte) (red + 0.5f);
        crop[at + 1] = (byte) (green + 0.5f);
        crop[at + 2] = (byte) (blue + 0.5f);
    }

    /// The map z → a·z + b of the complex plane, with a = re + i·im and b = shiftX + i·shiftY: |a| scales, arg a turns.
    record Similarity(double re, double im, double shiftX, double shiftY) {

        /// The least-squares fit of `from` to `to`. In two dimensions Umeyama's solution, with its sign correction
        /// against mirrors, is the linear regression of complex numbers: with the means taken off,
        /// a = Σ conj(z)·w / Σ |z|². A mirror is no multiplication by a complex number, so none can come out.
        ///
        /// @throws LikenessException `INVALID_ARGUMENT` if no map with a scale above zero and finite comes out
        static Similarity fit(Landmarks from, Landmarks to) {
            List<Point> z = from.points();
            List<Point> w = to.points();
            double zx = 0;
            double zy = 0;
            double wx = 0;
            double wy = 0;
            for (int i = 0; i < z.size(); i++) {
                zx += z.get(i).x() / (double) z.size();
                zy += z.get(i).y() / (double) z.size();
                wx += w.get(i).x() / (double) z.size();
                wy += w.get(i).y() / (double) z.size();
            }
            double re = 0;
            double im = 0;
            double variance = 0;
            for (int i = 0; i < z.size(); i++) {
                double x = z.get(i).x() - zx;
                double y = z.get(i).y() - zy;
                double u = w.get(i).x() - wx;
                double v = w.get(i).y() - wy;
                re += x * u + y * v;
                im += x * v - y * u;
                variance += x * x + y * y;
            }
            re /= variance;
            im /= variance;
            double scale = Math.hypot(re, im);
            if (!(scale > 0) || !Double.isFinite(scale)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "landmarks must be finite and fit a face, got: " + from);
            }
            return new Similarity(re, im, wx - (re * zx - im * zy), wy - (re * zy + im * zx));
        }

        double x(double x, double y) {
            return re * x - im * y + shiftX;
        }

        double y(double x, double y) {
            return re * y + im * x + shiftY;
        }

        double scale() {
            return Math.hypot(re, im);
        }

        /// w → (w − b) / a
        Similarity inverse() {
            double square = re * re + im * im;
            double inverseRe = re / square;
            double inverseIm = -im / square;
            return new Similarity(
                    inverseRe,
                    inverseIm,
                    -(inverseRe * shiftX - inverseIm * shiftY),
                    -(inverseRe * shiftY + inverseIm * shiftX));
        }
    }
}
