package dev.likeness.cli.gallery;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.people.edit.EditPrinter;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.duplicates.DuplicatesRequest;
import dev.likeness.engine.duplicates.DuplicatesResult;
import dev.likeness.engine.duplicates.PhotoCopiesResult;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.GalleryReferences;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.face.Actor;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "duplicates",
        description = {
            "List probable duplicate people, largest effect of a merge first.",
            "",
            "--accept merges two people, --reject marks them as different permanently. To undo either: likeness people undo",
            "With --photos: list copies of photos; --reject marks two photos as not copies.",
            ""
        })
public final class DuplicatesCommand implements Callable<Integer> {
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
            description = "Maximum number of groups (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--accept",
            paramLabel = "PERSON",
            arity = "2",
            description = "Merge the second person into the first.")
    private List<String> accepted = List.of();

    @Option(
            names = "--reject",
            paramLabel = "ONE",
            arity = "2",
            description = "Mark two people as different; with --photos, mark two photos as not copies.")
    private List<String> rejected = List.of();

    @Option(
            names = "--photos",
            description = "List copies of photos instead: same bytes, re-encoded, resized or cropped.")
    private boolean photos;

    DuplicatesCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        if (!accepted.isEmpty() || !rejected.isEmpty()) {
            return decide();
        }
        if (photos) {
            return listPhotos();
        }
        DuplicatesRequest request = new DuplicatesRequest(global.gallery(), minProbability, limit);
        try (Engine engine = global.engine()) {
            DuplicatesResult result = engine.duplicates(request, () -> false);
            global.printResult(result, () -> print(result));
            if (result.people() == 0) {
                global.console().note("No people yet: run likeness cluster.");
            }
            return 0;
        }
    }

    private int decide() {
        if (accepted.size() + rejected.size() != 2) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "one pair must be decided at a time, got: %d accepted, %d rejected people"
                            .formatted(accepted.size(), rejected.size()));
        }
        try (Engine engine = global.engine()) {
            PeopleEditor editor = engine.people(global.gallery()).editor(Actor.COMMAND_LINE);
            GalleryReferences references = engine.people(global.gallery()).references();
            if (photos) {
                if (!accepted.isEmpty()) {
                    throw new LikenessException(
                            ErrorCode.INVALID_ARGUMENT,
                            "--accept must not be combined with --photos: delete copies yourself");
                }
                EditPrinter.print(
                        global,
                        editor.markNotCopies(
                                rejected.stream().map(references::photo).collect(Collectors.toSet())));
                return 0;
            }
            EditResult result = accepted.isEmpty()
                    ? editor.markDifferent(
                            references.person(rejected.getFirst()), references.person(rejected.getLast()))
                    : editor.merge(
                            List.of(references.person(accepted.getLast())), references.person(accepted.getFirst()));
            EditPrinter.print(global, result);
            return 0;
        }
    }

    private int listPhotos() {
        try (Engine engine = global.engine()) {
            PhotoCopiesResult result = engine.photoCopies(global.gallery(), () -> false);
            global.printResult(result, () -> print(result));
            if (result.withoutFingerprint() > 0) {
                global.console()
                        .note(
                                "%,d photos have no fingerprint because an earlier version ingested them; they are compared by their bytes only."
                                        .formatted(result.withoutFingerprint()));
            }
            return 0;
        }
    }

    private void print(PhotoCopiesResult result) {
        TextTable table = TextTable.of("kind", "correlation", "size", "copy's size", "photo", "copy");
        for (PhotoCopiesResult.Copy copy : result.copies()) {
            boolean same = copy.kind() == PhotoCopiesResult.Kind.SAME_PICTURE;
            table.row(
                    copy.kind(),
                    String.format(Locale.ROOT, "%.4f", copy.correlation()),
                    size(copy.original()),
                    size(copy.copy()),
                    path(copy.original()),
                    same ? String.join(", ", copy.copy().paths()) : path(copy.copy()));
        }
        table.print(global.console(), "");
        global.console()
                .print(String.format(
                        Locale.ROOT,
                        "%,d copies among %,d photos",
                        result.copies().size(),
                        result.photos()));
    }

    private static String size(PhotoCopiesResult.File file) {
        return file.width() + "×" + file.height();
    }

    private static Object path(PhotoCopiesResult.File file) {
        return file.paths().isEmpty() ? file.photo() : file.paths().getFirst();
    }

    private void print(DuplicatesResult result) {
        Console console = global.console();
        Map<PersonId, String> names = new HashMap<>();
        int number = 0;
        for (DuplicatesResult.Group group : result.groups()) {
            group.people()
                    .forEach(person -> names.put(person.person(), TextTable.person(person.person(), person.name())));
            console.print(String.format(
                    Locale.ROOT,
                    "%d. P %.4f, %s would move: %s",
                    ++number,
                    group.probability(),
                    Counted.faces(group.facesAffected()),
                    group.people().stream().map(DuplicatesCommand::person).collect(Collectors.joining(" = "))));
            boolean several = group.people().size() > 2;
            group.pairs().forEach(pair -> print(pair, several, names));
        }
        if (!result.lowQuality().isEmpty()) {
            console.print("Faces too poor to decide, though what there is speaks for the same person:");
            result.lowQuality().forEach(pair -> print(pair, true, names));
        }
        console.print(String.format(
                Locale.ROOT,
                "%s with P ≥ %s, of which %.1f are expected to be false",
                Counted.of(result.offered(), "pair"),
                result.minProbability(),
                result.expectedFalse()));
        console.print(String.format(
                Locale.ROOT,
                "P assumes a prior of %.2g, estimated from all %s of %s: %.1f of them are expected to be duplicates%s",
                result.prior(),
                Counted.of(result.pairs(), "pair"),
                Counted.people(result.people()),
                result.expectedDuplicates(),
                result.exact() ? "" : " (only the nearest neighbours of each person were compared)"));
    }

    private void print(DuplicatesResult.Candidate pair, boolean named, Map<PersonId, String> names) {
        Console console = global.console();
        console.print(String.format(
                Locale.ROOT,
                "   %scosine %.3f%s",
                named
                        ? "%s = %s: P %.4f, "
                                .formatted(
                                        names.getOrDefault(pair.first(), "#" + pair.first()),
                                        names.getOrDefault(pair.second(), "#" + pair.second()),
                                        pair.probability())
                        : "",
                pair.cosine(),
                pair.bestFaces().stream()
                        .findFirst()
                        .map(DuplicatesCommand::bestFaces)
                        .orElse("")));
        List<String> against = pair.contraryEvidence();
        if (!against.isEmpty()) {
            console.print("     against: " + String.join("; ", against));
        }
    }

    private static String person(DuplicatesResult.Person person) {
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
