package dev.likeness.training.embedder;

/// The loss and its gradient in plain double precision, derived by hand and written for clarity: the
/// judge of [MagFaceLoss].
///
/// With `c_j = ⟨f, w_j⟩ / (‖f‖·‖w_j‖)`, `p = softmax(z)` and `z_y = s·φ(c_y, m(a))`:
///
///     ∂L/∂z_j = p_j − [j = y]        ∂c_j/∂f = (ŵ_j − c_j·f̂) / ‖f‖        ∂c_j/∂w_j = (f̂ − c_j·ŵ_j) / ‖w_j‖
///     ∂φ/∂c = cos m + c·sin m / √(1 − c²)        ∂φ/∂m = −sin(θ + m)        (ARC; for COS they are 1 and −1)
///
/// and `∂a/∂f = f̂` within the bounds of the magnitude, else 0.
final class PlainMagFace {
    private final LossOptions options;

    PlainMagFace(LossOptions options) {
        this.options = options;
    }

    @SuppressWarnings("ArrayRecordComponent") // only read
    record Gradient(double value, double[][] features, double[][] classes) {}

    /// The loss of one face whose cosine with its own class is `cos θ` and whose others are given.
    double ofAngles(double theta, double magnitude, double... otherCosines) {
        double cosine = Math.cos(theta);
        double own = options.scale() * hardened(cosine, options.margin(magnitude));
        double greatest = own;
        for (double other : otherCosines) {
            greatest = Math.max(greatest, options.scale() * other);
        }
        double sum = Math.exp(own - greatest);
        for (double other : otherCosines) {
            sum += Math.exp(options.scale() * other - greatest);
        }
        return Math.log(sum) + greatest - own + options.lambda() * options.regularizer(magnitude);
    }

    Gradient of(double[][] features, double[][] classes, int[] labels) {
        int n = features.length;
        int dimension = features[0].length;
        double value = 0;
        double[][] byFeature = new double[n][dimension];
        double[][] byClass = new double[classes.length][dimension];
        for (int i = 0; i < n; i++) {
            double[] f = features[i];
            double norm = norm(f);
            double[] cosines = new double[classes.length];
            double[] others = new double[classes.length - 1];
            for (int j = 0; j < classes.length; j++) {
                cosines[j] = dot(f, classes[j]) / (norm * norm(classes[j]));
                if (j != labels[i]) {
                    others[j < labels[i] ? j : j - 1] = cosines[j];
                }
            }
            value += ofAngles(Math.acos(cosines[labels[i]]), norm, others) / n;
            double a = Math.clamp(norm, options.lowerMagnitude(), options.upperMagnitude());
            boolean free = norm == a;
            double margin = options.margin(norm);
            double[] byLogit = softmax(cosines, labels[i], margin);
            byLogit[labels[i]] -= 1;
            double byMagnitude = options.lambda() * (-1 / (a * a) + 1 / Math.pow(options.upperMagnitude(), 2));
            for (int j = 0; j < classes.length; j++) {
                double byCosine = options.scale() * byLogit[j];
                if (j == labels[i]) {
                    byMagnitude += byCosine * byMargin(cosines[j], margin) * options.slope();
                    byCosine *= byCosine(cosines[j], margin);
                }
                double length = norm(classes[j]);
                for (int k = 0; k < dimension; k++) {
                    double unitFeature = f[k] / norm;
                    double unitClass = classes[j][k] / length;
                    byFeature[i][k] += byCosine * (unitClass - cosines[j] * unitFeature) / norm / n;
                    byClass[j][k] += byCosine * (unitFeature - cosines[j] * unitClass) / length / n;
                }
            }
            if (free) {
                for (int k = 0; k < dimension; k++) {
                    byFeature[i][k] += byMagnitude * f[k] / norm / n;
                }
            }
        }
        return new Gradient(value, byFeature, byClass);
    }

    private double[] softmax(double[] cosines, int label, double margin) {
        double[] exponents = new double[cosines.length];
        double greatest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < cosines.length; j++) {
            exponents[j] = options.scale() * (j == label ? hardened(cosines[j], margin) : cosines[j]);
            greatest = Math.max(greatest, exponents[j]);
        }
        double sum = 0;
        for (int j = 0; j < cosines.length; j++) {
            exponents[j] = Math.exp(exponents[j] - greatest);
            sum += exponents[j];
        }
        for (int j = 0; j < cosines.length; j++) {
            exponents[j] /= sum;
        }
        return exponents;
    }

    private double hardened(double cosine, double margin) {
        return switch (options.margin()) {
            case COS -> cosine - margin;
            case ARC -> {
                if (options.easyMargin() && cosine <= 0) {
                    yield cosine;
                }
                double theta = Math.acos(cosine);
                yield options.easyMargin() || theta < Math.PI - margin
                        ? Math.cos(theta + margin)
                        : cosine - margin * Math.sin(margin);
            }
        };
    }

    private double byCosine(double cosine, double margin) {
        return switch (options.margin()) {
            case COS -> 1;
            case ARC ->
                marginCounts(cosine, margin)
                        ? Math.cos(margin) + cosine * Math.sin(margin) / Math.sqrt(1 - cosine * cosine)
                        : 1;
        };
    }

    private double byMargin(double cosine, double margin) {
        return switch (options.margin()) {
            case COS -> -1;
            case ARC -> {
                if (marginCounts(cosine, margin)) {
                    yield -Math.sin(Math.acos(cosine) + margin);
                }
                yield options.easyMargin() ? 0 : -Math.sin(margin) - margin * Math.cos(margin);
            }
        };
    }

    private boolean marginCounts(double cosine, double margin) {
        return options.easyMargin() ? cosine > 0 : Math.acos(cosine) < Math.PI - margin;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }
}
