package dev.likeness.cluster.corefirst;

/// The affinity of two clusters: the higher, the more likely they are one person. Symmetric.
@FunctionalInterface
public interface Affinity {
    double between(ClusterTemplate one, ClusterTemplate other);

    /// The mean cosine of all pairs between the clusters, for templates whose coefficients are their weights.
    Affinity MEAN_COSINE = (one, other) -> one.dot(other) / (one.weight() * other.weight());

    /// The evidence that two clusters are one person: the log-likelihood ratio of one person to two people,
    /// in nats.
    ///
    /// This is the two-covariance model of speaker recognition (Brümmer and de Villiers, Odyssey 2010) with
    /// spherical covariances: a person is y ~ N(0, I/d), and a face of share m is √m·y plus noise of variance
    /// (1 − m)/d. With w = m/(1 − m) and c = √m/(1 − m), V = Σcû and W = Σw are sufficient statistics of n
    /// faces for y. The log-likelihood that the faces are one person, against noise, is ½d(|V|²/(W + 1) −
    /// ln(W + 1)). Evidence increases with the number of faces; a low-quality face contributes little.
    ///
    /// @param dimension d
    static Affinity evidence(double dimension) {
        return (one, other) -> evidence(
                dimension, one.squaredNorm(), one.weight(), other.squaredNorm(), other.weight(), one.dot(other));
    }

    /// The evidence from the sufficient statistics: |V|² and W of each cluster, and V·V'.
    static double evidence(
            double dimension, double oneSquared, double one, double otherSquared, double other, double dot) {
        return dimension
                / 2
                * (logLikelihood(oneSquared + otherSquared + 2 * dot, one + other)
                        - logLikelihood(oneSquared, one)
                        - logLikelihood(otherSquared, other));
    }

    private static double logLikelihood(double squaredNorm, double weight) {
        return squaredNorm / (weight + 1) - Math.log1p(weight);
    }

    /// This affinity minus a penalty for each photo that shows both clusters; −∞ if assertions of users
    /// forbid the merge.
    default Affinity withSamePhotoPenalty(double samePhoto) {
        return (one, other) -> one.mayMerge(other)
                ? between(one, other) - samePhoto * one.sharedPhotos(other)
                : Double.NEGATIVE_INFINITY;
    }
}
