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

/// Which of many people may be one: every pair of templates that is alike enough to be worth a
/// look, with the probability that it is one person.
///
/// The evidence of a pair is what the calibration says of the templates' cosine and their
/// qualities: the one for templates, if the model has one, else the one for faces, where a template
/// stands for one face of the pooled quality. The prior is not one half but how often such pairs
/// are mated in this gallery, estimated from the evidence itself.
///
/// @param pairs likeliest first
/// @param prior what the probabilities rest on
/// @param ofTemplates whether the evidence is that of templates
/// @param exact whether every pair was looked at, or the nearest of each through an HNSW graph
public record DuplicatePairs(List<ScoredPair> pairs, MixturePrior prior, boolean ofTemplates, boolean exact) {
    /// How many others each is compared with. Somebody enrolled more often than that still hangs
    /// together.
    private static final int NEAREST = 16;

    /// Evidence against, in nats, of each photo that shows both, at most two: about one photo in a
    /// hundred is a mirror, a collage or a poster.
    private static final double SHARED_PHOTO_NATS = Math.log(100);

    private static final int MAX_SHARED_PHOTOS = 2;

    /// Somebody to compare.
    ///
    /// @param pooledMagnitude the magnitude Σ aᵢ² / Σ aᵢ, which is that of the faces the template mostly
    ///     rests on
    public record Person(Template template, float pooledMagnitude) {

        /// Pools faces.
        ///
        /// @throws LikenessException `INVALID_ARGUMENT` if there is none, or they cancel out
        public static Person of(Collection<Embedding> faces) {
            TemplateSum sum = new TemplateSum();
            faces.forEach(sum::add);
            return sum.person();
        }
    }

    /// Two of the people, by their places.
    ///
    /// @param cosine of their templates
    /// @param sharedPhotos how many photos show both
    /// @param logLikelihoodRatio the log-likelihood ratio, shared photos counted
    /// @param probability that they are one person
    /// @param lowQuality whether both are known from poor faces only, of which nothing is claimed
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
        // What one in a thousand pairs of strangers reaches; below, nobody would be offered.
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
                .sorted(Comparator.comparingDouble((ScoredPair pair) -> -pair.logLikelihoodRatio)
                        .thenComparingInt(ScoredPair::first)
                        .thenComparingInt(ScoredPair::second))
                .toList();
        return new DuplicatePairs(scored, prior, calibration.templateMatches().isPresent(), near.exact());
    }

    /// The evidence of two templates.
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
