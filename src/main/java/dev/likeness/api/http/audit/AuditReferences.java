package dev.likeness.api.http.audit;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.PrivateFiles;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What stands for photos and faces in the audit log: HMAC-SHA-256 under the 32 random bytes of `audit.key`
/// (mode 0600) in the server's folder, the first 8 bytes of it. Who has a photo, or its id, and the key finds
/// its lines again; nobody gets an id out of the log, so that the id of a deleted photo is in no file. Without
/// the file of the key, no line can be traced to a photo any more.
public final class AuditReferences {
    private static final String FILE = "audit.key";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int REFERENCE_BYTES = 8;

    private final SecretKeySpec key;

    private AuditReferences(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// The references of the log in this folder, whose key is made if there is none.
    ///
    /// @throws LikenessException `IO_FAILED` if the key cannot be read or made, or others may read it
    public static AuditReferences in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                byte[] made = new byte[KEY_BYTES];
                new SecureRandom().nextBytes(made);
                PrivateFiles.createFolder(folder);
                AtomicFile.write(file, stream -> stream.write(made), PrivateFiles.ownerOnly(folder));
            }
            PrivateFiles.requireOwnerOnly(file);
            byte[] key = RegularFile.readAllBytes(file, RegularFile.MAX_TEXT_BYTES);
            if (key.length != KEY_BYTES) {
                throw new IOException("it must have %d bytes, got: %d".formatted(KEY_BYTES, key.length));
            }
            return new AuditReferences(key);
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED,
                    "cannot read the key of the audit log %s: %s".formatted(file, e.getMessage()),
                    e);
        }
    }

    /// What stands for a photo: 16 hex digits.
    public String of(PhotoId photo) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] hash = mac.doFinal(photo.sha256().getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(Arrays.copyOf(hash, REFERENCE_BYTES));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC-SHA-256", e);
        }
    }

    /// What stands for a face: its photo and its ordinal.
    public String of(FaceId face) {
        return of(face.photo()) + "-" + face.ordinal();
    }

    /// What stands for a detail of a call; what is neither photo nor face stays as it is.
    Object ofDetail(Object detail) {
        return switch (detail) {
            case PhotoId photo -> of(photo);
            case FaceId face -> of(face);
            default -> detail;
        };
    }
}
