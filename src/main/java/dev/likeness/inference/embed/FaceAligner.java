package dev.likeness.inference.embed;

import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Landmarks;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Point;
import dev.likeness.image.RgbImage;
import java.util.List;

/// Aligns a face: crops it from its photo so that the five landmarks are where ArcFace-style models expect
/// them. The transformation is a similarity (rotation, scale, shift; no shear, no reflection) fitted by least
/// squares (Umeyama, *Least-squares estimation of transformation parameters between two point patterns*, PAMI
/// 13(4), 1991). The crop has 112×112 pixels, interpolated bilinearly, and is black outside the photo.
public final class FaceAligner {
    /// Width and height of an aligned face, in pixels.
    public static final int SIZE = 112;

    private static final int CHANNELS = 3;

    /// Maximum ratio of the crop's side to the box's longer side, and maximum of its inverse. The ratio is
    /// 0.76 to 1.36 for every face of 1,340 photos. If it is three times as far off, the landmarks are
    /// reflected or collapsed.
    private static final double MAX_DEVIATION = 4;

    /// The landmarks of an average face in a crop of 112×112 pixels: the template of ArcFace (Deng et al.,
    /// CVPR 2019).
    private static final Landmarks REFERENCE_LANDMARKS = new Landmarks(
            new Point(38.2946f, 51.6963f),
            new Point(73.5318f, 51.5014f),
            new Point(56.0252f, 71.7366f),
            new Point(41.5493f, 92.3655f),
            new Point(70.7299f, 92.2041f));

    private FaceAligner() {}

    /// Aligns a face to 112×112 pixels.
    ///
    /// @param landmarks in pixels of `image`; the centre of a pixel has integer coordinates
    /// @throws LikenessException `INVALID_ARGUMENT` if the landmarks coincide or are not finite
    public static RgbImage align(RgbImage image, Landmarks landmarks) {
        return warp(
                image, SimilarityTransform.fit(landmarks, REFERENCE_LANDMARKS).inverse());
    }

    /// The scale of the aligned crop relative to the image. Above 1 the crop is enlarged, and an image with
    /// more pixels would give a sharper crop.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` as [#align] does
    public static double scale(Landmarks landmarks) {
        return SimilarityTransform.fit(landmarks, REFERENCE_LANDMARKS).scale();
    }

    /// Whether the landmarks match the box of the face: the aligned crop covers about as much of the image as
    /// the box.
    public static boolean isConsistent(Landmarks landmarks, Box box) {
        SimilarityTransform toTemplate = SimilarityTransform.regression(landmarks, REFERENCE_LANDMARKS);
        double shown = SIZE / toTemplate.scale() / box.longSide();
        return shown > 1 / MAX_DEVIATION && shown < MAX_DEVIATION;
    }

    /// Computes the crop whose pixel (x, y) is the image at `toImage(x, y)`.
    private static RgbImage warp(RgbImage image, SimilarityTransform toImage) {
        byte[] crop = new byte[CHANNELS * SIZE * SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                sample(image, toImage.x(x, y), toImage.y(x, y), crop, CHANNELS * (y * SIZE + x));
            }
        }
        return new RgbImage(SIZE, SIZE, crop);
    }

    /// Interpolates bilinearly between the four pixels around (x, y). Pixels outside the image are black:
    /// they get the weight 0 and the address of a neighbour inside.
    private static void sample(RgbImage image, double x, double y, byte[] crop, int at) {
        int width = image.width();
        int height = image.height();
        if (!(x > -1 && y > -1 && x < width && y < height)) {
            return;
        }
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float rightWeight = left + 1 < width ? (float) (x - left) : 0;
        float leftWeight = left >= 0 ? (float) (left + 1 - x) : 0;
        float bottomWeight = top + 1 < height ? (float) (y - top) : 0;
        float topWeight = top >= 0 ? (float) (top + 1 - y) : 0;
        int leftColumn = CHANNELS * Math.max(left, 0);
        int rightColumn = CHANNELS * Math.min(left + 1, width - 1);
        int topRow = CHANNELS * width * Math.max(top, 0);
        int bottomRow = CHANNELS * width * Math.min(top + 1, height - 1);
        byte[] rgb = image.rgb();
        for (int colour = 0; colour < CHANNELS; colour++) {
            float above = leftWeight * (rgb[topRow + leftColumn + colour] & 0xff)
                    + rightWeight * (rgb[topRow + rightColumn + colour] & 0xff);
            float below = leftWeight * (rgb[bottomRow + leftColumn + colour] & 0xff)
                    + rightWeight * (rgb[bottomRow + rightColumn + colour] & 0xff);
            crop[at + colour] = (byte) (topWeight * above + bottomWeight * below + 0.5f);
        }
    }

    /// The map z → a·z + b of the complex plane, with a = re + i·im and b = shiftX + i·shiftY. |a| is the
    /// scale and arg a the rotation.
    record SimilarityTransform(double re, double im, double shiftX, double shiftY) {

        /// The least-squares fit of `from` to `to`. In two dimensions, Umeyama's solution with its sign
        /// correction against reflections equals the linear regression of complex numbers: for centred
        /// points, a = Σ conj(z)·w / Σ |z|². The result is never a reflection, because a reflection is not a
        /// multiplication by a complex number.
        ///
        /// @throws LikenessException `INVALID_ARGUMENT` if the scale of the fit is not positive and finite
        static SimilarityTransform fit(Landmarks from, Landmarks to) {
            SimilarityTransform fit = regression(from, to);
            if (!(fit.scale() > 0) || !Double.isFinite(fit.scale())) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "landmarks must be finite and fit a face, got: " + from);
            }
            return fit;
        }

        private static SimilarityTransform regression(Landmarks from, Landmarks to) {
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
            return new SimilarityTransform(re, im, wx - (re * zx - im * zy), wy - (re * zy + im * zx));
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

        /// The inverse map w → (w − b) / a.
        SimilarityTransform inverse() {
            double square = re * re + im * im;
            double inverseRe = re / square;
            double inverseIm = -im / square;
            return new SimilarityTransform(
                    inverseRe,
                    inverseIm,
                    -(inverseRe * shiftX - inverseIm * shiftY),
                    -(inverseRe * shiftY + inverseIm * shiftX));
        }
    }
}
