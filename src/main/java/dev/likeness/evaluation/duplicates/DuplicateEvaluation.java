package dev.likeness.evaluation.duplicates;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.FalseMatchTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.duplicates.DuplicatePairs;
import dev.likeness.engine.duplicates.DuplicatePairs.ScoredPair;
import dev.likeness.engine.duplicates.DuplicatesRequest;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.LabelledFace;
import dev.likeness.evaluation.data.LabelledFaces;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.GallerySpread;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Evaluates the search for duplicate identities. People are enrolled from labels, by the largest face of
/// each labelled photo. Some of them, chosen by the seed, are split in two at random, with at least one face
/// in each half. The two halves are the pairs to find; all other pairs show two people, unless the labels are
/// wrong.
public final class DuplicateEvaluation {
    /// The limit for disputed pairs. A pair of two labels looks like one person with two labels if its two
    /// most similar faces would occur by chance in fewer than one of twenty such evaluations.
    static final double MAX_CHANCE_OF_DISPUTED = 0.05;

    private static final List<Double> THRESHOLDS = List.of(0.1, 0.3, 0.5, 0.7, 0.9, 0.99);
    private static final int MAX_CURVE_POINTS = 400;
    private static final int ALL = 0;

    private final Calibration calibration;
    private final Map<String, List<StoredFace>> people = new TreeMap<>();
    private final Function<PhotoId, String> photoName;
    private final int galleryPeople;
    private final int split;
    private final double minProbability;
    /// The number of pairs of faces with different labels.
    private final double strangers;

