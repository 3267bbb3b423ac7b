package dev.likeness.image;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/// Affine alignment of grey pictures by the enhanced correlation coefficient: Evangelidis and Psarakis,
/// "Parametric image alignment using enhanced correlation coefficient maximization", PAMI 30(10), 2008.
///
/// OpenCV implements this in its module `video`, but JavaCPP loads that module with six others and GTK 2, so
/// alignment would fail on a machine without GTK. This class does the same steps with the modules that also
/// decode pictures.
final class EccAlignment {
    private static final int MAX_STEPS = 60;

    /// The alignment ends when a step changes the correlation by less than this.
    private static final double EPSILON = 1e-5;

    /// Side of the blur kernel in pixels. The blur reduces differences in sharpness.
    private static final int BLUR = 5;

    /// Number of parameters of an affine transformation.
    private static final int PARAMETERS = 6;

    /// Minimum pivot relative to the largest diagonal element. A smaller pivot means that the picture has no
    /// gradient in some direction.
    private static final double SINGULAR = 1e-10;

    private final int width;
    private final int height;
    private final float[] template;

    private final Mat image;
    private final Mat gradientX = new Mat();
    private final Mat gradientY = new Mat();
    private final Mat coverage;

    private final Mat warp;
    private final FloatPointer warpValues;

    private EccAlignment(Mat template, Mat image, Mat warp) {
        this.width = template.cols();
        this.height = template.rows();
        this.template = floats(blurred(template));
        this.image = blurred(image);
        this.warp = warp;
        this.warpValues = new FloatPointer(warp.data());
        // The gradient is half the difference of the two neighbours.
        opencv_imgproc.Sobel(this.image, gradientX, opencv_core.CV_32F, 1, 0, 1, 0.5, 0, opencv_core.BORDER_DEFAULT);
        opencv_imgproc.Sobel(this.image, gradientY, opencv_core.CV_32F, 0, 1, 1, 0.5, 0, opencv_core.BORDER_DEFAULT);
        this.coverage = new Mat(image.rows(), image.cols(), opencv_core.CV_8U, Scalar.all(1));
    }

    /// Optimises `warp` so that the warped image correlates best with the template. At most 60 steps.
    ///
    /// @param template 8-bit grey
    /// @param image 8-bit grey
    /// @param warp 2×3 floats that map template coordinates to image coordinates; changed in place. The
    ///     initial value must be within a few pixels of the solution
    /// @return the correlation, −1 to 1; NaN if the two are too far apart or one has no structure
    static double align(Mat template, Mat image, Mat warp) {
        EccAlignment alignment = new EccAlignment(template, image, warp);
        double correlation = -1;
        double change = Double.POSITIVE_INFINITY;
        for (int step = 0; step < MAX_STEPS && change >= EPSILON; step++) {
            double next = alignment.step();
            change = Math.abs(next - correlation);
            correlation = next;
        }
        return correlation;
    }

