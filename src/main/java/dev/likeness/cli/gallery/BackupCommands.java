package dev.likeness.cli.gallery;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.engine.Engine;
import dev.likeness.engine.GalleryDetails;
import dev.likeness.engine.RestoredGallery;
import dev.likeness.engine.backup.BackupDetails;
import dev.likeness.engine.backup.BackupOptions;
import dev.likeness.engine.backup.BackupSummary;
import dev.likeness.engine.backup.BackupTarget;
import dev.likeness.engine.backup.Backups;
import dev.likeness.engine.backup.ErasedAgain;
import dev.likeness.engine.backup.encryption.Passphrase;
import dev.likeness.support.Preconditions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The commands for backups.
final class BackupCommands {
    private BackupCommands() {}

    @Command(
            name = "backup",
            description = {
                "Back up a gallery to a folder of backups: its index with names and crops, calibration and uploaded"
                        + " photos; not the photos of your own folders.",
                "",
                "Only what the folder does not hold yet is copied; what it holds is read and compared. With a pass"
                        + " phrase, the backups of a new folder are encrypted. Keep it well: nobody can read encrypted"
                        + " backups without it.",
                ""
            })
    static final class Backup extends BackupCommand {
        @Option(
                names = "--encrypt",
                description = "Encrypt the backups of a new folder; asks for a pass phrase if none is given.")
        private boolean encrypt;

        @Option(
                names = "--keep",
                paramLabel = "N",
                description = "Remove the gallery's backups but the latest N (default: all stay; in the folder"
                        + " backup.directory, backup.keep).")
        private @Nullable Integer keep;

        Backup(Console console) {
            super(console);
        }

        @Override
        protected int run(Engine engine, GlobalOptions global, Path folder, PassphraseOptions secret) {
            Backups backups = engine.galleries().backups();
            BackupOptions options = backups.options();
            int kept = keep != null ? keep : PassphraseOptions.isConfigured(folder, options) ? options.keep() : 0;
            Preconditions.require(kept >= 0, "--keep must be at least 0", kept);
            Passphrase passphrase = secret.ofNew(folder, options, encrypt, global.console());
            BackupSummary made = backups.backUp(global.gallery(), new BackupTarget(folder, passphrase, kept, true));
            global.printResult(made, () -> print(global.console(), made, folder));
            return 0;
        }

        private static void print(Console console, BackupSummary made, Path folder) {
            console.print("%s in %s".formatted(text(made.backup()), folder));
            console.print(String.format(
                    Locale.ROOT,
                    "%s copied, %.1f MB%s",
                    Counted.of(made.copiedFiles(), "file"),
                    made.copiedBytes() / 1e6,
                    made.removed().isEmpty()
                            ? ""
                            : "; " + Counted.of(made.removed().size(), "old backup") + " removed"));
        }
    }

    @Command(
            name = "restore",
            description = {
                "Create a gallery from a backup: from a folder of backups, or a ZIP file that was downloaded. The name,"
                        + " --gallery NAME, must be free; nothing is overwritten.",
                "",
                "What was deleted after the backup was made stays deleted, as far as that is known here.",
                ""
            })
    static final class Restore extends BackupCommand {
        @Mixin
        private final Choice choice = new Choice();

        @Option(
                names = "--include-deleted",
                description = "Also bring back what was deleted after the backup was made, and deleted galleries.")
        private boolean includeDeleted;

        Restore(Console console) {
            super(console);
        }

        @Override
        protected int run(Engine engine, GlobalOptions global, Path folder, PassphraseOptions secret) {
            RestoredGallery restored = engine.galleries()
                    .restore(global.gallery(), choice.source(folder, engine, global, secret), includeDeleted);
            global.printResult(restored, () -> print(global.console(), restored));
            return 0;
        }

        private static void print(Console console, RestoredGallery restored) {
            GalleryDetails gallery = restored.gallery();
            console.print("Restored gallery %s: %s, %s, %s"
                    .formatted(
                            gallery.name(),
                            Counted.photos(gallery.photos()),
                            Counted.faces(gallery.faces()),
                            Counted.people(gallery.people())));
            ErasedAgain erased = restored.erased();
            if (erased.anything()) {
                console.print("Left out, because it was deleted after the backup: %s, %s, %s"
                        .formatted(
                                Counted.photos(erased.photos()),
                                Counted.faces(erased.faces()),
                                Counted.people(erased.people())));
            }
            if (restored.deletionsKnownUntil() != null) {
                console.print(("Not known here is what was deleted after %s. It is recorded in .tombstones.jsonl beside"
                                + " the galleries of which the backup was made, and in their later backups.")
                        .formatted(restored.deletionsKnownUntil()));
            }
        }
    }

    @Command(
            name = "verify-backup",
            description = {
                "Check that backups are whole: all in a folder, one of them, or a ZIP file. Every file is compared with"
                        + " its hash. Nothing is restored.",
                ""
            })
    static final class VerifyBackup extends BackupCommand {
        @Mixin
        private final Choice choice = new Choice();

        VerifyBackup(Console console) {
            super(console);
        }

        @Override
        protected int run(Engine engine, GlobalOptions global, Path folder, PassphraseOptions secret) {
            List<BackupDetails> whole =
                    engine.galleries().backups().verify(choice.source(folder, engine, global, secret));
            global.printResult(
                    whole,
                    () -> whole.forEach(backup -> global.console().print("The backup is whole: " + text(backup))));
            return 0;
        }
    }
}
