package dev.likeness.cli.people;

import dev.likeness.cli.exchange.PeopleExportCommand;
import dev.likeness.cli.exchange.PeopleImportCommand;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.ScoreFormatter;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.HistoryEntry;
import dev.likeness.engine.people.People;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.engine.people.PersonDetails;
import dev.likeness.engine.people.PersonListItem;
import dev.likeness.engine.people.UncertainFace;
import dev.likeness.face.FaceId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "people",
        description = {
            "List the people of a gallery, or say who is who.",
            "",
            "A PERSON is a number, as the list shows it, or an exact name. A FACE is PHOTO#N: a photo's path or the first digits of its hash, and which of its faces (likeness show PHOTO numbers them); or a face's whole id. What you say is kept whenever faces are grouped anew; likeness people undo takes back the last of it.",
            ""
        },
        subcommands = {
            PeopleCommand.ListAll.class,
            PeopleCommand.Show.class,
            PeopleCommand.Review.class,
            PeopleCommand.Name.class,
            PeopleCommand.Merge.class,
            PeopleCommand.Split.class,
            PeopleCommand.Move.class,
            PeopleCommand.Confirm.class,
            PeopleCommand.Reject.class,
            PeopleCommand.NotAFace.class,
            PeopleCommand.Retract.class,
            PeopleCommand.Hide.class,
            PeopleCommand.Unhide.class,
            PeopleCommand.Cover.class,
            PeopleCommand.BirthDate.class,
            PeopleCommand.Different.class,
            PeopleCommand.Undo.class,
            PeopleCommand.Redo.class,
            PeopleCommand.History.class,
            PeopleExportCommand.class,
            PeopleImportCommand.class
        })
