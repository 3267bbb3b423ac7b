package dev.likeness.api.rekognition;

import dev.likeness.api.compat.PriorFreeSimilarity;
import dev.likeness.engine.search.SearchResult;
import dev.likeness.engine.search.VerifyResult;
import org.jspecify.annotations.Nullable;

/// AWS's similarity, 0 to 100: P(same person) with a prior of 1/2, in percent; see [PriorFreeSimilarity].
final class Similarity {
    private static final double EVEN = 0.5;

    private Similarity() {}

    static float of(SearchResult.ProbeFace query, SearchResult.Hit hit) {
        SearchResult.DecisionBasis basis = query.basis();
        return percent(hit.cosine(), hit.probability(), basis == null ? EVEN : basis.facePrior());
    }

    static float of(SearchResult.ProbeFace query, SearchResult.PersonHit hit) {
        SearchResult.DecisionBasis basis = query.basis();
        return percent(hit.cosine(), hit.probability(), basis == null ? EVEN : basis.personPrior());
    }

    static float of(VerifyResult result) {
        return percent(result.cosine(), result.probability(), result.prior());
    }

    private static float percent(double cosine, @Nullable Double probability, double prior) {
        return (float) (100 * PriorFreeSimilarity.of(cosine, probability, prior));
    }

    /// A threshold, or the default.
    ///
    /// @param name of the parameter, for messages
    /// @throws AwsException `InvalidParameterException` if it is not between 0 and 100
    static float threshold(String name, @Nullable Float given, float standard) {
        float threshold = given == null ? standard : given;
        if (!(threshold >= 0 && threshold <= 100)) {
            throw AwsException.invalid(name + " must be between 0 and 100");
        }
        return threshold;
    }
}
