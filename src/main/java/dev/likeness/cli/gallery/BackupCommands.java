package dev.likeness.cli.gallery;

import dev.likeness.cli.options.EngineCommand;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.engine.BackupDetails;
import dev.likeness.engine.Engine;
import dev.likeness.engine.GalleryDetails;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The commands for backups, with the same files as over HTTP.
final class BackupCommands {
    private BackupCommands() {}

    @Command(
            name = "backup",
            description = {
                "Back up a gallery to one ZIP file: its index, names and calibration, but no photos.",
                "",
                "The file is not encrypted. It is verified after it was written; an existing file is not replaced.",
                ""
            })
    static final class Backup extends EngineCommand {
        @Parameters(paramLabel = "FILE", description = "The ZIP file to write.")
        private Path file = Path.of("");

        Backup(Console console) {
            super(console);
        }

        @Override
        protected int run(Engine engine, GlobalOptions global) {
            requireAbsent(file);
            engine.galleries().removeScratchFiles();
            Path written = engine.galleries().backup(global.gallery());
            try {
                BackupDetails details = engine.galleries().verifyBackup(written);
                copy(written, file);
                global.printResult(details, () -> global.console().print(text(details) + " in " + file));
                return 0;
            } catch (FileAlreadyExistsException e) {
                throw alreadyExists(file, e);
            } catch (IOException e) {
                throw new LikenessException(ErrorCode.IO_FAILED, "cannot write " + file, e);
            } finally {
                try {
                    Files.deleteIfExists(written);
                } catch (IOException _) {
                    // The next server or backup removes it.
                }
            }
        }
    }

    @Command(
            name = "restore",
            description = {
                "Create a gallery from a backup. The name, --gallery NAME, must be free; nothing is overwritten.",
                ""
            })
    static final class Restore extends EngineCommand {
        @Parameters(paramLabel = "FILE", description = "The ZIP file of a backup.")
        private Path file = Path.of("");

        Restore(Console console) {
            super(console);
        }

        @Override
        protected int run(Engine engine, GlobalOptions global) {
            engine.galleries().removeScratchFiles();
            GalleryDetails gallery = engine.galleries().restore(global.gallery(), file);
            global.printResult(
                    gallery,
                    () -> global.console()
                            .print("Restored gallery %s: %s, %s, %s"
                                    .formatted(
                                            gallery.name(),
                                            Counted.photos(gallery.photos()),
                                            Counted.faces(gallery.faces()),
                                            Counted.people(gallery.people()))));
            return 0;
        }
    }

    @Command(
            name = "verify-backup",
            description = {
                "Check that a backup is whole: every file with its hash, and the checksums of the index. Nothing is"
                        + " restored.",
                ""
            })
    static final class VerifyBackup extends EngineCommand {
        @Parameters(paramLabel = "FILE", description = "The ZIP file of a backup.")
        private Path file = Path.of("");

        VerifyBackup(Console console) {
            super(console);
        }

        @Override
        protected int run(Engine engine, GlobalOptions global) {
            engine.galleries().removeScratchFiles();
            BackupDetails details = engine.galleries().verifyBackup(file);
            global.printResult(details, () -> global.console().print("The backup is whole: " + text(details)));
            return 0;
        }
    }

    /// Copies a file to one that only its owner may read. It is not replaced if somebody else made it meanwhile.
    private static void copy(Path from, Path to) throws IOException {
        Files.createFile(to, PrivateFiles.ownerOnly(to));
        try (FileChannel source = FileChannel.open(from);
                FileChannel target = FileChannel.open(to, StandardOpenOption.WRITE)) {
            source.transferTo(0, source.size(), target);
            target.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(to);
            throw e;
        }
    }

    private static void requireAbsent(Path file) {
        if (Files.exists(file)) {
            throw alreadyExists(file, null);
        }
    }

    private static LikenessException alreadyExists(Path file, @Nullable Exception cause) {
        return new LikenessException(ErrorCode.ALREADY_EXISTS, "the file %s exists already".formatted(file), cause);
    }

    private static String text(BackupDetails backup) {
        return String.format(
                Locale.ROOT,
                "gallery %s of %s: %s, %s, %s, %.1f MB",
                backup.gallery(),
                backup.created(),
                Counted.photos(backup.photos()),
                Counted.faces(backup.faces()),
                Counted.people(backup.people()),
                backup.bytes() / 1e6);
    }
}
