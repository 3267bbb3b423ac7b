package dev.likeness.cli.gallery;

import dev.likeness.cli.options.EngineCommand;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.CommandGroup;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.cli.terminal.Interruption;
import dev.likeness.cli.terminal.RemedyText;
import dev.likeness.cli.terminal.ScoreFormatter;
import dev.likeness.engine.Engine;
import dev.likeness.engine.GalleryDetails;
import dev.likeness.engine.GalleryList;
import dev.likeness.engine.backup.KeptBackup;
import dev.likeness.engine.ingest.ReembedSummary;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "gallery",
        description = {"List, describe, check, back up, restore and delete galleries, or re-embed one.", ""},
        subcommands = {
            GalleryCommand.ListAll.class,
            GalleryCommand.Info.class,
            GalleryCheckCommand.class,
            BackupCommands.Backup.class,
            BackupCommands.Restore.class,
            BackupCommands.VerifyBackup.class,
            GalleryCommand.Delete.class,
            GalleryCommand.Reembed.class
        })
public final class GalleryCommand extends CommandGroup {
    @Command(
            name = "list",
            description = {"List all galleries.", ""})
    static final class ListAll extends EngineCommand {
        ListAll(Console console) {
            super(console);
        }

        @Override
        protected int run(Engine engine, GlobalOptions global) {
            GalleryList all = engine.galleries().list();
            global.printTable(all.galleries(), columns());
            if (all.galleries().isEmpty() && all.damaged().isEmpty()) {
                global.console().note("No galleries yet: run likeness ingest PATH.");
            }
            for (GalleryList.Damaged gallery : all.damaged()) {
                global.console().error(gallery.failure().getMessage());
                gallery.failure()
                        .facts()
                        .remedies()
                        .forEach(remedy -> global.console().note(RemedyText.of(remedy, global.sameIndex())));
            }
            return all.damaged().isEmpty() ? 0 : CommandLine.ExitCode.SOFTWARE;
        }

        private static Columns<GalleryDetails> columns() {
            return new Columns<GalleryDetails>()
                    .column("gallery", "%s", GalleryDetails::name)
                    .column("photos", "%d", GalleryDetails::photos)
                    .column("faces", "%d", GalleryDetails::faces)
                    .column("people", "%d", GalleryDetails::people)
                    .column("embedder", "%s", GalleryDetails::embedder)
                    .column("MB", "%s", GalleryCommand::megabytes);
        }
    }

    @Command(
            name = "info",
            description = {"Describe a gallery: its counts, model, calibration and quality histogram.", ""})
    static final class Info extends EngineCommand {
        Info(Console console) {
            super(console);
        }

        @Override
        protected int run(Engine engine, GlobalOptions global) {
            GalleryDetails gallery = engine.galleries().details(global.gallery());
            global.printResult(gallery, () -> print(global.console(), gallery, engine));
            return 0;
        }

        private static void print(Console console, GalleryDetails gallery, Engine engine) {
            console.print("gallery        " + gallery.name());
            console.print("directory      "
                    + engine.galleries().folder(gallery.name()).toAbsolutePath());
            console.print("photos         " + gallery.photos() + " (" + gallery.withoutFace() + " without a face)");
            console.print("faces          " + gallery.faces());
            console.print("people         " + gallery.people());
            console.print("embedder       " + gallery.embedder() + ", " + gallery.dimension() + " dimensions");
            console.print("model sha256   " + gallery.modelSha256());
            console.print("size           " + megabytes(gallery) + " MB");
            GalleryDetails.Quality quality = gallery.quality();
            if (quality != null) {
                console.print("calibration    " + ScoreFormatter.calibration(quality.calibration()));
                printHistogram(console, quality.histogram());
            }
        }

        private static void printHistogram(Console console, List<Long> histogram) {
            long max = Math.max(1, Collections.max(histogram));
            int width = 100 / histogram.size();
            for (int bin = 0; bin < histogram.size(); bin++) {
                int last = bin == histogram.size() - 1 ? 100 : (bin + 1) * width - 1;
                long faces = histogram.get(bin);
                console.print(String.format(
                        Locale.ROOT,
                        "%s%3d-%-3d  %,8d  %s",
                        bin == 0 ? "quality        " : "               ",
                        bin * width,
                        last,
                        faces,
                        "#".repeat((int) Math.round(40.0 * faces / max))));
            }
        }
    }

    @Command(
            name = "delete",
            description = {
                "Delete a gallery with all its vectors, face crops, names and paths. The photos themselves are not"
                        + " touched.",
                ""
            })
    static final class Delete extends EngineCommand {
        @Option(names = "--yes", required = true, description = "Confirm the deletion, which cannot be undone.")
        private boolean yes;

        Delete(Console console) {
            super(console);
        }

        @Override
        protected int run(Engine engine, GlobalOptions global) {
            List<KeptBackup> backups = engine.galleries().backups().of(global.gallery());
            engine.galleries().delete(global.gallery());
            global.console().note("Deleted gallery " + global.gallery());
            noteBackups(global.console(), backups);
            return yes ? 0 : CommandLine.ExitCode.USAGE;
        }
    }

    @Command(
            name = "reembed",
            description = {
                "Re-embed a gallery with another embedder: same photos, faces, people and names, new vectors.",
                "",
                "The old vectors stay in use until all new ones are computed. After an interruption, the same command"
                        + " continues.",
                ""
            })
    static final class Reembed implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        @Option(names = "--embedder", paramLabel = "ID", required = true, description = "The new embedder.")
        private String embedder = "";

        Reembed(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            try (Interruption interruption = Interruption.onCtrlC();
                    Engine engine = global.engine()) {
                long photos = engine.galleries().details(global.gallery()).photos();
                ReembedSummary summary;
                try (Console.Progress progress = global.console().progress("Embedding", "photos", photos)) {
                    summary = engine.reembed(global.gallery(), embedder, progress::to, interruption::happened);
                }
                global.printResult(summary, () -> print(summary));
                return summary.completed() ? 0 : Interruption.EXIT_STATUS;
            }
        }

        private void print(ReembedSummary summary) {
            global.console()
                    .print(
                            summary.completed()
                                    ? String.format(
                                            Locale.ROOT,
                                            "gallery %s: %s re-embedded from %s to %s, %s in %.1f s",
                                            summary.gallery(),
                                            Counted.photos(summary.photos()),
                                            summary.from(),
                                            summary.to(),
                                            Counted.faces(summary.faces()),
                                            summary.seconds())
                                    : "Stopped; gallery " + summary.gallery() + " still uses embedder " + summary.from()
                                            + ". Run the same command again to continue.");
        }
    }

    /// Names the backups that still hold what was deleted.
    private static void noteBackups(Console console, List<KeptBackup> backups) {
        for (KeptBackup backup : backups) {
            console.note("%s of %s still holds it%s"
                    .formatted(
                            backup.backup().isEmpty() ? "The backup that was downloaded" : "Backup " + backup.backup(),
                            backup.made(),
                            backup.expires() == null ? "." : "; it expires at " + backup.expires() + "."));
        }
    }

    private static String megabytes(GalleryDetails gallery) {
        return String.format(Locale.ROOT, "%.1f", gallery.bytes() / 1e6);
    }
}
