package dev.likeness.cli.gallery;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.backup.BackupOptions;
import dev.likeness.engine.backup.Backups;
import dev.likeness.engine.backup.encryption.Passphrase;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the pass phrase of backups comes from: never from the command line, which other users of the
/// machine can see.
final class PassphraseOptions {
    private static final String VARIABLE = "LIKENESS_BACKUP_PASSPHRASE";

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "File whose first line is the pass phrase of the backups (default: " + VARIABLE
                    + ", backup.passphraseFile for the folder backup.directory, else it is asked for).")
    private @Nullable Path file;

    /// The pass phrase of existing backups; null if they are not encrypted.
    @Nullable
    Passphrase ofExisting(Path backups, BackupOptions options, Console console) {
        if (!Backups.areEncrypted(backups)) {
            return null;
        }
        Passphrase given = given(backups, options, console);
        return given != null ? given : asked("Pass phrase of the backups: ", console);
    }

    /// The pass phrase of a new backup; null for one that is not encrypted.
    ///
    /// @param encrypt whether to ask for one if there is none
    @Nullable
    Passphrase ofNew(Path backups, BackupOptions options, boolean encrypt, Console console) {
        Passphrase given = given(backups, options, console);
        if (given != null || Backups.areEncrypted(backups)) {
            return given != null ? given : asked("Pass phrase of the backups: ", console);
        }
        if (!encrypt) {
            return null;
        }
        char[] first = read("New pass phrase: ", console);
        char[] second = read("The same again: ", console);
        if (!Arrays.equals(first, second)) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "the two pass phrases must be the same");
        }
        return new Passphrase(new String(first));
    }

    private @Nullable Passphrase given(Path backups, BackupOptions options, Console console) {
        boolean existing = Backups.areEncrypted(backups);
        if (file != null) {
            return existing ? Passphrase.ofExistingFile(file) : Passphrase.ofFile(file);
        }
        String text = console.environment().get(VARIABLE);
        if (text != null && !text.isEmpty()) {
            return existing ? Passphrase.ofExisting(text) : new Passphrase(text);
        }
        return options.passphraseFile()
                .filter(_ -> isConfigured(backups, options))
                .map(configured -> existing ? Passphrase.ofExistingFile(configured) : Passphrase.ofFile(configured))
                .orElse(null);
    }

    /// Whether these are the backups of the configuration.
    static boolean isConfigured(Path backups, BackupOptions options) {
        return options.directory()
                .filter(folder -> folder.toAbsolutePath()
                        .normalize()
                        .equals(backups.toAbsolutePath().normalize()))
                .isPresent();
    }

    private static Passphrase asked(String prompt, Console console) {
        return Passphrase.ofExisting(new String(read(prompt, console)));
    }

    private static char[] read(String prompt, Console console) {
        java.io.Console terminal = console.isTerminal() ? System.console() : null;
        char[] text = terminal == null ? null : terminal.readPassword("%s", prompt);
        if (text == null) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the pass phrase of the backups must be given: in a file with --passphrase-file, in " + VARIABLE
                            + ", or at a terminal");
        }
        return text;
    }
}
