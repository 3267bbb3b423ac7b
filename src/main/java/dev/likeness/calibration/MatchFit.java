package dev.likeness.calibration;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Fits all candidates and selects a [MatchModel].
///
/// The loss is C_llr of Brümmer and du Preez (Computer Speech and Language 20, 2006), in nats: the average of
/// the mean log-loss of mated pairs and that of impostor pairs, with the ratio as the logit. Both classes
/// have the same weight in the fit, so that the fitted logit is the log-likelihood ratio.
final class MatchFit {
    private static final int MIN_PAIRS_PER_CLASS = 100;
    private static final int FOLDS = 5;
    private static final double[] QMAGFACE_CONSTANTS = {0, .25, .5, 1, 2, 4};
    private static final double MIN_POOR_QUALITY = 0.05;

    private static final Comparator<LabelledPair> FIXED_ORDER = Comparator.comparingDouble(LabelledPair::cosine)
            .thenComparingDouble(LabelledPair::quality)
            .thenComparing(LabelledPair::mated)
            .thenComparingDouble(LabelledPair::firstQuality)
            .thenComparing(pair -> Objects.requireNonNullElse(pair.firstPerson(), ""))
            .thenComparing(pair -> Objects.requireNonNullElse(pair.secondPerson(), ""));

    static final List<Function<List<LabelledPair>, MatchModel>> CANDIDATES =
            List.of(MatchFit::isotonic, MatchFit::logistic, MatchFit::twoQualities, MatchFit::qMagFace);
    static final List<Function<List<LabelledPair>, MatchModel>> COSINE_ONLY = List.of(MatchFit::isotonic);

    private final List<LabelledPair> pairs;
    private final List<LabelledPair> falseMatches;
    private final long seed;