    /// Performs one Gauss–Newton step.
    ///
    /// @return the correlation before the step; NaN if no step can increase it
    private double step() {
        float[] values = floats(warped(image, opencv_imgproc.INTER_LINEAR));
        float[] slopesX = floats(warped(gradientX, opencv_imgproc.INTER_LINEAR));
        float[] slopesY = floats(warped(gradientY, opencv_imgproc.INTER_LINEAR));
        byte[] inside = new byte[values.length];
        warped(coverage, opencv_imgproc.INTER_NEAREST).data().get(inside);

        long count = 0;
        double valueSum = 0;
        double templateSum = 0;
        for (int i = 0; i < values.length; i++) {
            if (inside[i] != 0) {
                count++;
                valueSum += values[i];
                templateSum += template[i];
            }
        }
        double valueMean = valueSum / count;
        double templateMean = templateSum / count;

        double valueNorm = 0;
        double templateNorm = 0;
        double product = 0;
        double[][] hessian = new double[PARAMETERS][PARAMETERS];
        double[] valueProjection = new double[PARAMETERS];
        double[] templateProjection = new double[PARAMETERS];
        double[] slopes = new double[PARAMETERS];
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++, i++) {
                double value = values[i];
                double templateValue = 0;
                if (inside[i] != 0) {
                    value -= valueMean;
                    templateValue = template[i] - templateMean;
                    valueNorm += value * value;
                    templateNorm += templateValue * templateValue;
                    product += value * templateValue;
                }
                slopes[0] = slopesX[i] * x;
                slopes[1] = slopesX[i] * y;
                slopes[2] = slopesX[i];
                slopes[3] = slopesY[i] * x;
                slopes[4] = slopesY[i] * y;
                slopes[5] = slopesY[i];
                for (int row = 0; row < PARAMETERS; row++) {
                    double slope = slopes[row];
                    valueProjection[row] += slope * value;
                    templateProjection[row] += slope * templateValue;
                    double[] sums = hessian[row];
                    for (int column = row; column < PARAMETERS; column++) {
                        sums[column] += slope * slopes[column];
                    }
                }
            }
        }
        double correlation = product / Math.sqrt(valueNorm * templateNorm);
        double[] fromValue = new double[PARAMETERS];
        double[] fromTemplate = new double[PARAMETERS];
        solve(hessian, valueProjection, templateProjection, fromValue, fromTemplate);
        double denominator = product - dot(templateProjection, fromValue);
        if (Double.isNaN(correlation) || denominator <= 0) {
            return Double.NaN;
        }
        double lambda = (valueNorm - dot(valueProjection, fromValue)) / denominator;
        for (int i = 0; i < PARAMETERS; i++) {
            double change = lambda * fromTemplate[i] - fromValue[i];
            warpValues.put(i, (float) (warpValues.get(i) + change));
        }
        return correlation;
    }

    private Mat warped(Mat source, int interpolation) {
        Mat target = new Mat();
        opencv_imgproc.warpAffine(
                source,
                target,
                warp,
                new Size(width, height),
                interpolation | opencv_imgproc.WARP_INVERSE_MAP,
                opencv_core.BORDER_CONSTANT,
                Scalar.all(0));
        return target;
    }

    private static Mat blurred(Mat gray) {
        Mat target = new Mat();
        gray.convertTo(target, opencv_core.CV_32F);
        opencv_imgproc.GaussianBlur(target, target, new Size(BLUR, BLUR), 0);
        return target;
    }

    private static float[] floats(Mat matrix) {
        float[] values = new float[Math.toIntExact(matrix.total())];
        new FloatPointer(matrix.data()).get(values);
        return values;
    }

    /// Solves two linear systems with the same symmetric matrix, of which only the upper half is filled. The
    /// results stay zero if the matrix is singular.
    private static void solve(
            double[][] upper, double[] right, double[] otherRight, double[] result, double[] otherResult) {
        int n = right.length;
        double[][] rows = new double[n][n + 2];
        double greatest = 0;
        for (int row = 0; row < n; row++) {
            for (int column = 0; column < n; column++) {
                rows[row][column] = row <= column ? upper[row][column] : upper[column][row];
            }
            greatest = Math.max(greatest, upper[row][row]);
            rows[row][n] = right[row];
            rows[row][n + 1] = otherRight[row];
        }
        // The matrix is positive definite, so no pivot search is needed.
        for (int pivot = 0; pivot < n; pivot++) {
            if (!(rows[pivot][pivot] > SINGULAR * greatest)) {
                return;
            }
            for (int row = pivot + 1; row < n; row++) {
                double factor = rows[row][pivot] / rows[pivot][pivot];
                for (int column = pivot; column < n + 2; column++) {
                    rows[row][column] -= factor * rows[pivot][column];
                }
            }
        }
        for (int row = n - 1; row >= 0; row--) {
            double sum = rows[row][n];
            double otherSum = rows[row][n + 1];
            for (int column = row + 1; column < n; column++) {
                sum -= rows[row][column] * result[column];
                otherSum -= rows[row][column] * otherResult[column];
            }
            result[row] = sum / rows[row][row];
            otherResult[row] = otherSum / rows[row][row];
        }
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
