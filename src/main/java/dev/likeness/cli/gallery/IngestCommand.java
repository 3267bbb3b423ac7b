package dev.likeness.cli.gallery;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.likeness.cli.gallery.PeopleOptions.Names;
import dev.likeness.cli.options.AttachedValue;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.cli.terminal.Interruption;
import dev.likeness.engine.Engine;
import dev.likeness.engine.Galleries;
import dev.likeness.engine.ingest.IngestListener;
import dev.likeness.engine.ingest.IngestRequest;
import dev.likeness.engine.ingest.IngestResult;
import dev.likeness.engine.ingest.IngestSummary;
import dev.likeness.engine.ingest.PruneMode;
import dev.likeness.engine.ingest.walk.FileCounts;
import dev.likeness.engine.ingest.walk.LeftOut;
import dev.likeness.extract.StageTimes;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.Json;
import dev.likeness.support.UndecodablePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "ingest",
        description = {
            "Add photos to a gallery and cluster their faces into people.",
            "",
            "Folders are searched recursively. With --people-from-folders or --people-from, the people in the photos get names, in one edit that can be undone. A photo is identified by its picture, so a second run reads only new photos, and a run after an interruption continues where the last one stopped. Originals are never changed.",
            ""
        })
public final class IngestCommand implements Callable<Integer> {
    private static final int MAX_LINES = 10;

    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Mixin
    private final PeopleOptions people = new PeopleOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "Photos, or folders of photos; optional with --people-from.")
    private List<Path> paths = List.of();

    @Option(
            names = "--prune",
            arity = "0..1",
            paramLabel = "all|ignored",
            fallbackValue = "cautious",
            preprocessor = AttachedValue.class,
            description =
                    "Remove missing paths from the gallery, and a photo with its faces when its last path is missing. What cannot be looked at is kept, and so is a photo whose file shows another one now if you said something about it. If more than a fifth of the photos below a path or a whole folder of 50 are missing, nothing is removed, because the disk may be away. --prune=all removes all of these, --prune=ignored also photos that are left out now.")
    private @Nullable PruneMode prune;

    @Option(names = "--no-cluster", description = "Do not cluster; likeness cluster does it later.")
    private boolean noCluster;

    @Option(
            names = "--watch",
            description =
                    "Keep running and add changed photos until Ctrl-C; say if a new person is probably known already.")
    private boolean watch;

    IngestCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        if (paths.isEmpty() && (watch || !people.hasList())) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: 'PATH'");
        }
        global.console().note(global.where(global.configuration(models.settings())));
        try (Interruption interruption = Interruption.onCtrlC();
                Engine engine = models.engine(global)) {
            begin(engine);
            ingest(engine, interruption);
            if (watch) {
                watch(engine, interruption);
            }
            return interruption.happened() ? Interruption.EXIT_STATUS : 0;
        }
    }

    /// A gallery that does not exist may be a mistyped one.
    private void begin(Engine engine) {
        String gallery = global.gallery();
        if (engine.galleries().exists(gallery)) {
            return;
        }
        List<String> others = engine.galleries().names();
        if (!others.isEmpty()) {
            global.console()
                    .note("The gallery %s is new; there are: %s.".formatted(gallery, String.join(", ", others)));
        }
        if (watch) {
            // Photos may come later.
            engine.galleries().create(gallery, null);
        }
    }

    private void watch(Engine engine, Interruption interruption) {
        try (FolderWatch folders = FolderWatch.of(paths)) {
            global.console().note("Watching for changes. Press Ctrl-C to stop.");
            NewDuplicates duplicates = new NewDuplicates(engine, global);
            while (folders.awaitChange(interruption::happened)) {
                try {
                    ingest(engine, interruption);
                    duplicates.note();
                } catch (LikenessException e) {
                    if (e.code() != ErrorCode.NOT_FOUND) {
                        throw e;
                    }
                    // A disk is away; it may come back.
                    global.console().note(e.getMessage());
                }
            }
        }
    }

    /// The JSON form: the summary, and that of the enrolment beside its keys.
    private record EnrolledIngest(
            @JsonUnwrapped IngestSummary ingest, @Nullable EnrolmentSummary enrolment) {}

    private void ingest(Engine engine, Interruption interruption) {
        Names names = people.read(paths);
        if (names.roots().isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the list of people must have at least one photo and person; " + names.problem());
        }
        IngestRequest request = new IngestRequest(
                global.gallery(), names.roots(), List.of(), Objects.requireNonNullElse(prune, PruneMode.NONE));
        IngestSummary summary;
        try (Console.Progress progress = global.console().progress("Reading", "photos", -1)) {
            LongAdder faces = new LongAdder();
            IngestListener listener = new IngestListener() {
                @Override
                public void started(int files) {
                    progress.total(files);
                }

                @Override
                public void finished(IngestResult result, int found) {
                    if (people.isGiven()) {
                        names.add(result);
                    }
                    faces.add(found);
                    progress.message(faces + " faces");
                    progress.step();
                }
            };
            summary = engine.ingest(request, new StageTimes(), listener, interruption::happened);
        }
        if (!engine.galleries().exists(request.gallery())) {
            IngestSummary none = summary;
            global.printResult(none, () -> print(none, null));
            people.advice().ifPresent(global.console()::note);
            throw new LikenessException(
                    ErrorCode.NOT_FOUND,
                    "there must be a photo that can be read to make a gallery, got none in: "
                            + paths.stream().map(UndecodablePath::text).collect(Collectors.joining(", ")));
        }
        Path report = writeReport(engine, summary);
        // Before the clustering, which then finds more faces of these people.
        EnrolmentSummary enrolment =
                summary.completed() && people.isGiven() ? names.enrol(engine, request.gallery()) : null;
        // Even if this run read nothing: an earlier run may have stopped before it clustered its faces.
        if (summary.completed() && !noCluster) {
            summary = ClusteringProgress.run(
                            global, interruption, listener -> engine.clusterNew(request.gallery(), listener))
                    .map(summary::withPeople)
                    .orElse(summary);
        }
        IngestSummary done = summary;
        global.printResult(enrolment == null ? done : new EnrolledIngest(done, enrolment), () -> {
            print(done, report);
            if (enrolment != null) {
                enrolment.print(global.console(), global.verbose());
            }
            if (done.people() != null) {
                global.console().print(ClusteringProgress.describe(done.people()));
            }
        });
        if (enrolment != null && enrolment.faces() > 0 && summary.unchanged() > 0) {
            // The clustering above looks at new faces only.
            global.console().note("To find more faces of these people: likeness cluster" + global.sameGallery());
        }
        if (!summary.completed()) {
            global.console().note("Stopped. Photos read so far are stored; run the same command again to continue.");
        }
    }

    private void print(IngestSummary summary, @Nullable Path report) {
        Console console = global.console();
        console.print(String.format(
                Locale.ROOT,
                "%s in %.1f s: %s with %s (%.1f faces/s), %,d of them without a face, %,d known already, %,d unreadable",
                Counted.of(summary.files(), "file"),
                summary.seconds(),
                Counted.of(summary.added() + summary.withoutFace(), "new photo"),
                Counted.faces(summary.faces()),
                summary.faces() / Math.max(summary.seconds(), 1e-9),
                summary.withoutFace(),
                summary.unchanged(),
                summary.unreadable().size()));
        if (summary.fileCounts().found() != summary.files()) {
            console.print(describe(summary.fileCounts()));
        }
        if (!summary.unreadable().isEmpty()) {
            summary.unreadable().stream()
                    .limit(3)
                    .forEach(file ->
                            console.print("  unreadable: " + UndecodablePath.text(file.file()) + ": " + file.reason()));
            if (report != null) {
                console.print("  all unreadable files with reasons: " + report);
            }
        }
        if (!summary.incomplete().isEmpty()) {
            IngestSummary.Incomplete first = summary.incomplete().getFirst();
            console.print(String.format(
                    Locale.ROOT,
                    "%s read as far as possible, such as %s: %s",
                    Counted.of(summary.incomplete().size(), "photo was", "photos were"),
                    UndecodablePath.text(first.file()),
                    first.reason()));
            if (global.verbose()) {
                summary.incomplete()
                        .forEach(photo -> console.print("  %s: %s".formatted(photo.file(), photo.reason())));
            }
        }
        if (summary.companions() > 0) {
            console.print(Counted.of(summary.companions(), "file shows", "files show")
                    + " the same shot as a photo that was read (RAW files, videos of phones)");
        }
        summary.notRead().forEach(kind -> console.print(kind.describe()));
        summary.leftOut().forEach(this::print);
        if (summary.ignored() > 0) {
            console.print(
                    prune == PruneMode.IGNORED
                            ? Counted.of(
                                    summary.ignored(),
                                    "photo of the gallery is left out now; removed",
                                    "photos of the gallery are left out now; removed")
                            : Counted.of(
                                    summary.ignored(),
                                    "photo of the gallery is left out now and stays; --prune=ignored removes it",
                                    "photos of the gallery are left out now and stay; --prune=ignored removes them"));
        }
        if (summary.renewed() > 0) {
            console.print(Counted.of(summary.renewed(), "photo has new metadata", "photos have new metadata"));
        }
        if (summary.kept() > 0) {
            console.print(Counted.of(
                    summary.kept(),
                    "photo was changed on disk; what you said about its faces was kept",
                    "photos were changed on disk; what you said about their faces was kept"));
        }
        if (summary.replaced() > 0) {
            String replaced = Counted.of(summary.replaced(), "file shows another photo", "files show other photos");
            console.print(
                    prune != null
                            ? replaced + " than before; what they showed was removed"
                            : replaced + " than before; --prune removes what they showed");
            printRetained(summary);
        }
        if (!summary.vanished().isEmpty()) {
            String missing = Counted.of(summary.vanished().size(), "path is missing", "paths are missing");
            console.print(
                    prune != null
                            ? missing + "; removed, with " + Counted.of(summary.pruned(), "photo", "photos")
                            : missing + "; --prune removes them");
        }
        if (summary.emptiedPeople() > 0) {
            console.print(Counted.of(summary.emptiedPeople(), "person has no face left", "people have no face left")
                    + "; those about whom you said nothing were removed");
        }
        printSome(
                summary.emptied(),
                folder -> "no photo is left in %s: %s"
                        .formatted(
                                UndecodablePath.text(folder.folder()),
                                Counted.of(
                                        folder.photos(),
                                        prune != null ? "photo was removed" : "photo is missing",
                                        prune != null ? "photos were removed" : "photos are missing")),
                "folder",
                "folders");
        summary.notSearched()
                .forEach(place -> console.print("not looked at: %s (%s); what is known there was kept: %s"
                        .formatted(
                                UndecodablePath.text(place.place()),
                                place.reason(),
                                Counted.of(place.paths(), "path", "paths"))));
    }

    /// Photos whose files show other ones now and about which the user said something.
    private void printRetained(IngestSummary summary) {
        if (summary.retained().isEmpty()) {
            return;
        }
        String said = Counted.of(
                summary.retained().size(),
                "photo about which you said something",
                "photos about which you said something");
        global.console()
                .print(
                        prune == PruneMode.ALL
                                ? "removed, too: " + said + ":"
                                : "kept: " + said + "; only --prune=all removes such photos:");
        printSome(
                summary.retained(),
                photo -> "  %s: %s"
                        .formatted(UndecodablePath.text(photo.paths().getFirst()), String.join(", ", photo.said())),
                "photo",
                "photos");
    }

    /// Prints the first ones, or all with `--verbose`.
    private <T> void printSome(List<T> all, Function<T, String> line, String one, String more) {
        int shown = global.verbose() ? all.size() : Math.min(all.size(), MAX_LINES);
        all.stream().limit(shown).forEach(each -> global.console().print(line.apply(each)));
        if (shown < all.size()) {
            String further = Counted.of(all.size() - shown, "more " + one, "more " + more);
            global.console().print("  and %s; --verbose lists all".formatted(further));
        }
    }

    /// What became of everything that was found, also of what is no photo.
    private static String describe(FileCounts counts) {
        return "%s found: %s"
                .formatted(
                        Counted.of(counts.found(), "file, link or folder", "files, links and folders"),
                        counts.outcomes().entrySet().stream()
                                .map(one -> String.format(
                                        Locale.ROOT, "%s %,d", one.getKey().text(), one.getValue()))
                                .collect(Collectors.joining(", ")));
    }

    /// Hidden files are named only with `--verbose`.
    private void print(LeftOut leftOut) {
        if (leftOut.reason() != LeftOut.Reason.HIDDEN || global.verbose()) {
            global.console()
                    .print("left out: %s: %s"
                            .formatted(
                                    leftOut.reason().text(),
                                    Counted.of(leftOut.count(), "file or folder", "files or folders")));
        }
        if (global.verbose()) {
            leftOut.paths().forEach(path -> global.console().print("  " + UndecodablePath.text(path)));
        }
    }

    private static Path writeReport(Engine engine, IngestSummary summary) {
        Path report = engine.galleries().folder(summary.gallery()).resolve(Galleries.UNREADABLE_FILE);
        try {
            if (summary.unreadable().isEmpty()) {
                Files.deleteIfExists(report);
            } else {
                Files.write(
                        report, summary.unreadable().stream().map(Json::line).toList());
            }
            return report;
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot write " + report, e);
        }
    }
}
