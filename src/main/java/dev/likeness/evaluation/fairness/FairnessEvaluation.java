package dev.likeness.evaluation.fairness;

import dev.likeness.evaluation.data.EvaluatedFace;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PersonGroups;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.report.Bootstrap;
import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Interval;
import dev.likeness.evaluation.verification.VerificationReport;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Labelled people with their demographic groups and faces. All faces of one person are mated, and all people are
/// impostors to each other.
///
/// @param attributes names of the attributes that divide the people into groups
/// @param people the people, by name
public record FairnessEvaluation(List<String> attributes, List<GroupedPerson> people) {
    /// Bins of the cosine, in which a threshold is looked for; a power of two, so that their edges are exact.
    private static final int BINS = 1 << 17;

    public FairnessEvaluation {
        attributes = List.copyOf(attributes);
        people = List.copyOf(people);
    }

    /// Reads the photos of labelled people.
    ///
    /// @param photosPerPerson maximum number of photos of one person, evenly spread over their sorted paths, so
    ///     that no person has most of a group's pairs
    /// @throws LikenessException the errors of [PersonGroups#of]; the reader's error, with labels, line and
    ///     photo, for a photo that `badInput` does not skip; `INVALID_ARGUMENT` if `photosPerPerson` is below 2, an
    ///     attribute has only one group, or no group has the 30 people that a rate needs
    public static FairnessEvaluation read(
            FaceReader reader,
            PhotoLabels labels,
            PersonGroups groups,
            int photosPerPerson,
            InvalidInputPolicy badInput,
            Progress progress) {
        if (photosPerPerson < 2) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "photos per person must be at least 2, got: " + photosPerPerson);
        }
        Map<String, List<String>> groupsOf = groups.of(labels, badInput);
        requirePeople(groups, groupsOf);
        Map<String, List<PhotoLabels.Label>> photos = new TreeMap<>();
        for (PhotoLabels.Label label : labels.labels()) {
            if (groupsOf.containsKey(label.person())) {
                photos.computeIfAbsent(label.person(), _ -> new ArrayList<>()).add(label);
            }
        }
        photos.replaceAll((_, all) -> spread(all, photosPerPerson));
        List<String> names = photos.values().stream()
                .flatMap(List::stream)
                .map(label -> label.photo().toString())
                .toList();
        FaceReader.Faces faces = reader.read(Path.of(""), names, List.of(), false, progress.start(names.size()));
        List<GroupedPerson> people = new ArrayList<>();
        photos.forEach((person, chosen) -> {
            List<Embedding> found = new ArrayList<>();
            int readable = 0;
            for (PhotoLabels.Label label : chosen) {
                String name = label.photo().toString();
                if (faces.isWithoutFace(name)) {
                    readable++;
                    continue;
                }
                try {
                    List<EvaluatedFace> versions = faces.of(name);
                    found.add(versions.getFirst().embedding());
                    readable++;
                } catch (LikenessException e) {
                    String line = label.line() > 0 ? ", line " + label.line() : "";
                    badInput.handle(new LikenessException(
                            e.code(), "%s%s: %s".formatted(labels.file(), line, e.getMessage()), e));
                }
            }
            people.add(new GroupedPerson(person, groupsOf.getOrDefault(person, List.of()), readable, found));
        });
        return new FairnessEvaluation(groups.attributes(), people);
    }

    private static void requirePeople(PersonGroups groups, Map<String, List<String>> groupsOf) {
        int most = 0;
        for (int i = 0; i < groups.attributes().size(); i++) {
            Map<String, Integer> sizes = new TreeMap<>();
            for (List<String> ofPerson : groupsOf.values()) {
                sizes.merge(ofPerson.get(i), 1, Integer::sum);
            }
            if (sizes.size() < 2) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "%s: the column %s must hold at least two groups, got only: %s; remove it, or label people of another group"
                                .formatted(groups.file(), groups.attributes().get(i), String.join("", sizes.keySet())));
            }
            most = sizes.values().stream().reduce(most, Math::max);
        }
        if (most < Figure.MIN_OBSERVATIONS) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: at least one group must have %d people with photos, got at most: %d; label more people"
                            .formatted(groups.file(), Figure.MIN_OBSERVATIONS, most));
        }
    }

    private static List<PhotoLabels.Label> spread(List<PhotoLabels.Label> all, int max) {
        List<PhotoLabels.Label> sorted = all.stream()
                .sorted(Comparator.comparing(PhotoLabels.Label::photo))
                .toList();
        int count = Math.min(max, sorted.size());
        return IntStream.range(0, count)
                .mapToObj(i -> sorted.get(Math.toIntExact((long) i * sorted.size() / count)))
                .toList();
    }

    /// The rule whose false match rate, over all impostor pairs of these people, is `falseMatchRate` or slightly
    /// less.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the rate is outside 0 to 1, or so low that fewer than ten
    ///     pairs would match, which does not give a reliable threshold
    public MatchRule ruleAt(double falseMatchRate) {
        if (!(falseMatchRate > 0 && falseMatchRate < 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a false match rate must be above 0 and below 1, got: " + falseMatchRate);
        }
        long[] bins = IntStream.range(0, people.size())
                .parallel()
                .collect(
                        () -> new long[BINS + 1],
                        this::countImpostors,
                        (sums, more) -> Arrays.setAll(sums, bin -> sums[bin] + more[bin]));
        long impostors = Arrays.stream(bins).sum();
        String rate = VerificationReport.rate(falseMatchRate);
        if (falseMatchRate * impostors < VerificationReport.MIN_FALSE_MATCHES) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    String.format(
                            Locale.ROOT,
                            "a threshold at FMR %s needs at least %,d impostor pairs, got: %,d; take a higher FMR, or label more people",
                            rate,
                            (long) Math.ceil(VerificationReport.MIN_FALSE_MATCHES / falseMatchRate),
                            impostors));
        }
        long matches = 0;
        int bin = BINS + 1;
        while (bin > 0 && matches + bins[bin - 1] <= falseMatchRate * impostors) {
            bin--;
            matches += bins[bin];
        }
        double threshold = Math.min(1, 2.0 * bin / BINS - 1);
        return new MatchRule.AtCosine(
                threshold, "where the FMR of all impostor pairs of these people is at most " + rate);
    }

    private void countImpostors(long[] bins, int person) {
        for (Embedding face : people.get(person).faces()) {
            for (GroupedPerson other : people.subList(person + 1, people.size())) {
                for (Embedding stranger : other.faces()) {
                    // A cosine of 1 has a bin of its own.
                    bins[(int) ((face.direction().cosine(stranger.direction()) + 1.0) / 2 * BINS)]++;
                }
            }
        }
    }

    /// Compares all faces with each other and estimates the rates of every group.
    public FairnessReport report(MatchRule rule, Bootstrap bootstrap) {
        List<Division> divisions = Division.of(attributes, people);
        PairTally tally = PairTally.of(people, divisions, rule);
        RateEstimator estimator = new RateEstimator(people, tally, bootstrap);
        List<Grouping> groupings = new ArrayList<>();
        for (int i = 1; i < divisions.size(); i++) {
            Division division = divisions.get(i);
            List<GroupRates> groups = new ArrayList<>();
            for (int group = 0; group < division.groups().size(); group++) {
                groups.add(rates(estimator, tally, division, i, group));
            }
            groupings.add(new Grouping(
                    division.name(),
                    groups,
                    Arrays.stream(RateKind.values())
                            .map(kind -> Differential.of(kind, division.name(), groups))
                            .toList(),
                    crossGroups(tally, division, groups)));
        }
        return new FairnessReport(rule.description(), rates(estimator, tally, divisions.getFirst(), 0, 0), groupings);
    }

    private GroupRates rates(RateEstimator estimator, PairTally tally, Division division, int number, int group) {
        int[] members = division.members(group);
        String name = division.groups().get(group);
        long photos = Arrays.stream(members)
                .mapToLong(person -> people.get(person).photos())
                .sum();
        Map<RateKind, ErrorRate> rates = estimator.rates(name, members, division.groupOf());
        Map<RateKind, ErrorRate> others = estimator.rates("the others", division.others(group), division.groupOf());
        Map<RateKind, Interval> differences = new EnumMap<>(RateKind.class);
        rates.forEach((kind, rate) -> {
            ErrorRate other = others.get(kind);
            Interval difference = other == null ? null : rate.minus(other);
            if (difference != null) {
                differences.put(kind, difference);
            }
        });
        GroupRates withoutCurve = new GroupRates(name, members.length, photos, rates, differences, List.of());
        return withoutCurve.isMeasured(RateKind.FNMR) && withoutCurve.isMeasured(RateKind.FMR)
                ? new GroupRates(name, members.length, photos, rates, differences, tally.curve(number, group))
                : withoutCurve;
    }

    private List<Grouping.CrossGroup> crossGroups(PairTally tally, Division division, List<GroupRates> groups) {
        int count = groups.size();
        long[] faces = new long[count];
        for (int person = 0; person < people.size(); person++) {
            faces[division.groupOf()[person]] += people.get(person).faces().size();
        }
        long[][] errors = new long[count][count];
        for (PairTally.FalseMatches pair : tally.falseMatches()) {
            int first = division.groupOf()[pair.first()];
            int second = division.groupOf()[pair.second()];
            errors[Math.min(first, second)][Math.max(first, second)] += pair.count();
        }
        List<Grouping.CrossGroup> cells = new ArrayList<>();
        for (int first = 0; first < count; first++) {
            for (int second = first; second < count; second++) {
                ErrorRate one = groups.get(first).rate(RateKind.FMR);
                ErrorRate two = groups.get(second).rate(RateKind.FMR);
                long matches = errors[first][second];
                long n = first == second ? one.n() : faces[first] * faces[second];
                cells.add(new Grouping.CrossGroup(
                        groups.get(first).group(),
                        groups.get(second).group(),
                        matches,
                        n,
                        Figure.of(
                                "FMR across groups",
                                RateKind.FMR.people(),
                                Math.min(one.people(), two.people()),
                                Figure.MIN_OBSERVATIONS,
                                () -> (double) matches / n)));
            }
        }
        return cells;
    }
}
