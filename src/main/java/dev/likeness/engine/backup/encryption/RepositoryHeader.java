package dev.likeness.engine.backup.encryption;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.Json;
import dev.likeness.support.PrivateFiles;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TextLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The file that makes a folder one of backups, and says how they are encrypted. Components are keys of the
/// JSON form.
///
/// @param format 1
/// @param encryption null if the backups are not encrypted
public record RepositoryHeader(int format, @Nullable Encryption encryption) {
    public static final String NAME = "likeness-backups.json";

    private static final int FORMAT = 1;
    private static final int MAX_BYTES = 1 << 16;
    private static final byte[] CHECKED = "Likeness".getBytes(StandardCharsets.UTF_8);

    /// How backups are encrypted.
    ///
    /// @param key how it is made of the pass phrase
    /// @param check known bytes under the key, to tell a wrong pass phrase at once; base64
    public record Encryption(KeyDerivation key, String check) {
        public Encryption {
            Objects.requireNonNull(key);
            Objects.requireNonNull(check);
        }
    }

    /// Writes the header of new backups.
    ///
    /// @param passphrase null for backups that are not encrypted
    /// @return how the files are stored
    public static ObjectForm create(Path folder, @Nullable Passphrase passphrase) throws IOException {
        RepositoryHeader header = new RepositoryHeader(FORMAT, null);
        ObjectForm form = new PlainForm();
        if (passphrase != null) {
            KeyDerivation key = KeyDerivation.create(new SecureRandom());
            form = new EncryptedForm(passphrase, key);
            ByteArrayOutputStream check = new ByteArrayOutputStream();
            try (OutputStream out = form.writing(check, NAME)) {
                out.write(CHECKED);
            }
            header = new RepositoryHeader(
                    FORMAT, new Encryption(key, Base64.getEncoder().encodeToString(check.toByteArray())));
        }
        byte[] json = Json.bytes(header);
        Path file = folder.resolve(NAME);
        AtomicFile.write(file, stream -> stream.write(json), PrivateFiles.ownerOnly(file));
        return form;
    }

    /// Reads the header of backups.
    ///
    /// @throws LikenessException `BACKUP_INVALID` if it is missing or damaged
    public static RepositoryHeader read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            throw invalid("%s has no %s".formatted(folder, NAME), null);
        }
        try {
            RepositoryHeader header =
                    TextLimits.json().readValue(RegularFile.readAllBytes(file, MAX_BYTES), RepositoryHeader.class);
            if (header == null || header.format() != FORMAT) {
                throw invalid(
                        "%s must have format %d, got: %s"
                                .formatted(file, FORMAT, header == null ? "null" : header.format()),
                        null);
            }
            return header;
        } catch (JacksonException e) {
            throw invalid("%s is damaged: %s".formatted(file, TextLimits.problem(e)), e);
        }
    }

    private static LikenessException invalid(String why, @Nullable Exception cause) {
        return new LikenessException(
                ErrorCode.BACKUP_INVALID, "backups must be a folder in which backups were made: " + why, cause);
    }

    /// How the files are stored.
    ///
    /// @param passphrase null if there is none; it is not needed for backups that are not encrypted
    /// @throws LikenessException `INVALID_ARGUMENT` if the backups are encrypted and this is not their pass
    ///     phrase
    public ObjectForm form(Path folder, @Nullable Passphrase passphrase) {
        if (encryption == null) {
            return new PlainForm();
        }
        if (passphrase == null) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "the backups in %s are encrypted: their pass phrase must be given".formatted(folder));
        }
        ObjectForm form = new EncryptedForm(passphrase, encryption.key());
        try (InputStream in =
                form.reading(new ByteArrayInputStream(Base64.getDecoder().decode(encryption.check())), NAME)) {
            if (Arrays.equals(in.readAllBytes(), CHECKED)) {
                return form;
            }
        } catch (IOException | IllegalArgumentException _) {
            // As if other bytes were there.
        }
        throw new LikenessException(
                ErrorCode.INVALID_ARGUMENT,
                "this is not the pass phrase of the backups in %s, or their %s was changed".formatted(folder, NAME));
    }
}
