package dev.likeness.cli.gallery;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.people.PeopleCommand;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.duplicates.DuplicatesRequest;
import dev.likeness.engine.duplicates.DuplicatesResult;
import dev.likeness.engine.duplicates.PhotoCopiesResult;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.People;
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
            "List people who may be one person, those first where a merge would mend most.",
            "",
            "--accept makes two people one, --reject says for good that they are two; likeness people undo takes either back.",
            "With --photos: which photos are copies, and --reject says that two are none.",
            ""
        })
public final class DuplicatesCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Option(
            names = "--min-probability",
            paramLabel = "P",
            defaultValue = "" + DuplicatesRequest.DEFAULT_MIN_PROBABILITY,
            description = "The least probability of a pair that is offered (default: ${DEFAULT-VALUE}).")
    private double minProbability;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + DuplicatesRequest.DEFAULT_LIMIT,
            description = "Most groups listed (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--accept",
            paramLabel = "PERSON",
            arity = "2",
            description = "These two are one person: all becomes the first one's.")
    private List<String> accepted = List.of();

    @Option(
            names = "--reject",
            paramLabel = "ONE",
            arity = "2",
            description = "These two are two people; with --photos, two photos of which none is a copy.")
    private List<String> rejected = List.of();

    @Option(
            names = "--photos",
            description = "List photos that are copies instead: same bytes, re-encoded, resized or cropped.")
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
            DuplicatesResult answer = engine.duplicates(request, () -> false);
            global.printResult(answer, () -> print(answer));
            if (answer.people() == 0) {
                global.console().note("Nobody yet: likeness cluster groups the faces into people.");
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
            People people = engine.people(global.gallery());
            if (photos) {
                if (!accepted.isEmpty()) {
                    throw new LikenessException(
                            ErrorCode.INVALID_ARGUMENT, "copies of photos are yours to delete, got: --accept");
                }
                PeopleCommand.print(
                        global,
                        people.markNotCopies(
                                rejected.stream().map(people::photo).collect(Collectors.toSet())));
                return 0;
            }
            EditResult result = accepted.isEmpty()
                    ? people.markDifferent(people.person(rejected.getFirst()), people.person(rejected.getLast()))
                    : people.merge(List.of(people.person(accepted.getLast())), people.person(accepted.getFirst()));
            PeopleCommand.print(global, result);
            return 0;
        }
    }

    private int listPhotos() {
        try (Engine engine = global.engine()) {
            PhotoCopiesResult answer = engine.photoCopies(global.gallery(), () -> false);
            global.printResult(answer, () -> print(answer));
            if (answer.withoutFingerprint() > 0) {
                global.console()
                        .note(
                                "%,d photos were ingested before thumbnails were kept; as whole photos they are compared by their bytes only."
                                        .formatted(answer.withoutFingerprint()));
            }
            return 0;
        }
    }

    private void print(PhotoCopiesResult answer) {
        TextTable table = TextTable.of("kind", "correlation", "size", "copy's size", "photo", "copy");
        for (PhotoCopiesResult.Copy copy : answer.copies()) {
            boolean same = copy.kind() == PhotoCopiesResult.Kind.SAME_BYTES;
            table.row(
                    copy.kind(),
                    String.format(Locale.ROOT, "%.4f", copy.correlation()),
                    size(copy.original()),
                    size(copy.copy()),
                    path(copy.original()),
                    same
                            ? String.join(
                                    ", ",
                                    copy.original()
                                            .paths()
                                            .subList(1, copy.original().paths().size()))
                            : path(copy.copy()));
        }
        table.print(global.console(), "");
        global.console()
                .print(String.format(
                        Locale.ROOT,
                        "%,d copies among %,d photos",
                        answer.copies().size(),
                        answer.photos()));
    }

    private static String size(PhotoCopiesResult.File file) {
        return file.width() + "×" + file.height();
    }

    private static Object path(PhotoCopiesResult.File file) {
        return file.paths().isEmpty() ? file.photo() : file.paths().getFirst();
    }

    private void print(DuplicatesResult answer) {
        Console console = global.console();
        Map<PersonId, String> names = new HashMap<>();
        int number = 0;
        for (DuplicatesResult.Group group : answer.groups()) {
            group.people()
                    .forEach(person -> names.put(person.person(), TextTable.person(person.person(), person.name())));
            console.print(String.format(
                    Locale.ROOT,
                    "%d. P %.4f, %,d %s would move: %s",
                    ++number,
                    group.probability(),
                    group.facesAffected(),
                    group.facesAffected() == 1 ? "face" : "faces",
                    group.people().stream().map(DuplicatesCommand::person).collect(Collectors.joining(" = "))));
            boolean several = group.people().size() > 2;
            group.pairs().forEach(pair -> print(pair, several, names));
        }
        if (!answer.lowQuality().isEmpty()) {
            console.print("Too poor to tell:");
            answer.lowQuality().forEach(pair -> print(pair, true, names));
        }
        console.print(String.format(
                Locale.ROOT,
                "%,d pairs offered, of which %.1f are expected to be false; at P ≥ %s",
                answer.offered(),
                answer.expectedFalse(),
                answer.minProbability()));
        console.print(String.format(
                Locale.ROOT,
                "P assumes that %.2g of the %,d pairs of %,d people are one person, as their evidence together says: %.1f of them%s",
                answer.prior(),
                answer.pairs(),
                answer.people(),
                answer.expectedDuplicates(),
                answer.exact() ? "" : " (the nearest of each were looked at)"));
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
                "%s (%,d %s, quality %d)",
                TextTable.person(person.person(), person.name()),
                person.faces(),
                person.faces() == 1 ? "face" : "faces",
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
