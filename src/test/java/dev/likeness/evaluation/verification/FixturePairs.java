package dev.likeness.evaluation.verification;

import java.util.ArrayList;
import java.util.List;

/// 600 pairs in ten folds of 30 mated and 30 impostor pairs, their scores multiples of 0.001 with many ties. The
/// expected values of the tests that use them were computed by a separate program (NumPy and scikit-learn) that
/// follows the definitions naively.
public final class FixturePairs {
    private FixturePairs() {}

    public static List<ScoredPair> all() {
        List<ScoredPair> pairs = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            int k = (i * 7919 + 13) % 1009;
            boolean mated = i % 60 < 30;
            int thousandths = mated ? 250 + k * 750 / 1009 : k * 650 / 1009;
            pairs.add(new ScoredPair(thousandths / 1000.0, mated, i / 60));
        }
        return pairs;
    }
}
