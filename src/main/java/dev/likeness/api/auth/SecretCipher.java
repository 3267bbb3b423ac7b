package dev.likeness.api.auth;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.PrivateFiles;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts AWS secrets at rest: AES-256-GCM under the 32 random bytes of `aws.key` (mode 0600), with the
/// access key id as associated data, so that a secret cannot be moved to another key's entry.
final class SecretCipher {
    private static final String FILE = "aws.key";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path folder;
    private final Path file;
    private final SecureRandom random;

    /// @param folder where the key file is, or will be created
    SecretCipher(Path folder, SecureRandom random) {
        this.folder = folder;
        this.file = folder.resolve(FILE);
        this.random = random;
    }

    /// @return nonce and ciphertext, base64
    /// @throws LikenessException `IO_FAILED` if the key file cannot be read, or others may read it
    String encrypt(String accessKeyId, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] ciphertext =
                    cipher(Cipher.ENCRYPT_MODE, nonce, accessKeyId).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder()
                    .encodeToString(ByteBuffer.allocate(nonce.length + ciphertext.length)
                            .put(nonce)
                            .put(ciphertext)
                            .array());
        } catch (GeneralSecurityException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "cannot encrypt a secret", e);
        }
    }

    /// @param sealed what [#encrypt] returned
    /// @throws LikenessException `IO_FAILED` as for [#encrypt], or if the secret was encrypted under
    ///     another key
    String decrypt(String accessKeyId, String sealed) {
        ByteBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(sealed));
        byte[] nonce = new byte[NONCE_BYTES];
        buffer.get(nonce);
        byte[] ciphertext = new byte[buffer.remaining()];
        buffer.get(ciphertext);
        try {
            return new String(
                    cipher(Cipher.DECRYPT_MODE, nonce, accessKeyId).doFinal(ciphertext), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "the secret of %s was not encrypted under %s".formatted(accessKeyId, file), e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String accessKeyId) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(accessKeyId.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private synchronized byte[] key() {
        try {
            // Nothing was ever encrypted under an empty one.
            if (!Files.exists(file) || Files.size(file) == 0) {
                byte[] key = new byte[KEY_BYTES];
                random.nextBytes(key);
                PrivateFiles.createFolder(folder);
                AtomicFile.write(file, stream -> stream.write(key), PrivateFiles.ownerOnly(folder));
            }
            PrivateFiles.requireOwnerOnly(file);
            return RegularFile.readAllBytes(file, RegularFile.MAX_TEXT_BYTES);
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "cannot read the key file %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
