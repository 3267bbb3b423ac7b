package dev.likeness.evaluation.calibration;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.MatchCalibration;
import dev.likeness.evaluation.data.EvaluatedFace;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.verification.ScoreDistribution;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Evaluates a calibration on photos of people that it was not fitted on.
///
/// The pool contains as many mated as impostor pairs, both among the clean and among the degraded pairs, so
/// the prior is ½ in each part. The test pairs are drawn from the pool by cosine and degradation only: half
/// of them lie within 0.15 of the threshold that is most accurate on the pool, the other half anywhere; half
/// show two clean faces, the other half at least one degraded face. So a pair's true probability is the same
/// as in the pool.
///
/// @param kind what is compared
/// @param threshold cosine threshold with the highest accuracy on the pool
/// @param pairs the test pairs
public record CalibrationEvaluation(Kind kind, double threshold, List<Pair> pairs) {
    private static final double MAX_COSINE_DISTANCE = 0.15;
    private static final int DEGRADED_DRAWS = 4;
    private static final int CLEAN_DEALS = 50;

    /// What is compared.
    public enum Kind {
        /// Two faces.
        FACES,
        /// Two templates of photos that they do not share ([DisjointTemplates]).
        TEMPLATES
    }

    /// A test pair. A face counts as a template of one.
    ///
    /// @param unit number of its first person
    record Pair(double cosine, float firstMagnitude, float secondMagnitude, boolean mated, boolean degraded, int unit) {
        static Pair of(Template first, Template second, boolean mated, boolean degraded, int unit) {
            return new Pair(first.cosine(second), first.magnitude(), second.magnitude(), mated, degraded, unit);
        }

        static Pair of(EvaluatedFace first, EvaluatedFace second, boolean mated, boolean degraded, int unit) {
            return of(
                    Template.of(List.of(first.embedding())),
                    Template.of(List.of(second.embedding())),
                    mated,
                    degraded,
                    unit);
        }
    }

    public CalibrationEvaluation {
        pairs = List.copyOf(pairs);
    }

    /// Reads the labelled photos and draws the test pairs.
    ///
    /// @param kind what to compare
    /// @param count number of pairs to draw
    /// @param seeds number of degraded versions of each photo
    /// @throws LikenessException the error of a photo that cannot be read or shows no face, with file and
    ///     line, unless `badInput` skips it; `INVALID_ARGUMENT` if the photos do not yield enough pairs
    public static CalibrationEvaluation draw(
            FaceReader reader,
            PhotoLabels labels,
            Kind kind,
            int count,
            int seeds,
            InvalidInputPolicy badInput,
            Progress progress) {
        Path root = labels.file().toAbsolutePath().resolveSibling("").normalize();
        List<String> names =
                labels.labels().stream().map(label -> name(root, label)).toList();
        FaceReader.Faces faces = reader.read(
                root, names, LongStream.rangeClosed(1, seeds).boxed().toList(), false, progress.start(names.size()));
        Map<String, List<List<EvaluatedFace>>> people = new TreeMap<>();
        for (PhotoLabels.Label label : labels.labels()) {
            try {
                people.computeIfAbsent(label.person(), _ -> new ArrayList<>()).add(faces.of(name(root, label)));
            } catch (LikenessException e) {
                badInput.handle(new LikenessException(
                        e.code(), "%s, line %d: %s".formatted(labels.file(), label.line(), e.getMessage()), e));
            }
        }
        return draw(kind, List.copyOf(people.values()), count, seeds, 1);
    }

    private static String name(Path root, PhotoLabels.Label label) {
        return root.relativize(label.photo()).toString().replace('\\', '/');
    }

