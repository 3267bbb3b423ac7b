package dev.likeness.calibration;

/// Weighted logistic regression by Newton's method (iteratively reweighted least squares) with step halving.
/// A weak ridge penalty on all coefficients except the first keeps them finite if the classes are separable.
final class LogisticRegression {
    private static final int MAX_STEPS = 100;
    private static final double RIDGE = 1e-3;
    private static final double TOLERANCE = 1e-10;

    private LogisticRegression() {}

    /// Fits the coefficients of the logit.
    ///
    /// @param features one row per observation; its first entry is the constant 1
    /// @param labels one per observation
    /// @param weights one per observation, positive
    static double[] fit(double[][] features, boolean[] labels, double[] weights) {
        int width = features[0].length;
        double[] coefficients = new double[width];
        double loss = loss(features, labels, weights, coefficients);
        for (int step = 0; step < MAX_STEPS; step++) {
            double[] direction = newtonDirection(features, labels, weights, coefficients);
            double length = 1;
            double[] candidate = advanced(coefficients, direction, length);
            double candidateLoss = loss(features, labels, weights, candidate);
            while (candidateLoss > loss && length > 1e-6) {
                length /= 2;
                candidate = advanced(coefficients, direction, length);
                candidateLoss = loss(features, labels, weights, candidate);
            }
            if (!(candidateLoss < loss)) {
                return coefficients;
            }
            boolean done = loss - candidateLoss <= TOLERANCE * (1 + loss);
            coefficients = candidate;
            loss = candidateLoss;
            if (done) {
                return coefficients;
            }
        }
        return coefficients;
    }

    /// The penalised negative log-likelihood.
    static double loss(double[][] features, boolean[] labels, double[] weights, double[] coefficients) {
        double sum = 0;
        for (int i = 0; i < features.length; i++) {
            double logit = dot(features[i], coefficients);
            sum += weights[i] * softplus(labels[i] ? -logit : logit);
        }
        for (int j = 1; j < coefficients.length; j++) {
            sum += RIDGE / 2 * coefficients[j] * coefficients[j];
        }
        return sum;
    }

    /// ln(1 + eˣ), numerically exact for large |x|.
    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static double[] newtonDirection(
            double[][] features, boolean[] labels, double[] weights, double[] coefficients) {
        int width = coefficients.length;
        double[] gradient = new double[width];
        double[][] hessian = new double[width][width];
        for (int i = 0; i < features.length; i++) {
            double[] row = features[i];
            double p = 1 / (1 + Math.exp(-dot(row, coefficients)));
            double error = weights[i] * ((labels[i] ? 1 : 0) - p);
            double curvature = weights[i] * p * (1 - p);
            for (int j = 0; j < width; j++) {
                gradient[j] += error * row[j];
                for (int k = 0; k <= j; k++) {
                    hessian[j][k] += curvature * row[j] * row[k];
                }
            }
        }
        for (int j = 1; j < width; j++) {
            gradient[j] -= RIDGE * coefficients[j];
            hessian[j][j] += RIDGE;
        }
        // If all probabilities are near 0 or 1, the curvature of the intercept vanishes.
        hessian[0][0] += 1e-9;
        return solve(hessian, gradient);
    }

    /// Solves A·x = b by Cholesky decomposition. Reads and overwrites only the lower triangle of A.
    private static double[] solve(double[][] a, double[] b) {
        int n = b.length;
        double[] x = b.clone();
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < j; k++) {
                for (int i = j; i < n; i++) {
                    a[i][j] -= a[i][k] * a[j][k];
                }
            }
            double root = Math.sqrt(Math.max(a[j][j], Double.MIN_NORMAL));
            for (int i = j; i < n; i++) {
                a[i][j] /= root;
            }
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= a[i][k] * x[k];
            }
            x[i] /= a[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= a[k][i] * x[k];
            }
            x[i] /= a[i][i];
        }
        return x;
    }

    private static double[] advanced(double[] from, double[] direction, double length) {
        double[] to = from.clone();
        for (int j = 0; j < to.length; j++) {
            to[j] += length * direction[j];
        }
        return to;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
