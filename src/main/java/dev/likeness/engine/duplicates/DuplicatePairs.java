package dev.likeness.engine.duplicates;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.MatchCalibration;
import dev.likeness.calibration.MatchProbability;
import dev.likeness.calibration.MixturePrior;
import dev.likeness.calibration.OperatingPoint;
import dev.likeness.face.Embedding;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Template;
import dev.likeness.index.lucene.search.TemplateJoin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;

/// The pairs of people that are similar enough to be duplicates, with the probability that each pair is one
/// person.
///
/// The evidence of a pair is the log-likelihood ratio of its templates. The calibration of templates is used
/// if the model has one, otherwise the calibration of faces, with a template in place of a face of the pooled
/// quality. The prior is the share of mated pairs in this gallery, estimated from the evidence of all pairs.
///
/// @param pairs most probable first
/// @param prior prior of the probabilities
/// @param ofTemplates whether the calibration of templates was used
/// @param exact whether every pair was compared; false if only the nearest templates in an HNSW graph were
public record DuplicatePairs(List<ScoredPair> pairs, MixturePrior prior, boolean ofTemplates, boolean exact) {
    /// Number of nearest templates that each template is compared with. A person with more duplicates than
    /// that is still connected by its pairs.
    private static final int NEAREST = 16;

    /// Contrary evidence of a photo that shows both people, in nats. About one such photo in a hundred is a
    /// mirror, a collage or a poster.
    private static final double SHARED_PHOTO_NATS = Math.log(100);

    private static final int MAX_SHARED_PHOTOS = 2;

    /// The order of [#pairs], most probable first; reproducible if two pairs have the same evidence.
    static final Comparator<ScoredPair> BY_PROBABILITY = Comparator.comparingDouble(
                    (ScoredPair pair) -> -pair.logLikelihoodRatio)
            .thenComparingInt(ScoredPair::first)
            .thenComparingInt(ScoredPair::second);

    /// A person to compare.
    ///
    /// @param pooledMagnitude the magnitude-weighted mean magnitude Σ aᵢ² / Σ aᵢ, dominated by the faces that
    ///     dominate the template
    public record Person(Template template, float pooledMagnitude) {

        /// Pools faces into a template.
        ///
        /// @throws LikenessException `INVALID_ARGUMENT` if there are no faces, or they cancel out
        public static Person of(Collection<Embedding> faces) {
            TemplateSum sum = new TemplateSum();
            faces.forEach(sum::add);
            return sum.person();
        }
    }

    /// A pair of people by their indices, with its evidence.
    ///
    /// @param cosine cosine of the templates
    /// @param sharedPhotos number of photos that show both
    /// @param logLikelihoodRatio log-likelihood ratio, including the evidence of shared photos
    /// @param probability probability that they are one person
    /// @param lowQuality whether both have only low-quality faces, which is too little for a suggestion
    public record ScoredPair(
            int first,
            int second,
            float cosine,
            int sharedPhotos,
            double logLikelihoodRatio,
            double probability,
            boolean lowQuality) {}

    /// Evidence about two people other than their faces.
    public interface ContraryEvidence {
        /// The number of photos that show both.
        int sharedPhotos(int first, int second);

        /// Whether assertions of users exclude the pair: marked as different, or two dates of birth. Such a
        /// pair is skipped.
        boolean areDifferent(int first, int second);

        /// No contrary evidence.
        static ContraryEvidence none() {
            return new ContraryEvidence() {
                @Override
                public int sharedPhotos(int first, int second) {
                    return 0;
                }

                @Override
                public boolean areDifferent(int first, int second) {
                    return false;
                }
            };
        }
    }

    public DuplicatePairs {
        pairs = List.copyOf(pairs);
    }

    /// Compares people.
    ///
    /// @throws LikenessException `CANCELLED`
    public static DuplicatePairs among(
            List<Person> everybody, Calibration calibration, ContraryEvidence acquaintance, BooleanSupplier cancelled) {
        Scorer scorer = Scorer.of(calibration);
        // One in a thousand impostor pairs reaches this cosine; pairs below it would never be suggested.
        float floor = (float)
                Math.clamp(scorer.matches.falseMatches().threshold(OperatingPoint.EAGER.falseMatchRate(), 1), -1, 1);
        TemplateJoin.Pairs near = TemplateJoin.pairs(
                everybody.stream().map(person -> person.template.direction()).toList(), NEAREST, floor, cancelled);
        List<ScoredPair> unweighed = new ArrayList<>();
        long refused = 0;
        for (TemplateJoin.Pair pair : near.pairs()) {
            if (acquaintance.areDifferent(pair.first(), pair.second())) {
                refused++;
                continue;
            }
            Person one = everybody.get(pair.first());
            Person other = everybody.get(pair.second());
            int shared = acquaintance.sharedPhotos(pair.first(), pair.second());
            unweighed.add(new ScoredPair(
                    pair.first(),
                    pair.second(),
                    pair.cosine(),
                    shared,
                    scorer.logLikelihoodRatio(one, other, shared),
                    0,
                    scorer.isLowQuality(one, other)));
        }
        long people = everybody.size();
        MixturePrior prior = MixturePrior.estimate(
                unweighed.stream().mapToDouble(ScoredPair::logLikelihoodRatio).toArray(),
                Math.max(1, people * (people - 1) / 2 - refused));
        List<ScoredPair> scored = unweighed.stream()
                .map(pair -> new ScoredPair(
                        pair.first,
                        pair.second,
                        pair.cosine,
                        pair.sharedPhotos,
                        pair.logLikelihoodRatio,
                        new MatchProbability(pair.logLikelihoodRatio, prior.prior()).probability(),
                        pair.lowQuality))
                .sorted(BY_PROBABILITY)
                .toList();
        return new DuplicatePairs(scored, prior, calibration.templateMatches().isPresent(), near.exact());
    }

    /// Computes the evidence of two templates.
    record Scorer(Calibration calibration, MatchCalibration matches) {
        static Scorer of(Calibration calibration) {
            return new Scorer(calibration, calibration.templateMatches().orElse(calibration.faces()));
        }

        double logLikelihoodRatio(Person one, Person other, int sharedPhotos) {
            double alike =
                    matches.logLikelihoodRatio(one.template.cosine(other.template), quality(one), quality(other));
            return alike - SHARED_PHOTO_NATS * Math.min(sharedPhotos, MAX_SHARED_PHOTOS);
        }

        boolean isLowQuality(Person one, Person other) {
            double clearest = Math.max(one.template.magnitude(), other.template.magnitude());
            return calibration.quality().quality(clearest) < calibration.faces().lowQualityThreshold();
        }

        private double quality(Person person) {
            boolean ofTemplates = calibration.templateMatches().isPresent();
            return calibration.quality().quality(ofTemplates ? person.template.magnitude() : person.pooledMagnitude);
        }
    }
}