    /// @param people faces by person, photo and version
    static CalibrationEvaluation draw(
            Kind kind, List<List<List<EvaluatedFace>>> people, int count, int seeds, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Pair> pool = switch (kind) {
            case FACES -> faces(people, seeds, random);
            case TEMPLATES -> templates(people, seeds, random);
        };
        for (int i = pool.size() - 1; i > 0; i--) {
            Collections.swap(pool, i, random.nextInt(i + 1));
        }
        ScoreDistribution scores = new ScoreDistribution(cosines(pool, true), cosines(pool, false));
        double threshold = scores.mostAccurateThreshold();
        Predicate<Pair> near = pair -> Math.abs(pair.cosine - threshold) <= MAX_COSINE_DISTANCE;
        int half = count / 2;
        // Clean pairs close to the threshold are the rarest kind. Missing ones are replaced by pairs of other kinds, so
        // that both halves keep their size.
        int nearClean = (int) Math.min(
                count / 4,
                pool.stream().filter(pair -> !pair.degraded && near.test(pair)).count() / 2);
        Set<Integer> taken = new HashSet<>();
        List<Pair> drawn = new ArrayList<>();
        take(pool, pair -> !pair.degraded, half - nearClean, taken, drawn);
        take(pool, pair -> pair.degraded, nearClean, taken, drawn);
        take(pool, near.and(pair -> !pair.degraded), nearClean, taken, drawn);
        take(pool, near.and(pair -> pair.degraded), half - nearClean, taken, drawn);
        return new CalibrationEvaluation(kind, threshold, drawn);
    }

    private static List<Pair> faces(List<List<List<EvaluatedFace>>> people, int seeds, SplittableRandom random) {
        List<Pair> pool = new ArrayList<>();
        for (int person = 0; person < people.size(); person++) {
            List<List<EvaluatedFace>> photos = people.get(person);
            for (int i = 0; i < photos.size(); i++) {
                for (int j = i + 1; j < photos.size(); j++) {
                    add(pool, photos.get(i), photos.get(j), person, true, seeds, random);
                    int stranger = random.nextInt(people.size() - 1);
                    List<List<EvaluatedFace>> others = people.get(stranger < person ? stranger : stranger + 1);
                    List<EvaluatedFace> other = others.get(random.nextInt(others.size()));
                    add(pool, photos.get(random.nextBoolean() ? i : j), other, person, false, seeds, random);
                }
            }
        }
        return pool;
    }

    /// Draws the same number of clean template pairs for every person, and four times as many degraded ones.
    private static List<Pair> templates(List<List<List<EvaluatedFace>>> people, int seeds, SplittableRandom random) {
        List<List<List<EvaluatedFace>>> several =
                people.stream().filter(photos -> photos.size() > 1).toList();
        List<Pair> pool = new ArrayList<>();
        if (several.size() < 2) {
            return pool;
        }
        for (boolean degraded : new boolean[] {false, true}) {
            IntSupplier version = () -> degraded && random.nextBoolean() ? 1 + random.nextInt(seeds) : 0;
            int count = degraded ? DEGRADED_DRAWS * CLEAN_DEALS : CLEAN_DEALS;
            for (int person = 0; person < several.size(); person++) {
                for (int draw = 0; draw < count; draw++) {
                    DisjointTemplates deal = DisjointTemplates.draw(several.get(person), random, version);
                    pool.add(Pair.of(deal.first(), deal.second(), true, degraded, person));
                    int stranger = random.nextInt(several.size() - 1);
                    DisjointTemplates other = DisjointTemplates.draw(
                            several.get(stranger < person ? stranger : stranger + 1), random, version);
                    pool.add(Pair.of(deal.first(), other.second(), false, degraded, person));
                }
            }
        }
        return pool;
    }

    private static void add(
            List<Pair> pool,
            List<EvaluatedFace> first,
            List<EvaluatedFace> second,
            int person,
            boolean mated,
            int seeds,
            SplittableRandom random) {
        pool.add(Pair.of(first.getFirst(), second.getFirst(), mated, false, person));
        // Of the (seeds + 1)² combinations all but the clean one.
        Set<Integer> combinations = new HashSet<>();
        int all = (seeds + 1) * (seeds + 1);
        while (combinations.size() < Math.min(DEGRADED_DRAWS, all - 1)) {
            int combination = 1 + random.nextInt(all - 1);
            if (combinations.add(combination)) {
                pool.add(Pair.of(
                        first.get(combination / (seeds + 1)),
                        second.get(combination % (seeds + 1)),
                        mated,
                        true,
                        person));
            }
        }
    }

