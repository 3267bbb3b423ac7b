package dev.likeness.cli.exchange;

import dev.likeness.cli.options.GalleryOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.cli.terminal.Interruption;
import dev.likeness.engine.Engine;
import dev.likeness.engine.exchange.ExportSummary;
import dev.likeness.face.Actor;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = {
            "Export names and face assignments for other programs or another gallery.",
            "",
            "--xmp writes face regions (MWG) into a sidecar of each photo: photo.jpg.xmp, or an existing photo.xmp. An existing sidecar keeps its other contents, and an existing name is replaced only by one that you confirmed. Faces of a quality below 10 are named only if you confirmed their person. Photos are never changed.",
            "",
            "--json writes one file, from which likeness people import restores people, names, birth dates and your assertions about faces.",
            ""
        })
public final class PeopleExportCommand implements Callable<Integer> {
    @Mixin
    private final GalleryOptions global;

    @ArgGroup(multiplicity = "1")
    private Form form = new Form();

    @ArgGroup
    private Selection extent = new Selection();

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description =
                    "With --xmp: write below this folder, in the photos' folder structure, instead of beside the photos.")
    private @Nullable Path output;

    @Mixin
    private final PhotoFlags photos = new PhotoFlags();

    PeopleExportCommand(Console console) {
        this.global = new GalleryOptions(console);
    }

    private static final class Form {
        @Option(names = "--xmp", required = true, description = "Write face regions into sidecars.")
        private boolean xmp;

        @Option(names = "--json", required = true, paramLabel = "FILE", description = "Write all people to one file.")
        private @Nullable Path json;
    }

    private static final class Selection {
        @Option(names = "--names-only", description = "Export only people with a name and their faces (default).")
        private boolean namesOnly;

        @Option(names = "--all", description = "Include people without a name and their faces.")
        private boolean all;

        boolean includesUnnamed() {
            return all && !namesOnly;
        }
    }

    @Override
    public Integer call() {
        return form.xmp ? writeSidecars() : writeFile(Objects.requireNonNull(form.json));
    }

    private int writeSidecars() {
        try (Interruption interruption = Interruption.onCtrlC();
                Engine engine = global.engine()) {
            ExportSummary summary;
            try (ImportWarnings.Progress progress = ImportWarnings.progress(global.console(), "Writing")) {
                summary = engine.exchange(global.gallery(), Actor.COMMAND_LINE)
                        .exportRegions(
                                photos.paths(),
                                output,
                                extent.includesUnnamed(),
                                photos.dryRun(),
                                progress,
                                interruption::happened);
            }
            print(summary);
            return interruption.happened() ? Interruption.EXIT_STATUS : 0;
        }
    }

    private int writeFile(Path file) {
        PhotoFlags.requireXmpFor(output != null, "--output");
        PhotoFlags.requireXmpFor(photos.dryRun(), "--dry-run");
        photos.requireNoPaths();
        try (Engine engine = global.engine()) {
            int people =
                    engine.exchange(global.gallery(), Actor.COMMAND_LINE).exportPeople(file, extent.includesUnnamed());
            global.console().print("Wrote %s to %s".formatted(Counted.people(people), file));
            return 0;
        }
    }

    private void print(ExportSummary summary) {
        global.console()
                .print(String.format(
                        Locale.ROOT,
                        "%s in %.1f s: %s %s with %s, %,d up to date%s",
                        Counted.photos(summary.photos()),
                        summary.seconds(),
                        Counted.of(summary.written(), "sidecar"),
                        summary.dryRun() ? "would be written" : "written",
                        Counted.faces(summary.faces()),
                        summary.unchanged(),
                        summary.lowQuality() == 0
                                ? ""
                                : ", %s of low quality left out".formatted(Counted.faces(summary.lowQuality()))));
        ImportWarnings.print(global, summary.warnings());
        if (!summary.completed()) {
            global.console().note("Stopped. Sidecars written so far stay; run the same command again for the rest.");
        }
    }
}