    private DuplicateEvaluation(
            Calibration calibration,
            List<LabelledFace> faces,
            Function<PhotoId, String> photoName,
            Plan plan,
            double minProbability) {
        this.calibration = calibration;
        this.photoName = photoName;
        this.split = plan.split;
        this.minProbability = minProbability;
        for (LabelledFace labelled : faces) {
            StoredFace face = labelled.face();
            if (face != null) {
                people.computeIfAbsent(labelled.person(), _ -> new ArrayList<>())
                        .add(face);
            }
        }
        double all = people.values().stream().mapToInt(List::size).sum();
        double squares = people.values().stream()
                .mapToDouble(own -> (double) own.size() * own.size())
                .sum();
        this.strangers = (all * all - squares) / 2;
        this.galleryPeople = plan.galleryPeople == ALL ? people.size() : plan.galleryPeople;
        if (galleryPeople > people.size()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a gallery's people must be at most the labelled ones with a face (%d), got: %d"
                            .formatted(people.size(), galleryPeople));
        }
        long divisible = people.values().stream().filter(own -> own.size() >= 2).count();
        // Of those that are left out, all might have two faces.
        long certain = divisible - (people.size() - galleryPeople);
        if (certain < split) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "to split %d people, as many must have two faces in every gallery, got: %d"
                            .formatted(split, Math.max(0, certain)));
        }
    }

    /// What each run does.
    ///
    /// @param galleryPeople number of people of each run, drawn from all; 0 for all
    /// @param split number of them to split in two, at least 1
    /// @param seeds number of runs, at least 1
    public record Plan(int galleryPeople, int split, int seeds) {

        /// @throws LikenessException `INVALID_ARGUMENT` if a number is out of range
        public Plan {
            if (split < 1 || seeds < 1 || galleryPeople < 0) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "split and seeds must be at least 1, and a gallery's people at least 0, got: %d, %d and %d"
                                .formatted(split, seeds, galleryPeople));
            }
        }
    }

    /// Runs the evaluation with seeds 1, 2, …
    ///
    /// @param minProbability minimum probability of an offered pair, between 0 and 1
    /// @throws LikenessException `NOT_FOUND` if there is no such gallery; `INVALID_ARGUMENT` if its model has
    ///     no calibration, too few people have two photos, a count is below 1, or for labels of photos that
    ///     are not in the gallery, unless `badInput` skips them
    public static DuplicateReport run(
            Engine engine,
            String gallery,
            PhotoLabels labels,
            Plan plan,
            double minProbability,
            InvalidInputPolicy badInput) {
        Calibration calibration = engine.galleries()
                .calibration(gallery)
                .orElseThrow(() -> new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "duplicates need a calibration, got none for gallery " + gallery));
        // Bounds are those of a request.
        DuplicatesRequest request = new DuplicatesRequest(gallery, minProbability, 1);
        try (GallerySnapshot snapshot = engine.galleries().snapshot(gallery)) {
            return of(calibration, snapshot, labels, plan, request.minProbability(), badInput);
        }
    }

    static DuplicateReport of(
            Calibration calibration,
            GallerySnapshot snapshot,
            PhotoLabels labels,
            Plan plan,
            double minProbability,
            InvalidInputPolicy badInput) {
        return new DuplicateEvaluation(
                        calibration,
                        LabelledFaces.find(labels, snapshot, badInput).facesWithoutContradiction(badInput),
                        photo -> snapshot.photo(photo)
                                .map(stored -> String.valueOf(
                                        Path.of(stored.paths().firstKey()).getFileName()))
                                .orElse(photo.sha256()),
                        plan,
                        minProbability)
                .report(plan.seeds);
    }

    /// A person as the search receives them.
    private record Enrolled(String label, List<StoredFace> faces) {}

    private enum Kind {
        PLANTED,
        FALSE,
        DISPUTED
    }

    private record EvaluatedPair(ScoredPair pair, Kind kind) {}

    private DuplicateReport report(int seeds) {
        List<EvaluatedPair> all = new ArrayList<>();
        List<DuplicateReport.Run> runs = new ArrayList<>();
        Map<List<String>, DuplicateReport.FalsePair> strangersOffered = new TreeMap<>(
                Comparator.comparing((List<String> labels) -> labels.getFirst()).thenComparing(List::getLast));
        double expectedDuplicates = 0;
        boolean ofTemplates = false;
        for (long seed : LongStream.rangeClosed(1, seeds).toArray()) {
            List<Enrolled> enrolled = enrolled(seed);
            DuplicatePairs found = DuplicatePairs.among(
                    enrolled.stream().map(DuplicateEvaluation::person).toList(),
                    calibration,
                    DuplicatePairs.ContraryEvidence.none(),
                    () -> false);
            List<EvaluatedPair> judged = new ArrayList<>();
            for (ScoredPair pair : found.pairs()) {
                Enrolled one = enrolled.get(pair.first());
                Enrolled other = enrolled.get(pair.second());
                DuplicateReport.FalsePair likeness = one.label.equals(other.label) ? null : leastLikelyPair(one, other);
                judged.add(new EvaluatedPair(
                        pair, likeness == null ? Kind.PLANTED : likeness.disputed() ? Kind.DISPUTED : Kind.FALSE));
                if (likeness != null && isReported(pair, minProbability)) {
                    strangersOffered.merge(
                            List.of(likeness.first(), likeness.second()), likeness, DuplicateEvaluation::merged);
                }
            }
            runs.add(new DuplicateReport.Run(seed, tally(judged, minProbability, split)));
            all.addAll(judged);
            expectedDuplicates += found.prior().expectedMated();
            ofTemplates = found.ofTemplates();
        }
        long planted = (long) split * seeds;
        DuplicateReport.Tally total = tally(all, minProbability, planted);
        long offered = total.found() + total.wrong();
        return new DuplicateReport(
                people.size(),
                people.values().stream().mapToLong(List::size).sum(),
                split,
                seeds,
                GallerySpread.of(
                        galleryPeople,
                        runs.stream().map(run -> run.tally().recall()).toList()),
                GallerySpread.of(
                        galleryPeople,
                        runs.stream().map(run -> run.tally().falseShare()).toList()),
                ofTemplates ? "templates" : "faces",
                minProbability,
                Figure.of("recall", "planted pairs", planted, Figure.MIN_OBSERVATIONS, total::recall),
                Figure.of("false share", "pairs offered", offered, Figure.MIN_OBSERVATIONS, total::falseShare),
                Figure.of(
                        "false share with disputed pairs",
                        "pairs offered",
                        offered + total.disputed(),
                        Figure.MIN_OBSERVATIONS,
                        () -> (double) (total.wrong() + total.disputed()) / (offered + total.disputed())),
                expectedFalse(all, minProbability),
                expectedDuplicates,
                THRESHOLDS.stream()
                        .map(cut ->
                                new DuplicateReport.AtThreshold(cut, tally(all, cut, planted), expectedFalse(all, cut)))
                        .toList(),
                runs,
                curve(all, planted),
                strangersOffered.values().stream()
                        .sorted(Comparator.comparingDouble(DuplicateReport.FalsePair::chance)
                                .thenComparing(DuplicateReport.FalsePair::first))
                        .toList());
    }

    private List<Enrolled> enrolled(long seed) {
        Random random = new Random(seed);
        List<String> drawn = new ArrayList<>(people.keySet());
        if (galleryPeople < people.size()) {
            Collections.shuffle(drawn, random);
            drawn = drawn.subList(0, galleryPeople);
            Collections.sort(drawn);
        }
        List<String> divisible = new ArrayList<>(
                drawn.stream().filter(person -> facesOf(person).size() >= 2).toList());
        Collections.shuffle(divisible, random);
        Set<String> chosen = new HashSet<>(divisible.subList(0, split));
        List<Enrolled> enrolled = new ArrayList<>();
        for (String person : drawn) {
            List<StoredFace> faces = facesOf(person);
            if (!chosen.contains(person)) {
                enrolled.add(new Enrolled(person, faces));
                continue;
            }
            List<StoredFace> one = new ArrayList<>();
            List<StoredFace> other = new ArrayList<>();
            while (one.isEmpty() || other.isEmpty()) {
                one.clear();
                other.clear();
                faces.forEach(face -> (random.nextBoolean() ? one : other).add(face));
            }
            enrolled.add(new Enrolled(person, one));
            enrolled.add(new Enrolled(person, other));
        }
        return enrolled;
    }

    private List<StoredFace> facesOf(String person) {
        return people.getOrDefault(person, List.of());
    }

    private static DuplicatePairs.Person person(Enrolled person) {
        return DuplicatePairs.Person.of(
                person.faces.stream().map(face -> face.face().embedding()).toList());
    }

    /// The two faces of two people whose similarity is least probable by chance.
    private DuplicateReport.@Nullable FalsePair leastLikelyPair(Enrolled one, Enrolled other) {
        FalseMatchTable table = calibration.faces().falseMatches();
        DuplicateReport.FalsePair max = null;
        for (StoredFace here : one.faces) {
            for (StoredFace there : other.faces) {
                Embedding first = here.face().embedding();
                Embedding second = there.face().embedding();
                double cosine = first.direction().cosine(second.direction());
                double quality = calibration.quality().quality(Math.min(first.magnitude(), second.magnitude()));
                double chance = strangers * table.at(cosine, quality).rate();
                if (max == null || chance < max.chance()) {
                    boolean inOrder = one.label.compareTo(other.label) < 0;
                    StoredFace smaller = inOrder ? here : there;
                    StoredFace larger = inOrder ? there : here;
                    max = new DuplicateReport.FalsePair(
                            chance < MAX_CHANCE_OF_DISPUTED,
                            inOrder ? one.label : other.label,
                            inOrder ? other.label : one.label,
                            1,
                            cosine,
                            chance,
                            photoName.apply(smaller.face().id().photo()),
                            photoName.apply(larger.face().id().photo()));
                }
            }
        }
        return max;
    }

    private static DuplicateReport.FalsePair merged(DuplicateReport.FalsePair one, DuplicateReport.FalsePair other) {
        DuplicateReport.FalsePair max = one.chance() <= other.chance() ? one : other;
        return new DuplicateReport.FalsePair(
                max.disputed(),
                max.first(),
                max.second(),
                one.seeds() + other.seeds(),
                max.cosine(),
                max.chance(),
                max.firstPhoto(),
                max.secondPhoto());
    }

    private static boolean isReported(ScoredPair pair, double bound) {
        return pair.probability() >= bound && !pair.lowQuality();
    }

    private static DuplicateReport.Tally tally(List<EvaluatedPair> judged, double bound, long planted) {
        return new DuplicateReport.Tally(
                planted,
                reported(judged, bound, Kind.PLANTED),
                reported(judged, bound, Kind.FALSE),
                reported(judged, bound, Kind.DISPUTED),
                judged.stream()
                        .filter(pair ->
                                pair.kind == Kind.PLANTED && pair.pair.lowQuality() && pair.pair.probability() >= bound)
                        .count());
    }

    private static long reported(List<EvaluatedPair> judged, double bound, Kind kind) {
        return judged.stream()
                .filter(pair -> pair.kind == kind && isReported(pair.pair, bound))
                .count();
    }

    private static double expectedFalse(List<EvaluatedPair> judged, double bound) {
        return judged.stream()
                .filter(pair -> isReported(pair.pair, bound))
                .mapToDouble(pair -> 1 - pair.pair.probability())
                .sum();
    }

    private static List<DuplicateReport.Point> curve(List<EvaluatedPair> judged, long planted) {
        List<EvaluatedPair> sorted = judged.stream()
                .filter(pair -> pair.kind != Kind.DISPUTED && !pair.pair.lowQuality())
                .sorted(Comparator.comparingDouble(pair -> -pair.pair.probability()))
                .toList();
        List<DuplicateReport.Point> points = new ArrayList<>();
        long found = 0;
        for (int i = 0; i < sorted.size(); i++) {
            boolean hit = sorted.get(i).kind == Kind.PLANTED;
            found += hit ? 1 : 0;
            if (hit) {
                points.add(new DuplicateReport.Point((double) found / planted, (double) found / (i + 1)));
            }
        }
        int step = Math.max(1, points.size() / MAX_CURVE_POINTS);
        List<DuplicateReport.Point> thinned = new ArrayList<>();
        for (int i = 0; i < points.size(); i += step) {
            thinned.add(points.get(i));
        }
        if (!points.isEmpty()) {
            thinned.add(points.getLast());
        }
        return thinned;
    }
}
