package dev.likeness.engine.backup.encryption;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Sha256;
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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The file that makes a folder one of backups, and says how they are encrypted. It is there twice, because
/// without it encrypted backups cannot be read; each carries its hash. Components are keys of the JSON form.
///
/// @param format 2; 1 was without the hash, in one file
/// @param encryption null if the backups are not encrypted
/// @param sha256 of the JSON form of the others, as hex digits
public record RepositoryHeader(
        int format,
        @Nullable Encryption encryption,
        @Nullable String sha256) {
    public static final String NAME = "likeness-backups.json";

    /// The same again.
    static final String COPY_NAME = "likeness-backups.copy.json";

    private static final int FORMAT = 2;
    private static final int UNHASHED_FORMAT = 1;
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

    /// What is hashed.
    private record Hashed(int format, @Nullable Encryption encryption) {}

    private static RepositoryHeader of(@Nullable Encryption encryption) {
        return new RepositoryHeader(FORMAT, encryption, hash(FORMAT, encryption));
    }

    private static String hash(int format, @Nullable Encryption encryption) {
        return HexFormat.of().formatHex(Sha256.of(Json.bytes(new Hashed(format, encryption))));
    }

    private boolean isWhole() {
        return format == UNHASHED_FORMAT
                ? sha256 == null
                : hash(format, encryption).equals(sha256);
    }

    /// Whether it was written when a folder had one such file.
    boolean isFromOneFile() {
        return format == UNHASHED_FORMAT;
    }

    /// The same in the present format.
    RepositoryHeader upgraded() {
        return of(encryption);
    }

    /// The two files that hold it.
    static List<Path> files(Path folder) {
        return List.of(folder.resolve(NAME), folder.resolve(COPY_NAME));
    }

    /// Whether a folder has, or had, a header.
    public static boolean isIn(Path folder) {
        return files(folder).stream().anyMatch(Files::exists);
    }

    /// Writes the header of new backups.
    ///
    /// @param passphrase null for backups that are not encrypted
    /// @return how the files are stored
    public static ObjectForm create(Path folder, @Nullable Passphrase passphrase) throws IOException {
        RepositoryHeader header = of(null);
        ObjectForm form = new PlainForm();
        if (passphrase != null) {
            KeyDerivation key = KeyDerivation.create(new SecureRandom());
            form = new EncryptedForm(passphrase, key);
            ByteArrayOutputStream check = new ByteArrayOutputStream();
            try (OutputStream out = form.writing(check, NAME)) {
                out.write(CHECKED);
            }
            header = of(new Encryption(key, Base64.getEncoder().encodeToString(check.toByteArray())));
        }
        for (Path file : files(folder)) {
            header.write(file);
        }
        return form;
    }

    void write(Path file) throws IOException {
        byte[] json = Json.bytes(this);
        AtomicFile.write(file, stream -> stream.write(json), PrivateFiles.ownerOnly(file));
    }

    /// Reads one of the two files.
    ///
    /// @throws LikenessException `BACKUP_INVALID` if it is missing or damaged
    static RepositoryHeader read(Path file) {
        try {
            RepositoryHeader header =
                    TextLimits.json().readValue(RegularFile.readAllBytes(file, MAX_BYTES), RepositoryHeader.class);
            if (header == null || !header.isWhole()) {
                throw invalid("%s is damaged".formatted(file), null);
            }
            if (header.format() != FORMAT && header.format() != UNHASHED_FORMAT) {
                throw invalid("%s must have format %d, got: %d".formatted(file, FORMAT, header.format()), null);
            }
            return header;
        } catch (JacksonException e) {
            throw invalid("%s is damaged".formatted(file), e);
        } catch (NoSuchFileException e) {
            throw invalid("%s is missing".formatted(file), e);
        } catch (IOException e) {
            throw invalid("%s cannot be read: %s".formatted(file, RegularFile.reason(e)), e);
        }
    }

    static LikenessException invalid(String why, @Nullable Exception cause) {
        return new LikenessException(ErrorCode.BACKUP_INVALID, why, cause);
    }

    /// How the files are stored; empty if the pass phrase is not that of these backups.
    Optional<ObjectForm> form(Passphrase passphrase) {
        if (encryption == null) {
            return Optional.empty();
        }
        ObjectForm form = new EncryptedForm(passphrase, encryption.key());
        try (InputStream in =
                form.reading(new ByteArrayInputStream(Base64.getDecoder().decode(encryption.check())), NAME)) {
            if (Arrays.equals(in.readAllBytes(), CHECKED)) {
                return Optional.of(form);
            }
        } catch (IOException | IllegalArgumentException _) {
            // As if other bytes were there.
        }
        return Optional.empty();
    }
}
