package dev.likeness.engine.backup.encryption;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;

/// What encrypts backups. It is never shown.
public final class Passphrase {
    /// The fewest characters of a new one.
    public static final int MIN_LENGTH = 12;

    private static final int MAX_FILE_BYTES = 1 << 16;

    private final String text;

    /// A pass phrase for new backups.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if it is too short
    public Passphrase(String text) {
        this(text, MIN_LENGTH);
    }

    private Passphrase(String text, int minLength) {
        int length = text.codePointCount(0, text.length());
        if (length < minLength) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a pass phrase must have at least %s, got: %d"
                            .formatted(minLength == 1 ? "1 character" : minLength + " characters", length));
        }
        this.text = text;
    }

    /// What may be the pass phrase of backups that exist. One that is too short for new backups is a wrong
    /// one.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if it is empty
    public static Passphrase ofExisting(String text) {
        return new Passphrase(text, 1);
    }

    /// The first line of a file, for new backups.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if it is too short; `IO_FAILED`
    public static Passphrase ofFile(Path file) {
        return new Passphrase(firstLine(file));
    }

    /// The first line of a file, for backups that exist.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if it is empty; `IO_FAILED`
    public static Passphrase ofExistingFile(Path file) {
        return ofExisting(firstLine(file));
    }

    private static String firstLine(Path file) {
        try {
            return RegularFile.readString(file, MAX_FILE_BYTES)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "cannot read %s: %s".formatted(file, RegularFile.reason(e)), e);
        }
    }

    /// The same bytes on every platform, however its keyboard composes accents.
    byte[] bytes() {
        return Normalizer.normalize(text, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "pass phrase";
    }
}
