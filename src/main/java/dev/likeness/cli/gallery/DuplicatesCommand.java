package dev.likeness.cli.gallery;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.people.edit.EditPrinter;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.duplicates.AutomaticMerges;
import dev.likeness.engine.duplicates.DuplicatesRequest;
import dev.likeness.engine.duplicates.DuplicatesResult;
import dev.likeness.engine.duplicates.PhotoCopiesResult;
import dev.likeness.engine.people.GalleryReferences;
import dev.likeness.engine.people.PairDecisions;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.face.Actor;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "duplicates",
        description = {
            "List pairs of people who are probably one person, most probable first.",
            "",
            "--accept merges two people, --reject marks them as different, so that they are not offered again; both may be given many times, and all decisions of a call are one edit. --accept-above accepts without asking. To undo all decisions of a call: likeness people undo. Decided pairs are not listed again, so the work can be left and taken up at any time.",
            "With --photos: list copies of photos; --reject marks two photos as not copies.",
            ""
        })
public final class DuplicatesCommand implements Callable<Integer> {
    /// The exit status that tells of a pair, for scripts.
    private static final int FOUND = 3;

    @Mixin
    private final GlobalOptions global;

    @Option(
            names = "--min-probability",
            paramLabel = "P",
            defaultValue = "" + DuplicatesRequest.DEFAULT_MIN_PROBABILITY,
            description = "Minimum probability of a pair (default: ${DEFAULT-VALUE}).")
    private double minProbability;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + DuplicatesRequest.DEFAULT_LIMIT,
            description = "Maximum number of pairs (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--new-since",
            paramLabel = "NUMBER",
            defaultValue = "0",
            description =
                    "Only pairs with a person of a greater number than this. New people have greater numbers than all before; lastPerson of --json is the number for the next time.")
    private long newSince;

    @Option(names = "--exit-status", description = "Exit with status 3 if a pair is found.")
    private boolean exitStatus;

    @Option(
            names = "--accept",
            paramLabel = "PERSON",
            arity = "2",
            description = "Merge the second person into the first. May be given several times.")
    private List<String> accepted = List.of();

    @Option(
            names = "--reject",
            paramLabel = "ONE",
            arity = "2",
            description =
                    "Mark two people as different; with --photos, mark two photos as not copies. May be given several times.")
    private List<String> rejected = List.of();

    @Option(
            names = "--accept-above",
            paramLabel = "P",
            description =
                    "Merge all people of a probability of at least P. Left for you to decide: people with different names, in one photo, or with a face that you rejected for the other, and chains whose ends are not as probable.")
    private @Nullable Double acceptAbove;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write the pairs to a CSV file.")
    private @Nullable Path csv;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write the pairs to one HTML file with their faces side by side.")
    private @Nullable Path html;

    @Option(
            names = "--photos",
            description = "List copies of photos instead: same bytes, re-encoded, resized or cropped.")
    private boolean photos;

    DuplicatesCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        boolean decides = !accepted.isEmpty() || !rejected.isEmpty();
        if (acceptAbove != null && (decides || photos)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--accept-above must not be combined with --accept, --reject or --photos");
        }
        if (acceptAbove != null && !(acceptAbove >= 0 && acceptAbove <= 1)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "--accept-above must be between 0 and 1, got: " + acceptAbove);
        }
        if ((csv != null || html != null) && (decides || photos || acceptAbove != null)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "--csv and --html must be combined with a list of people only");
        }
        if (decides) {
            return photos ? rejectCopies() : decide();
        }
        if (photos) {
            return listPhotos();
        }
        return acceptAbove == null ? list() : acceptAll(acceptAbove);
    }

    private int list() {
        DuplicatesRequest request = new DuplicatesRequest(global.gallery(), minProbability, limit, newSince);
        try (Engine engine = global.engine()) {
            DuplicatesResult result = engine.duplicates(request, () -> false);
            List<DuplicatePair> pairs = DuplicatePair.of(result, limit);
            DuplicatesFile file = new DuplicatesFile(result, pairs);
            if (csv != null) {
                file.writeCsv(csv);
                noteWritten(pairs, csv);
            }
            if (html != null) {
                file.writeHtml(html, engine.contents(global.gallery())::crop, global.sameGallery());
                noteWritten(pairs, html);
            }
            if ((csv == null && html == null) || global.json()) {
                global.printResult(result, () -> new DuplicatesPrinter(global.console(), result, pairs).print());
            }
            if (result.people() == 0) {
                global.console().note("No people yet: run likeness cluster.");
            }
            return exitStatus && result.offered() > 0 ? FOUND : 0;
        }
    }

    private void noteWritten(List<DuplicatePair> pairs, Path file) {
        global.console().note("Wrote %s to %s".formatted(Counted.of(pairs.size(), "pair"), file));
    }

    private int decide() {
        try (Engine engine = global.engine()) {
            PeopleEditor editor = engine.people(global.gallery()).editor(Actor.COMMAND_LINE);
            GalleryReferences references = engine.people(global.gallery()).references();
            EditPrinter.print(
                    global, editor.decide(new PairDecisions(pairs(accepted, references), pairs(rejected, references))));
            return 0;
        }
    }

    private static List<PairDecisions.Pair> pairs(List<String> people, GalleryReferences references) {
        List<PairDecisions.Pair> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < people.size(); i += 2) {
            pairs.add(new PairDecisions.Pair(references.person(people.get(i)), references.person(people.get(i + 1))));
        }
        return pairs;
    }

    private int rejectCopies() {
        if (!accepted.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "--accept must not be combined with --photos: delete copies yourself");
        }
        try (Engine engine = global.engine()) {
            PeopleEditor editor = engine.people(global.gallery()).editor(Actor.COMMAND_LINE);
            GalleryReferences references = engine.people(global.gallery()).references();
            for (int i = 0; i + 1 < rejected.size(); i += 2) {
                EditPrinter.print(
                        global,
                        editor.markNotCopies(rejected.subList(i, i + 2).stream()
                                .map(references::photo)
                                .collect(Collectors.toSet())));
            }
            return 0;
        }
    }

    /// Merges everybody above a probability. All groups are compared, however many there are.
    private int acceptAll(double probability) {
        DuplicatesRequest request = new DuplicatesRequest(global.gallery(), probability, Integer.MAX_VALUE, newSince);
        try (Engine engine = global.engine()) {
            AutomaticMerges merges = AutomaticMerges.of(engine.duplicates(request, () -> false));
            Optional<PairDecisions> decisions = merges.decisions();
            decisions.ifPresent(engine.people(global.gallery()).editor(Actor.COMMAND_LINE)::decide);
            global.printResult(merges, () -> print(merges, probability));
            if (decisions.isPresent()) {
                global.console().note("To undo all of it: likeness people undo" + global.sameGallery());
            }
            return 0;
        }
    }

    private void print(AutomaticMerges merges, double probability) {
        Console console = global.console();
        for (DuplicatesResult.Group group : merges.merged()) {
            DuplicatesResult.Person into = AutomaticMerges.into(group);
            List<DuplicatesResult.Person> others = group.people().stream()
                    .filter(person -> !person.equals(into))
                    .toList();
            console.print(String.format(
                    Locale.ROOT,
                    "Merged %s into %s: P ≥ %.4f, %s moved",
                    others.stream().map(DuplicatesCommand::label).collect(Collectors.joining(", ")),
                    label(into),
                    group.probability(),
                    Counted.faces(others.stream()
                            .mapToInt(DuplicatesResult.Person::faces)
                            .sum())));
        }
        for (AutomaticMerges.Left left : merges.left()) {
            console.print("Left to you: %s: %s"
                    .formatted(
                            left.group().people().stream()
                                    .map(DuplicatesCommand::label)
                                    .collect(Collectors.joining(" = ")),
                            left.reason()));
        }
        console.print("%s merged, %s left to you, of P ≥ %s"
                .formatted(
                        Counted.of(merges.merged().size(), "group"),
                        Counted.of(merges.left().size(), "group"),
                        probability));
    }

    private static String label(DuplicatesResult.Person person) {
        return TextTable.person(person.person(), person.name());
    }

    private int listPhotos() {
        try (Engine engine = global.engine()) {
            PhotoCopiesResult result = engine.photoCopies(global.gallery(), () -> false);
            global.printResult(result, () -> PhotoCopiesPrinter.print(global.console(), result));
            if (result.withoutFingerprint() > 0) {
                global.console()
                        .note(
                                "%,d photos have no fingerprint because an earlier version ingested them; they are compared by their bytes only."
                                        .formatted(result.withoutFingerprint()));
            }
            return 0;
        }
    }
}
