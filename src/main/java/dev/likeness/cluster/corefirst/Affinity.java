package dev.likeness.cluster.corefirst;

/// How much speaks for two groups being one person; symmetric, higher is likelier.
@FunctionalInterface
public interface Affinity {
    double between(ClusterTemplate one, ClusterTemplate other);

    /// The mean cosine of the pairs between the groups, for templates whose coefficients are their
    /// weights.
    Affinity MEAN_COSINE = (one, other) -> one.dot(other) / (one.weight() * other.weight());

    /// The logarithm of how much likelier one person is than two, in nats.
    ///
    /// The two-covariance model of speaker recognition (Brümmer and de Villiers, Odyssey 2010) with round
    /// covariances: a person is y ~ N(0, I/d), a face of share m is √m·y plus noise of variance (1 −
    /// m)/d. Given w = m/(1 − m) and c = √m/(1 − m), what n faces say of y is held in V = Σcû and W = Σw.
    /// They are one person's with log-likelihood ½d(|V|²/(W + 1) − ln(W + 1)) against noise.
    /// Evidence grows with the number of faces, and a poor face brings little of it.
    ///
    /// @param dimension d
    static Affinity evidence(double dimension) {
        return (one, other) -> evidence(
                dimension, one.squaredNorm(), one.weight(), other.squaredNorm(), other.weight(), one.dot(other));
    }

    /// The same from what it needs of two groups: |V|² and W of each, and V·V'.
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

    /// This, less a penalty for each photo that shows both groups; and never between groups that a user
    /// keeps apart.
    default Affinity withSamePhotoPenalty(double samePhoto) {
        return (one, other) -> one.mayMerge(other)
                ? between(one, other) - samePhoto * one.sharedPhotos(other)
                : Double.NEGATIVE_INFINITY;
    }
}
