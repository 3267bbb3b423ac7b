package dev.likeness.evaluation.fairness;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The error rates of demographic groups at one rule for a match (ISO/IEC 19795-10): photos without a face,
/// missed mates, false matches, and how far each differs between the groups.
///
/// @param match the rule, in words
/// @param everyone the rates of all people, all of whom are impostors to each other
/// @param groupings the groups of each attribute, and of all attributes together if there are several
public record FairnessReport(String match, GroupRates everyone, List<Grouping> groupings) implements Report {

    public FairnessReport {
        groupings = List.copyOf(groupings);
    }

    @Override
    public String kind() {
        return "fairness";
    }

    @Override
    public List<ReportPart> parts() {
        List<ReportPart> parts = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(Division.EVERYONE, "–", Grouping.count(everyone.people()), Grouping.count(everyone.photos())));
        for (Grouping grouping : groupings) {
            for (GroupRates group : grouping.groups()) {
                rows.add(List.of(
                        group.group(),
                        grouping.name(),
                        Grouping.count(group.people()),
                        Grouping.count(group.photos())));
            }
        }
        parts.add(new ReportPart.Table("Groups", List.of("group", "of", "people", "photos"), rows));
        groupings.forEach(grouping -> parts.addAll(grouping.parts(everyone)));
        return parts;
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("A pair matches by one rule for all groups: %s.".formatted(match));
        notes.add(
                "FTE: photos in which no face is found. FNMR: mated pairs of faces that do not match. FRR: the same of"
                        + " photos; a photo without a face matches none. FMR: impostor pairs of one group that match; of"
                        + " everyone, all impostor pairs.");
        notes.add(
                "Intervals: 95 %, bootstrap over people, with all pairs of a person. Where no error was seen, the rate"
                        + " is at most 3/n with 95 % confidence (rule of three); n is the number of people, or of pairs of"
                        + " people for FMR, as if these were independent.");
        notes.add("The others are the people of all other groups of the attribute, with impostors of their own groups."
                + " An interval that includes zero shows no difference, which is no proof of equality.");
        chance().ifPresent(notes::add);
        notes.add("The ratios are above 1 even if all groups are alike, since the worst group and the best are chosen"
                + " by what was measured. Read them with the intervals.");
        notes.add("Wrong labels count as errors of their group, and so does a pair with a face found beside the"
                + " labelled one.");
        fewErrors().ifPresent(notes::add);
        tooFewPeople().ifPresent(notes::add);
        withoutRatio().ifPresent(notes::add);
        return notes;
    }

    private Optional<String> chance() {
        long differences = groupings.stream()
                .flatMap(grouping -> grouping.groups().stream())
                .mapToLong(group -> group.minusOthers().size())
                .sum();
        return differences == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "Of the %,d intervals of differences, about %.1f would exclude zero by chance if all groups were"
                                + " alike.",
                        differences,
                        0.05 * differences));
    }

    private Optional<String> fewErrors() {
        List<String> few = new ArrayList<>();
        for (Grouping grouping : groupings) {
            for (GroupRates group : grouping.groups()) {
                group.rates().forEach((kind, rate) -> {
                    if (rate.rate().value().isPresent() && rate.errors() < Figure.MIN_OBSERVATIONS) {
                        few.add("%s of %s (%d)".formatted(kind, group.group(), rate.errors()));
                    }
                });
            }
        }
        return sentence(
                "Fewer than the 30 errors that bring a rate within 30 % of the true one (rule of 30), so that the"
                        + " interval may be too short",
                few);
    }

    private Optional<String> tooFewPeople() {
        List<String> few = new ArrayList<>();
        for (Grouping grouping : groupings) {
            for (GroupRates group : grouping.groups()) {
                Map<Integer, List<String>> byPeople = new TreeMap<>();
                group.rates().forEach((kind, rate) -> {
                    if (rate.rate().value().isEmpty()) {
                        byPeople.computeIfAbsent(rate.people(), _ -> new ArrayList<>())
                                .add(kind.name());
                    }
                });
                byPeople.forEach((people, kinds) ->
                        few.add("%s of %s (%d)".formatted(String.join(", ", kinds), group.group(), people)));
            }
        }
        return sentence(
                "Fewer than the 30 people that a rate needs, for FNMR with two faces each and for FRR with two photos;"
                        + " more photos of the same people do not help",
                few);
    }

    private Optional<String> withoutRatio() {
        return sentence(
                "No ratio without two groups of 30 people and an error in each",
                groupings.stream()
                        .flatMap(grouping -> grouping.differentials().stream()
                                .filter(differential ->
                                        differential.worstToBest().value().isEmpty())
                                .map(differential -> "%s by %s".formatted(differential.rate(), grouping.name())))
                        .toList());
    }

    private static Optional<String> sentence(String what, List<String> which) {
        return which.isEmpty() ? Optional.empty() : Optional.of(what + ": " + String.join("; ", which) + ".");
    }
}