    MatchFit(List<LabelledPair> pairs, List<LabelledPair> falseMatches, long seed) {
        this.falseMatches = falseMatches;
        this.pairs = new ArrayList<>(pairs);
        this.pairs.sort(FIXED_ORDER);
        this.seed = seed;
        long mated = pairs.stream().filter(LabelledPair::mated).count();
        if (mated < MIN_PAIRS_PER_CLASS || pairs.size() - mated < MIN_PAIRS_PER_CLASS) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a calibration needs at least %d mated and as many impostor pairs, got: %d and %d"
                            .formatted(MIN_PAIRS_PER_CLASS, mated, pairs.size() - mated));
        }
    }

    MatchCalibration calibration(List<Function<List<LabelledPair>, MatchModel>> makers) {
        int[][] folds = folds();
        List<MatchCalibration.Candidate> candidates = new ArrayList<>();
        MatchModel best = null;
        double bestLoss = Double.POSITIVE_INFINITY;
        for (Function<List<LabelledPair>, MatchModel> maker : makers) {
            MatchModel model = maker.apply(pairs);
            double loss = heldOutLoss(maker, folds);
            candidates.add(new MatchCalibration.Candidate(model.kind(), loss));
            if (best == null || loss < bestLoss) {
                best = model;
                bestLoss = loss;
            }
        }
        candidates.sort(Comparator.comparingDouble(MatchCalibration.Candidate::logLoss));
        long mated = pairs.stream().filter(LabelledPair::mated).count();
        FalseMatchTable table = FalseMatchTable.of(falseMatches);
        return new MatchCalibration(
                Objects.requireNonNull(best),
                candidates,
                table,
                lowQualityThreshold(table),
                mated,
                pairs.size() - mated);
    }

    static MatchModel isotonic(List<LabelledPair> pairs) {
        double[] weights = weights(pairs);
        List<IsotonicRegression.Block> points = new ArrayList<>(pairs.size());
        for (int i = 0; i < pairs.size(); i++) {
            LabelledPair pair = pairs.get(i);
            points.add(new IsotonicRegression.Block(pair.cosine(), pair.mated() ? 1 : 0, weights[i]));
        }
        // N pairs of a class are no evidence for a ratio above about N, so the ends of the curve are clamped.
        long mated = pairs.stream().filter(LabelledPair::mated).count();
        double max = Math.log(Math.min(mated, pairs.size() - mated) + 1.0);
        List<Double> cosines = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (IsotonicRegression.Block block : IsotonicRegression.fit(points)) {
            cosines.add(block.x());
            ratios.add(Math.clamp(Math.log(block.value()) - Math.log1p(-block.value()), -max, max));
        }
        return new MatchModel.Isotonic(cosines, ratios);
    }

    static MatchModel logistic(List<LabelledPair> pairs) {
        double[] fitted = withNonNegativeSlopes(pairs, 2, pair -> {
            double q = pair.quality();
            return new double[] {1, q, (1 - q) * pair.cosine(), q * pair.cosine()};
        });
        return new MatchModel.Logistic(fitted[0], fitted[1], fitted[2], fitted[3]);
    }

    static MatchModel twoQualities(List<LabelledPair> pairs) {
        double[] fitted = withNonNegativeSlopes(pairs, 3, pair -> {
            double worse = pair.quality();
            double better = Math.max(pair.firstQuality(), pair.secondQuality());
            double poor = 1 - better;
            double mixed = better - worse;
            return new double[] {1, mixed, worse, poor * pair.cosine(), mixed * pair.cosine(), worse * pair.cosine()};
        });
        return new MatchModel.TwoQualities(
                fitted[0], fitted[0] + fitted[1], fitted[0] + fitted[2], fitted[3], fitted[4], fitted[5]);
    }

    /// Logistic regression in which the coefficients starting at `firstSlope` must not be negative. The loss
    /// is convex, so that the constrained optimum is the best feasible fit with some of these coefficients
    /// fixed at zero.
    private static double[] withNonNegativeSlopes(
            List<LabelledPair> pairs, int firstSlope, Function<LabelledPair, double[]> features) {
        double[] weights = weights(pairs);
        boolean[] labels = labels(pairs);
        double[][] all = pairs.stream().map(features).toArray(double[][]::new);
        int width = all[0].length;
        double[] best = new double[width];
        double bestLoss = Double.POSITIVE_INFINITY;
        for (int heldAtZero = 0; heldAtZero < 1 << (width - firstSlope); heldAtZero++) {
            int held = heldAtZero << firstSlope;
            int[] terms = IntStream.range(0, width)
                    .filter(term -> (held >> term & 1) == 0)
                    .toArray();
            double[][] kept = terms.length == width
                    ? all
                    : Arrays.stream(all)
                            .map(row -> Arrays.stream(terms)
                                    .mapToDouble(term -> row[term])
                                    .toArray())
                            .toArray(double[][]::new);
            double[] fitted = LogisticRegression.fit(kept, labels, weights);
            double[] coefficients = new double[width];
            for (int j = 0; j < terms.length; j++) {
                coefficients[terms[j]] = fitted[j];
            }
            double loss = LogisticRegression.loss(kept, labels, weights, fitted);
            if (loss < bestLoss && Arrays.stream(coefficients).skip(firstSlope).allMatch(slope -> slope >= 0)) {
                best = coefficients;
                bestLoss = loss;
                if (held == 0) {
                    break;
                }
            }
        }
        return best;
    }

    /// Finds α and β by grid search, and the intercept and slope by Newton's method.
    static MatchModel qMagFace(List<LabelledPair> pairs) {
        double[] weights = weights(pairs);
        boolean[] labels = labels(pairs);
        MatchModel best = new MatchModel.QMagFace(new QMagFaceScore(0, 0), 0, 0);
        double bestLoss = Double.POSITIVE_INFINITY;
        for (double alpha : QMAGFACE_CONSTANTS) {
            for (double beta : QMAGFACE_CONSTANTS) {
                QMagFaceScore score = new QMagFaceScore(alpha, beta);
                double[][] features = new double[pairs.size()][];
                for (int i = 0; i < features.length; i++) {
                    LabelledPair pair = pairs.get(i);
                    features[i] =
                            new double[] {1, score.score(pair.cosine(), pair.firstQuality(), pair.secondQuality())};
                }
                double[] fitted = LogisticRegression.fit(features, labels, weights);
                double loss = LogisticRegression.loss(features, labels, weights, fitted);
                if (fitted[1] >= 0 && loss < bestLoss) {
                    best = new MatchModel.QMagFace(score, fitted[0], fitted[1]);
                    bestLoss = loss;
                }
            }
        }
        return best;
    }

    /// The mean log-loss at prior 0.5, with the same weight for both classes; NaN if a class is missing.
    static double loss(MatchModel model, List<LabelledPair> pairs) {
        double[] sums = new double[2];
        long[] counts = new long[2];
        for (LabelledPair pair : pairs) {
            double ratio = model.logLikelihoodRatio(pair.cosine(), pair.firstQuality(), pair.secondQuality());
            int label = pair.mated() ? 1 : 0;
            sums[label] += LogisticRegression.softplus(pair.mated() ? -ratio : ratio);
            counts[label]++;
        }
        return (sums[0] / counts[0] + sums[1] / counts[1]) / 2;
    }

    private double heldOutLoss(Function<List<LabelledPair>, MatchModel> maker, int[][] folds) {
        double sum = 0;
        int judged = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            List<LabelledPair> seen = new ArrayList<>();
            List<LabelledPair> heldOut = new ArrayList<>();
            for (int i = 0; i < pairs.size(); i++) {
                boolean first = folds[i][0] == fold;
                boolean second = folds[i][1] == fold;
                // A pair with one person of the held-out fold belongs neither to the fit nor to the test.
                if (first && second) {
                    heldOut.add(pairs.get(i));
                } else if (!first && !second) {
                    seen.add(pairs.get(i));
                }
            }
            if (hasBothClasses(seen) && hasBothClasses(heldOut)) {
                sum += loss(maker.apply(seen), heldOut);
                judged++;
            }
        }
        if (judged == 0) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "pairs must name enough people for mated and impostor pairs among a fifth of them, got: %d pairs"
                            .formatted(pairs.size()));
        }
        return sum / judged;
    }

    /// The folds of the first and the second person of each pair.
    private int[][] folds() {
        SplittableRandom random = new SplittableRandom(seed);
        Set<String> people = new TreeSet<>();
        for (LabelledPair pair : pairs) {
            addIfNamed(people, pair.firstPerson());
            addIfNamed(people, pair.secondPerson());
        }
        Map<String, Integer> foldOf = new HashMap<>();
        for (String person : people) {
            foldOf.put(person, random.nextInt(FOLDS));
        }
        int[][] folds = new int[pairs.size()][];
        for (int i = 0; i < folds.length; i++) {
            LabelledPair pair = pairs.get(i);
            int fold = random.nextInt(FOLDS);
            Integer first = foldOf.get(Objects.requireNonNullElse(pair.firstPerson(), ""));
            Integer second = foldOf.get(Objects.requireNonNullElse(pair.secondPerson(), ""));
            boolean named = first != null && second != null;
            folds[i] = named ? new int[] {first, second} : new int[] {fold, fold};
        }
        return folds;
    }

    /// The quality at which half of the mated pairs are missed, by isotonic regression of hits on the
    /// quality. 1 if all qualities miss more; at least 0.05, so that the worst faces never match each other.
    private double lowQualityThreshold(FalseMatchTable table) {
        List<IsotonicRegression.Block> hits = new ArrayList<>();
        for (LabelledPair pair : pairs) {
            if (pair.mated()) {
                double threshold = table.threshold(OperatingPoint.BALANCED.falseMatchRate(), pair.quality());
                hits.add(new IsotonicRegression.Block(pair.quality(), pair.cosine() >= threshold ? 1 : 0, 1));
            }
        }
        List<IsotonicRegression.Block> blocks = IsotonicRegression.fit(hits);
        if (blocks.getLast().value() < 0.5) {
            return 1;
        }
        double poor = 0;
        for (int i = 1; i < blocks.size(); i++) {
            IsotonicRegression.Block below = blocks.get(i - 1);
            IsotonicRegression.Block above = blocks.get(i);
            if (below.value() < 0.5 && above.value() >= 0.5) {
                double fraction = (0.5 - below.value()) / (above.value() - below.value());
                poor = below.x() + fraction * (above.x() - below.x());
            }
        }
        return Math.max(poor, MIN_POOR_QUALITY);
    }

    private static void addIfNamed(Set<String> people, @Nullable String person) {
        if (person != null) {
            people.add(person);
        }
    }

    private static boolean hasBothClasses(List<LabelledPair> pairs) {
        return pairs.stream().anyMatch(LabelledPair::mated) && pairs.stream().anyMatch(pair -> !pair.mated());
    }

    private static double[] weights(List<LabelledPair> pairs) {
        long mated = pairs.stream().filter(LabelledPair::mated).count();
        long impostors = pairs.size() - mated;
        return pairs.stream()
                .mapToDouble(pair -> pairs.size() / 2.0 / (pair.mated() ? mated : impostors))
                .toArray();
    }

    private static boolean[] labels(List<LabelledPair> pairs) {
        boolean[] labels = new boolean[pairs.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = pairs.get(i).mated();
        }
        return labels;
    }
}
