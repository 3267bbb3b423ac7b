package dev.likeness.cli.gallery;

import dev.likeness.cli.options.EngineCommand;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.engine.Engine;
import dev.likeness.engine.backup.BackupDetails;
import dev.likeness.engine.backup.BackupOptions;
import dev.likeness.engine.backup.BackupSource;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The beginning of every command for backups: which backups, and their pass phrase.
abstract class BackupCommand extends EngineCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "BACKUPS",
            description = "Folder of the backups (default: backup.directory of the configuration).")
    private @Nullable Path backups;

    @Mixin
    private final PassphraseOptions passphrase = new PassphraseOptions();

    BackupCommand(Console console) {
        super(console);
    }

    @Override
    protected final int run(Engine engine, GlobalOptions global) {
        BackupOptions options = engine.galleries().backups().options();
        Path folder = backups != null
                ? backups
                : options.directory()
                        .orElseThrow(() -> new LikenessException(
                                ErrorCode.INVALID_ARGUMENT,
                                "the folder of the backups must be given, or backup.directory be configured"));
        // Of commands that were killed.
        engine.galleries().removeScratchFiles();
        return run(engine, global, folder, passphrase);
    }

    /// Runs the command.
    ///
    /// @param folder of the backups, or a ZIP file
    protected abstract int run(Engine engine, GlobalOptions global, Path folder, PassphraseOptions secret);

    /// One line about a backup.
    static String text(BackupDetails backup) {
        return String.format(
                Locale.ROOT,
                "%sgallery %s of %s: %s, %s, %s, %.1f MB%s",
                backup.backup().isEmpty() ? "" : backup.backup() + ", ",
                backup.gallery(),
                backup.created(),
                Counted.photos(backup.photos()),
                Counted.faces(backup.faces()),
                Counted.people(backup.people()),
                backup.bytes() / 1e6,
                backup.encrypted() ? ", encrypted" : "");
    }

    /// Which of the backups to read.
    static final class Choice {
        @Option(names = "--backup", paramLabel = "ID", description = "The backup (default: the latest).")
        private @Nullable String backup;

        @Option(
                names = "--from",
                paramLabel = "NAME",
                description = "The gallery that was backed up, if the folder has backups of several.")
        private @Nullable String from;

        BackupSource source(Path path, Engine engine, GlobalOptions global, PassphraseOptions secret) {
            return new BackupSource(
                    path,
                    backup,
                    from,
                    Files.isDirectory(path)
                            ? secret.ofExisting(
                                    path, engine.galleries().backups().options(), global.console())
                            : null);
        }
    }
}
