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

    /// @throws LikenessException `INVALID_ARGUMENT` if it is too short
    public Passphrase(String text) {
        if (text.codePointCount(0, text.length()) < MIN_LENGTH) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a pass phrase must have at least %d characters, got: %d"
                            .formatted(MIN_LENGTH, text.codePointCount(0, text.length())));
        }
        this.text = text;
    }

    /// The first line of a file.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if it is too short; `IO_FAILED`
    public static Passphrase ofFile(Path file) {
        try {
            return new Passphrase(RegularFile.readString(file, MAX_FILE_BYTES)
                    .lines()
                    .findFirst()
                    .orElse(""));
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
