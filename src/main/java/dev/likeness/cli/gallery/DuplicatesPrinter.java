package dev.likeness.cli.gallery;

import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.duplicates.DuplicatesResult;
import dev.likeness.engine.duplicates.DuplicatesResult.Candidate;
import dev.likeness.engine.duplicates.DuplicatesResult.Group;
import dev.likeness.face.PersonId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Prints pairs of people who may be one person, most probable first, and says which of them have a person in
/// common.
final class DuplicatesPrinter {
    private final Console console;
    private final DuplicatesResult result;
    private final List<DuplicatePair> pairs;

    /// The numbers of the pairs that a person is in, starting at 1.
    private final Map<PersonId, List<Integer>> numbers = new HashMap<>();

    DuplicatesPrinter(Console console, DuplicatesResult result, List<DuplicatePair> pairs) {
        this.console = console;
        this.result = result;
        this.pairs = pairs;
        for (int i = 0; i < pairs.size(); i++) {
            for (DuplicatesResult.Person person : pairs.get(i).people()) {
                numbers.computeIfAbsent(person.person(), _ -> new ArrayList<>()).add(i + 1);
            }
        }
    }

    void print() {
        for (int i = 0; i < pairs.size(); i++) {
            print(i + 1, pairs.get(i));
        }
        if (!result.lowQuality().isEmpty()) {
            console.print("Faces too poor to decide, though what there is speaks for the same person:");
            result.lowQuality().forEach(this::printLowQuality);
        }
        console.print(String.format(
                Locale.ROOT,
                "%s with P ≥ %s, of which %.1f are expected to be false%s",
                Counted.of(result.offered(), "pair"),
                result.minProbability(),
                result.expectedFalse(),
                result.offered() > pairs.size() ? "; the first " + pairs.size() + " are shown" : ""));
        console.print("Decided so far: %s merged, %s marked as different"
                .formatted(Counted.people(result.merged()), Counted.of(result.markedDifferent(), "pair")));
        console.print(String.format(
                Locale.ROOT,
                "P assumes a prior of %.2g, estimated from all %s of %s: %.1f of them are expected to be duplicates%s",
                result.prior(),
                Counted.of(result.pairs(), "pair"),
                Counted.people(result.people()),
                result.expectedDuplicates(),
                result.exact() ? "" : " (only the nearest neighbours of each person were compared)"));
    }

    private void print(int number, DuplicatePair pair) {
        console.print(String.format(
                Locale.ROOT,
                "%d. P %.4f, %s would move: %s = %s",
                number,
                pair.candidate().probability(),
                Counted.faces(Math.min(pair.first().faces(), pair.second().faces())),
                person(pair.first()),
                person(pair.second())));
        printEvidence("", pair.candidate());
        for (DuplicatesResult.Person person : pair.people()) {
            printOthers(number, pair, person);
        }
    }

    /// The other pairs of a person, apart by whether all their people are probably one.
    private void printOthers(int number, DuplicatePair pair, DuplicatesResult.Person person) {
        List<String> together = new ArrayList<>();
        List<String> apart = new ArrayList<>();
        for (int other : numbers.getOrDefault(person.person(), List.of())) {
            if (other != number) {
                Group group = pairs.get(other - 1).group();
                (group.equals(pair.group()) ? together : apart).add(Integer.toString(other));
            }
        }
        String label = TextTable.person(person.person(), person.name());
        if (!together.isEmpty()) {
            console.print("   %s is also in %s; all %d people may be one"
                    .formatted(
                            label,
                            String.join(", ", together),
                            pair.group().people().size()));
        }
        if (!apart.isEmpty()) {
            console.print("   %s is also in %s, whose people are not all one with these"
                    .formatted(label, String.join(", ", apart)));
        }
    }

    private void printLowQuality(Candidate pair) {
        printEvidence(
                String.format(Locale.ROOT, "#%s = #%s: P %.4f, ", pair.first(), pair.second(), pair.probability()),
                pair);
    }

    private void printEvidence(String before, Candidate pair) {
        console.print(String.format(
                Locale.ROOT,
                "   %scosine %.3f%s",
                before,
                pair.cosine(),
                pair.bestFaces().stream()
                        .findFirst()
                        .map(DuplicatesPrinter::bestFaces)
                        .orElse("")));
        List<String> against = pair.contraryEvidence();
        if (!against.isEmpty()) {
            console.print("     against: " + String.join("; ", against));
        }
    }

    static String person(DuplicatesResult.Person person) {
        return String.format(
                Locale.ROOT,
                "%s (%s, quality %d)",
                TextTable.person(person.person(), person.name()),
                Counted.faces(person.faces()),
                person.quality());
    }

    private static String bestFaces(DuplicatesResult.FacePair faces) {
        return String.format(
                Locale.ROOT,
                "; best faces %.3f, quality %d and %d: %s, %s",
                faces.cosine(),
                faces.firstQuality(),
                faces.secondQuality(),
                faces.firstPath() == null ? faces.first() : faces.firstPath(),
                faces.secondPath() == null ? faces.second() : faces.secondPath());
    }
}