public final class PeopleCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ListOptions listing = new ListOptions();

    PeopleCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        return listing.print(global);
    }

    /// How people are listed, by `people` and by `people list`.
    static final class ListOptions {
        @Option(
                names = "--sort",
                paramLabel = "WORD",
                defaultValue = "photos",
                description = "photos (default), faces, recency, name, or confidence: whose faces agree least first.")
        private PeopleOrder order = PeopleOrder.PHOTOS;

        @Option(names = "--all", description = "List hidden people, too.")
        private boolean all;

        int print(GlobalOptions global) {
            try (Engine engine = global.engine()) {
                List<PersonListItem> people = engine.people(global.gallery()).list(order, all);
                global.printResult(people, () -> print(global.console(), people));
                if (people.isEmpty()) {
                    global.console().note("Nobody yet: likeness cluster groups the faces into people.");
                }
                return 0;
            }
        }

        private static void print(Console console, List<PersonListItem> people) {
            TextTable table = TextTable.of("person", "photos", "faces", "confidence", "cover");
            for (PersonListItem person : people) {
                table.row(
                        TextTable.person(person.person(), person.name()) + (person.hidden() ? ", hidden" : ""),
                        person.photos(),
                        person.faces(),
                        confidence(person),
                        coverOf(person));
            }
            table.print(console, "");
        }
    }

    private static Object faceOf(FaceId face, @Nullable String path) {
        return path == null ? face : path + "#" + face.ordinal();
    }

    private static String confidence(PersonListItem person) {
        return person.confidence() == null ? "-" : String.format(Locale.ROOT, "%.2f", person.confidence());
    }

    private static Object coverOf(PersonListItem person) {
        if (person.cover() == null) {
            return "-";
        }
        return person.coverPath() == null ? person.cover() : person.coverPath();
    }

    /// A command that says something about people, and prints what came of it.
    abstract static class Edit implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        Edit(Console console) {
            this.global = new GlobalOptions(console);
        }

        abstract EditResult edit(People people);

        @Override
        public Integer call() {
            try (Engine engine = global.engine()) {
                print(global, edit(engine.people(global.gallery())));
                return 0;
            }
        }
    }

    /// Says what came of something a user said.
    public static void print(GlobalOptions global, EditResult result) {
        global.printResult(result, () -> {
            global.console().print(describe(result));
            if (result.event() != null) {
                global.console().note("likeness people undo takes it back.");
            }
        });
    }

    private static String describe(EditResult result) {
        String did = Character.toUpperCase(result.description().charAt(0))
                + result.description().substring(1);
        return switch (result.faces().size()) {
            case 0 -> did;
            case 1 -> did + " (1 face moved)";
            default -> did + " (" + result.faces().size() + " faces moved)";
        };
    }

    /// The faces that a command is about.
    static final class FaceArguments {
        @Parameters(
                paramLabel = "FACE",
                arity = "1..*",
                description = "PHOTO#N, PHOTO alone if it shows one face, or a face's id.")
        private List<String> texts = new ArrayList<>();

        List<FaceId> resolve(People people) {
            return texts.stream().map(people::face).toList();
        }
    }

    @Command(
            name = "list",
            description = {"List the people of a gallery.", ""})
    static final class ListAll implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        @Mixin
        private final ListOptions listing = new ListOptions();

        ListAll(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            return listing.print(global);
        }
    }

    @Command(
            name = "show",
            description = {"Show one person: their faces and why they are theirs.", ""})
    static final class Show implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        @Parameters(paramLabel = "PERSON", description = "Number or name.")
        private String person = "";

        Show(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            try (Engine engine = global.engine()) {
                People people = engine.people(global.gallery());
                PersonDetails report = people.get(people.person(person));
                global.printResult(report, () -> print(report));
                return 0;
            }
        }

        private void print(PersonDetails report) {
            Console console = global.console();
            PersonListItem summary = report.summary();
            console.print("person     " + TextTable.person(summary.person(), summary.name())
                    + (summary.hidden() ? ", hidden" : ""));
            if (summary.birthDate() != null) {
                console.print("born       " + summary.birthDate());
            }
            console.print("photos     " + summary.photos());
            console.print("last seen  " + (summary.lastSeen() == null ? "-" : summary.lastSeen()));
            console.print("confidence " + confidence(summary));
            console.print("cover      " + coverOf(summary));
            if (!report.different().isEmpty()) {
                console.print("not        "
                        + report.different().stream().map(other -> "#" + other).collect(Collectors.joining(", ")));
            }
            report.rejected().forEach(face -> console.print("not face   " + face));
            TextTable table = TextTable.of("face", "quality", "why");
            for (PersonDetails.PersonFace face : report.faces()) {
                table.row(
                        faceOf(face.face(), face.path()),
                        face.quality(),
                        face.confirmed() ? "confirmed" : ScoreFormatter.assignment(face.reason(), face.margin()));
            }
            table.print(console, "");
        }
    }

    @Command(
            name = "review",
            description = {
                "List the faces that are least surely where they are, and why they are there.",
                "",
                "likeness people confirm, refuse or move settles one for good.",
                ""
            })
    static final class Review implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "20",
                description = "Most faces listed (default: ${DEFAULT-VALUE}).")
        private int limit;

        Review(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            try (Engine engine = global.engine()) {
                List<UncertainFace> faces = engine.people(global.gallery()).uncertainFaces(limit);
                global.printResult(faces, () -> print(faces));
                if (faces.isEmpty()) {
                    global.console().note("No face is in doubt.");
                }
                return 0;
            }
        }

        private void print(List<UncertainFace> faces) {
            TextTable table = TextTable.of("face", "quality", "person", "why");
            for (UncertainFace face : faces) {
                table.row(
                        faceOf(face.face(), face.path()),
                        face.quality(),
                        TextTable.person(face.person(), face.name()),
                        ScoreFormatter.assignment(face.reason(), face.margin()));
            }
            table.print(global.console(), "");
        }
    }

    @Command(
            name = "name",
            description = {
                "Say who a person is: likeness people name PERSON NAME. With --face, who one face is, and not its group: likeness people name --face FACE NAME.",
                ""
            })
    static final class Name extends Edit {
        @Option(names = "--face", paramLabel = "FACE", description = "Name this face alone.")
        private @Nullable String face;

        @Option(names = "--same-name", description = "Another person of the gallery is called so, too.")
        private boolean sameName;

        @Option(names = "--clear", description = "Take the name away: likeness people name --clear PERSON.")
        private boolean clear;

        @Parameters(arity = "1..2", paramLabel = "PERSON NAME", description = "Number or name, and the new name.")
        private List<String> texts = new ArrayList<>();

        Name(Console console) {
            super(console);
        }

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        EditResult edit(People people) {
            int expected = face != null || clear ? 1 : 2;
            if (texts.size() != expected || (face != null && clear)) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "name must have PERSON NAME, --face FACE NAME, or --clear PERSON, got: " + texts);
            }
            if (face != null) {
                return people.nameFace(people.face(face), texts.getFirst());
            }
            return people.name(people.person(texts.getFirst()), clear ? null : texts.getLast(), sameName);
        }
    }

    @Command(
            name = "merge",
            description = {"Say that several people are one.", ""})
    static final class Merge extends Edit {
        @Parameters(paramLabel = "PERSON", arity = "1..*", description = "Who turns out to be the other.")
        private List<String> from = new ArrayList<>();

        @Option(names = "--into", paramLabel = "PERSON", required = true, description = "Who they all are.")
        private String into = "";

        Merge(Console console) {
            super(console);
        }

        @Override
        EditResult edit(People people) {
            return people.merge(from.stream().map(people::person).toList(), people.person(into));
        }
    }

    @Command(
            name = "split",
            description = {"Say that faces are one person, and none of those there are.", ""})
    static final class Split extends Edit {
        @Mixin
        private final FaceArguments faces = new FaceArguments();

        @Option(names = "--name", paramLabel = "NAME", description = "What the new person is called.")
        private @Nullable String name;

        Split(Console console) {
            super(console);
        }

        @Override
        EditResult edit(People people) {
            return people.split(faces.resolve(people), name);
        }
    }

    @Command(
            name = "move",
            description = {"Say that faces are this person, and not whom they stand with.", ""})
    static final class Move extends Edit {
        @Mixin
        private final FaceArguments faces = new FaceArguments();

        @Option(names = "--to", paramLabel = "PERSON", required = true, description = "Who they are.")
        private String to = "";

        Move(Console console) {
            super(console);
        }

        @Override
        EditResult edit(People people) {
            return people.move(faces.resolve(people), people.person(to));
        }
    }

    @Command(
            name = "confirm",
            description = {"Say that faces are this person, indeed.", ""})
    static final class Confirm extends Edit {
        @Mixin
        private final FaceArguments faces = new FaceArguments();

        @Option(names = "--as", paramLabel = "PERSON", required = true, description = "Who they are.")
        private String as = "";

        Confirm(Console console) {
            super(console);
        }

        @Override
        EditResult edit(People people) {
            return people.confirm(faces.resolve(people), people.person(as));
        }
    }

    @Command(
            name = "refuse",
            description = {"Say that faces are not this person.", ""})
    static final class Reject extends Edit {
        @Mixin
        private final FaceArguments faces = new FaceArguments();

        @Option(names = "--as", paramLabel = "PERSON", required = true, description = "Who they are not.")
        private String as = "";

        Reject(Console console) {
            super(console);
        }

        @Override
        EditResult edit(People people) {
            return people.reject(faces.resolve(people), people.person(as));
        }
    }

    @Command(
            name = "not-a-face",
            description = {"Say that what was found is no face; or, with --back, that it is one after all.", ""})
    static final class NotAFace extends Edit {
        @Mixin
        private final FaceArguments faces = new FaceArguments();

        @Option(names = "--back", description = "It is a face after all.")
        private boolean back;

        NotAFace(Console console) {
            super(console);
        }

        @Override
        EditResult edit(People people) {
            return back ? people.unmarkNotAFace(faces.resolve(people)) : people.markNotAFace(faces.resolve(people));
        }
    }

    @Command(
            name = "retract",
            description = {"Take back whatever was said about faces, however long ago.", ""})
    static final class Retract extends Edit {
        @Mixin
        private final FaceArguments faces = new FaceArguments();

        Retract(Console console) {
            super(console);
        }

        @Override
        EditResult edit(People people) {
            return people.retract(faces.resolve(people));
        }
    }

    /// A command about one person.
    abstract static class PersonEdit extends Edit {
        @Parameters(index = "0", paramLabel = "PERSON", description = "Number or name.")
        private String person = "";

        PersonEdit(Console console) {
            super(console);
        }

        String person() {
            return person;
        }
    }

    @Command(
            name = "hide",
            description = {"Leave a person out of lists and searches.", ""})
    static final class Hide extends PersonEdit {
        Hide(Console console) {
            super(console);
        }

        @Override
        EditResult edit(People people) {
            return people.hide(people.person(person()));
        }
    }

    @Command(
            name = "unhide",
            description = {"Show a hidden person again.", ""})
    static final class Unhide extends PersonEdit {
        Unhide(Console console) {
            super(console);
        }

        @Override
        EditResult edit(People people) {
            return people.show(people.person(person()));
        }
    }

    @Command(
            name = "cover",
            description = {"Choose the face that stands for a person; without FACE, the best one does.", ""})
    static final class Cover extends PersonEdit {
        @Parameters(index = "1", arity = "0..1", paramLabel = "FACE", description = "One of their faces.")
        private @Nullable String face;

        Cover(Console console) {
            super(console);
        }

        @Override
        EditResult edit(People people) {
            return people.cover(people.person(person()), face == null ? null : people.face(face));
        }
    }

    @Command(
            name = "birth",
            description = {"Say when a person was born; without DATE, nobody knows.", ""})
    static final class BirthDate extends PersonEdit {
        @Parameters(index = "1", arity = "0..1", paramLabel = "DATE", description = "As in 1815-12-10.")
        private @Nullable LocalDate date;

        BirthDate(Console console) {
            super(console);
        }

        @Override
        EditResult edit(People people) {
            return people.setBirthDate(people.person(person()), date);
        }
    }

    @Command(
            name = "different",
            description = {"Say that two people are two, however alike.", ""})
    static final class Different extends PersonEdit {
        @Parameters(index = "1", paramLabel = "PERSON", description = "Number or name of the other.")
        private String other = "";

        @Option(names = "--retract", description = "Nobody says so any more.")
        private boolean retract;

        Different(Console console) {
            super(console);
        }

        @Override
        EditResult edit(People people) {
            return retract
                    ? people.unmarkDifferent(people.person(person()), people.person(other))
                    : people.markDifferent(people.person(person()), people.person(other));
        }
    }

    /// Undo or redo.
    abstract static class Reversal implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        @Option(names = "--count", paramLabel = "N", defaultValue = "1", description = "How many (default: 1).")
        private int count = 1;

        Reversal(Console console) {
            this.global = new GlobalOptions(console);
        }

        abstract List<EditResult> reverse(People people, int count);

        @Override
        public Integer call() {
            try (Engine engine = global.engine()) {
                List<EditResult> outcomes = reverse(engine.people(global.gallery()), count);
                global.printResult(
                        outcomes,
                        () -> outcomes.forEach(result -> global.console().print(describe(result))));
                if (outcomes.isEmpty()) {
                    global.console().note("There is nothing left.");
                }
                return 0;
            }
        }
    }

    @Command(
            name = "undo",
            description = {"Take back what was said last. What is undone can be done again.", ""})
    static final class Undo extends Reversal {
        Undo(Console console) {
            super(console);
        }

        @Override
        List<EditResult> reverse(People people, int count) {
            return people.undo(count);
        }
    }

    @Command(
            name = "redo",
            description = {"Do again what was undone last.", ""})
    static final class Redo extends Reversal {
        Redo(Console console) {
            super(console);
        }

        @Override
        List<EditResult> reverse(People people, int count) {
            return people.redo(count);
        }
    }

    @Command(
            name = "history",
            description = {"List what was said, latest first.", ""})
    static final class History implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        History(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            try (Engine engine = global.engine()) {
                List<HistoryEntry> history = engine.people(global.gallery()).history();
                global.printResult(history, () -> {
                    TextTable table = TextTable.of("event", "time", "what");
                    history.forEach(entry -> table.row(
                            entry.event(), entry.time(), entry.description() + (entry.undone() ? " (undone)" : "")));
                    table.print(global.console(), "");
                });
                return 0;
            }
        }
    }
}