    private static void take(List<Pair> pool, Predicate<Pair> wanted, int count, Set<Integer> taken, List<Pair> drawn) {
        int before = drawn.size();
        for (int i = 0; i < pool.size() && drawn.size() < before + count; i++) {
            if (!taken.contains(i) && wanted.test(pool.get(i))) {
                taken.add(i);
                drawn.add(pool.get(i));
            }
        }
        if (drawn.size() < before + count) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the photos must give %d pairs of every kind, got: %d".formatted(count, drawn.size() - before));
        }
    }

    private static double[] cosines(List<Pair> pairs, boolean mated) {
        return pairs.stream()
                .filter(pair -> pair.mated == mated)
                .mapToDouble(Pair::cosine)
                .toArray();
    }

    /// Evaluates a calibration.
    ///
    /// @param modelSha256 SHA-256 of the model that embedded the faces
    /// @param calibration a calibration file, or null for the built-in one of the model
    /// @param rival a file to compare with, or null for the same calibration ignoring quality
    /// @param labelNoise share of photos whose label is wrong, 0 to below 1. If it is above 0, the report
    ///     also evaluates the predicted probability of the label instead of that of the person: a share 1 −
    ///     (1 − noise)² of the pairs labelled as mated are impostors. For pairs of faces only
    /// @param galleryPeople number of people of a single gallery, at least 1
    /// @throws LikenessException `NOT_FOUND` if the model has no built-in calibration; `INVALID_ARGUMENT` if
    ///     a file belongs to another model or a number is out of range
    public CalibrationReport evaluate(
            String modelSha256,
            @Nullable Path calibration,
            @Nullable Path rival,
            double labelNoise,
            int galleryPeople,
            Bootstrap bootstrap) {
        if (!(labelNoise >= 0 && labelNoise < 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "label noise must be between 0 and 1, got: " + labelNoise);
        }
        if (labelNoise > 0 && kind == Kind.TEMPLATES) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "label noise must be 0 for templates, which mix right and wrong photos, got: " + labelNoise);
        }
        Calibration judged = calibration == null
                ? Calibration.builtIn(modelSha256)
                        .orElseThrow(() -> new LikenessException(
                                ErrorCode.NOT_FOUND,
                                "a calibration must come with the model, got none for: " + modelSha256))
                : Calibration.read(calibration).requireModel(modelSha256);
        Calibration against = rival == null ? judged : Calibration.read(rival).requireModel(modelSha256);
        String name = matches(judged).model().kind();
        String rivalName = rival == null ? "the same, ignoring quality" : rival.toString();
        List<CalibrationReport.Forecast> forecasts = forecasts(judged, against, rival == null, 0);
        CalibrationReport report = CalibrationReport.of(name, rivalName, forecasts, galleryPeople, bootstrap);
        return labelNoise == 0
                ? report
                : report.withLabelNoise(
                        labelNoise, forecasts, forecasts(judged, against, rival == null, labelNoise), bootstrap);
    }

    private List<CalibrationReport.Forecast> forecasts(
            Calibration judged, Calibration against, boolean blind, double labelNoise) {
        List<CalibrationReport.Forecast> forecasts = new ArrayList<>();
        for (Pair pair : pairs) {
            forecasts.add(new CalibrationReport.Forecast(
                    probabilityOfLabel(ratio(judged, pair, false), labelNoise),
                    probabilityOfLabel(ratio(against, pair, blind), labelNoise),
                    pair.mated,
                    Math.min(pair.firstMagnitude, pair.secondMagnitude),
                    pair.unit));
        }
        return forecasts;
    }

    /// @param blind whether to assume typical quality for both faces
    private double ratio(Calibration calibration, Pair pair, boolean blind) {
        double first = blind ? calibration.quality().centre() : pair.firstMagnitude;
        double second = blind ? calibration.quality().centre() : pair.secondMagnitude;
        return matches(calibration)
                .logLikelihoodRatio(
                        pair.cosine,
                        calibration.quality().quality(first),
                        calibration.quality().quality(second));
    }

    private MatchCalibration matches(Calibration calibration) {
        return switch (kind) {
            case FACES -> calibration.faces();
            case TEMPLATES ->
                calibration
                        .templateMatches()
                        .orElseThrow(() -> new LikenessException(
                                ErrorCode.NOT_FOUND,
                                "for templates, a calibration must be fitted on templates, got one fitted on: "
                                        + calibration.fittedOn()));
        };
    }

    /// The probability that a pair is labelled as mated. A pair labelled as mated is drawn from mated pairs
    /// with probability 1 − η, else from impostors; so the likelihood ratio of the label is (1 − η)·LR + η.
    private static double probabilityOfLabel(double logRatio, double labelNoise) {
        double wrong = 1 - (1 - labelNoise) * (1 - labelNoise);
        double ratio = (1 - wrong) * Math.exp(logRatio) + wrong;
        return ratio == Double.POSITIVE_INFINITY ? 1 : ratio / (1 + ratio);
    }
}
