package dev.likeness.evaluation.verification;

import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Methods of pooling the faces of one person into one template. All methods pool in two levels, first the
/// faces of each medium and then the media, so that forty frames of one video do not outweigh the other
/// media. Below, f = a·û is the raw feature of a face.
public enum TemplatePooling {
    /// Unweighted media: the mean f of each medium, normalised, then the mean over media (the usual protocol
    /// of IJB).
    PLAIN {
        @Override
        double[] pool(List<double[]> features) {
            return mean(features);
        }

        @Override
        double[] pooledMedium(double[] pooled) {
            return scaled(pooled, 1 / norm(pooled));
        }
    },
    /// MagFace+ (Meng et al., CVPR 2021, §4.1): the mean f of each medium, not normalised, then the mean over
    /// media. A face is weighted by its magnitude.
    MAGNITUDE_WEIGHTED {
        @Override
        double[] pool(List<double[]> features) {
            return mean(features);
        }

        @Override
        double[] pooledMedium(double[] pooled) {
            return pooled;
        }
    },
    /// QMagFace (Terhörst et al., WACV 2023): at both levels the direction of Σ a·f, with magnitude Σ a² / Σ
    /// a. Its templates are scored with [QMagFaceScore].
    QMAGFACE {
        @Override
        double[] pool(List<double[]> features) {
            double[] sum = new double[features.getFirst().length];
            double magnitudes = 0;
            double squares = 0;
            for (double[] feature : features) {
                double magnitude = norm(feature);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += magnitude * feature[i];
                }
                magnitudes += magnitude;
                squares += magnitude * magnitude;
            }
            return scaled(sum, squares / magnitudes / norm(sum));
        }

        @Override
        double[] pooledMedium(double[] pooled) {
            return pooled;
        }
    };

    /// Pools features at one level.
    abstract double[] pool(List<double[]> features);

    /// The feature of a pooled medium for the second level.
    abstract double[] pooledMedium(double[] pooled);

    /// Pools media into a template. Its magnitude is the norm of the pooled feature. For the weighted methods
    /// it is on the model's scale; for the plain one it is at most 1 and measures how well the media agree.
    ///
    /// @param media the faces of each medium, at least one each, all of one dimension
    /// @throws LikenessException `INVALID_ARGUMENT` if there is no face, or if the pooled feature is zero
    public Embedding template(Collection<? extends Collection<Embedding>> media) {
        if (media.isEmpty() || media.stream().anyMatch(Collection::isEmpty)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a template needs at least one medium with at least one face each, got: %d media"
                            .formatted(media.size()));
        }
        List<double[]> pooledMedia = new ArrayList<>();
        for (Collection<Embedding> faces : media) {
            pooledMedia.add(
                    pooledMedium(pool(faces.stream().map(TemplatePooling::raw).toList())));
        }
        double[] pooled = pool(pooledMedia);
        float[] template = new float[pooled.length];
        for (int i = 0; i < template.length; i++) {
            template[i] = (float) pooled[i];
        }
        return Embedding.ofRaw(template);
    }

    private static double[] raw(Embedding face) {
        double[] raw = new double[face.direction().dimension()];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (double) face.direction().component(i) * face.magnitude();
        }
        return raw;
    }

    private static double[] mean(List<double[]> features) {
        double[] mean = new double[features.getFirst().length];
        for (double[] feature : features) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += feature[i] / features.size();
            }
        }
        return mean;
    }

    private static double[] scaled(double[] vector, double factor) {
        double[] scaled = vector.clone();
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= factor;
        }
        return scaled;
    }

    private static double norm(double[] vector) {
        double sum = 0;
        for (double component : vector) {
            sum += component * component;
        }
        return Math.sqrt(sum);
    }
}
