package dev.likeness.cli.exchange;

import dev.likeness.cli.options.GalleryOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.cli.terminal.Interruption;
import dev.likeness.engine.Engine;
import dev.likeness.engine.exchange.ImportSummary;
import dev.likeness.face.Actor;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "import",
        description = {
            "Import names and face assignments from other programs or another gallery.",
            "",
            "--xmp reads the face regions that digiKam, Lightroom, Windows Photo Gallery and others write to sidecars (photo.jpg.xmp before photo.xmp) and in the photos themselves (MWG, Microsoft, ACDSee and IPTC image regions), and else Picasa's .picasa.ini. A region's name becomes the name of the gallery's face in the same place.",
            "",
            "--json also adds faces that were drawn in the other gallery, if this gallery has the photo and no face in that place.",
            "",
            "An entry of the file that is wrong is listed and left out; --dry-run lists such entries before.",
            "",
            "Your own assertions win over imported ones; conflicts are listed. The whole import is one edit: likeness people undo undoes it. Run likeness cluster afterwards to assign the other faces of each person.",
            ""
        })
public final class PeopleImportCommand implements Callable<Integer> {
    private static final int MAX_NAMES_SHOWN = 5;

    @Mixin
    private final GalleryOptions global;

    @ArgGroup(multiplicity = "1")
    private Form form = new Form();

    @Mixin
    private final PhotoFlags photos = new PhotoFlags();

    PeopleImportCommand(Console console) {
        this.global = new GalleryOptions(console);
    }

    private static final class Form {
        @Option(names = "--xmp", required = true, description = "Read face regions.")
        private boolean xmp;

        @Option(
                names = "--json",
                required = true,
                paramLabel = "FILE",
                description = "Read a file written by likeness people export --json.")
        private @Nullable Path json;
    }

    @Override
    public Integer call() {
        return form.xmp ? readRegions() : readFile(Objects.requireNonNull(form.json));
    }

    private int readRegions() {
        try (Interruption interruption = Interruption.onCtrlC();
                Engine engine = global.engine()) {
            ImportSummary summary;
            try (ImportWarnings.Progress progress = ImportWarnings.progress(global.console(), "Reading")) {
                summary = engine.exchange(global.gallery(), Actor.COMMAND_LINE)
                        .importRegions(photos.paths(), photos.dryRun(), progress, interruption::happened);
            }
            print(summary);
            return interruption.happened() ? Interruption.EXIT_STATUS : 0;
        }
    }

    private int readFile(Path file) {
        photos.requireNoPaths();
        try (Engine engine = global.engine()) {
            print(engine.exchange(global.gallery(), Actor.COMMAND_LINE).importPeople(file, photos.dryRun()));
            return 0;
        }
    }

    private void print(ImportSummary summary) {
        Console console = global.console();
        console.print(String.format(
                Locale.ROOT,
                "%s in %.1f s: %s imported, %,d %s, %,d unchanged",
                Counted.photos(summary.photos()),
                summary.seconds(),
                Counted.faces(summary.names()),
                summary.named(),
                summary.dryRun() || !summary.completed() ? "would change" : "changed",
                summary.agreed()));
        if (summary.drawn() > 0) {
            console.print("  %s added".formatted(Counted.of(summary.drawn(), "drawn face")));
        }
        if (!summary.newPeople().isEmpty()) {
            List<String> shown = global.verbose()
                    ? summary.newPeople()
                    : summary.newPeople().stream().limit(MAX_NAMES_SHOWN).toList();
            int more = summary.newPeople().size() - shown.size();
            console.print(String.format(
                    Locale.ROOT,
                    "  %s: %s%s",
                    Counted.of(summary.newPeople().size(), "new person", "new people"),
                    String.join(", ", shown),
                    more == 0 ? "" : String.format(Locale.ROOT, " and %,d more", more)));
        }
        ImportWarnings.print(global, summary.warnings());
        if (!summary.completed()) {
            console.note("Stopped. Nothing was changed.");
        } else if (summary.dryRun()) {
            console.note("Dry run: nothing was changed.");
        } else if (summary.event() != null) {
            console.note("To undo: likeness people undo" + global.sameGallery());
        }
    }
}
