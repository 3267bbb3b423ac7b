package dev.likeness.engine.backup.encryption;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import com.google.crypto.tink.subtle.Hkdf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Encrypts the files of backups under a pass phrase. Argon2id (Bouncy Castle) makes a key of the pass
/// phrase. Tink's streaming AES-256-GCM encrypts a file in segments of 1 MiB under a key of its own, derived
/// with HKDF from a random salt; the number of a segment and whether it is the last one are part of its
/// nonce. So segments can be neither changed nor exchanged, left out or added. A file is named after the
/// HMAC of its hash: who does not know the pass phrase cannot tell whether the backups hold a known photo.
final class EncryptedForm implements ObjectForm {
    private static final String HMAC = "HmacSha256";
    private static final int KEY_BYTES = 32;
    private static final int SEGMENT_BYTES = 1 << 20;

    private final AesGcmHkdfStreaming cipher;
    private final SecretKeySpec nameKey;

    /// @param costs of Argon2id, with its salt
    EncryptedForm(Passphrase passphrase, KeyDerivation costs) {
        byte[] master = new byte[KEY_BYTES];
        Argon2BytesGenerator argon2 = new Argon2BytesGenerator();
        argon2.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withSalt(costs.saltBytes())
                .withMemoryAsKB(costs.memoryKib())
                .withIterations(costs.iterations())
                .withParallelism(costs.parallelism())
                .build());
        argon2.generateBytes(passphrase.bytes(), master);
        try {
            this.cipher = new AesGcmHkdfStreaming(
                    derived(master, "likeness-backup-content"), HMAC, KEY_BYTES, SEGMENT_BYTES, 0);
            this.nameKey = new SecretKeySpec(derived(master, "likeness-backup-names"), HMAC);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has AES-GCM and HMAC-SHA256", e);
        }
    }

    private static byte[] derived(byte[] master, String purpose) throws GeneralSecurityException {
        return Hkdf.computeHkdf(HMAC, master, new byte[0], purpose.getBytes(StandardCharsets.UTF_8), KEY_BYTES);
    }

    @Override
    public byte[] name(byte[] sha256) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(nameKey);
            return mac.doFinal(sha256);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has HMAC-SHA256", e);
        }
    }

    @Override
    public OutputStream writing(OutputStream stored, String place) throws IOException {
        try {
            return cipher.newEncryptingStream(stored, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot encrypt " + place, e);
        }
    }

    @Override
    public InputStream reading(InputStream stored, String place) throws IOException {
        try {
            return cipher.newDecryptingStream(stored, place.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot decrypt " + place, e);
        }
    }

    @Override
    public long storedBytes(long bytes) {
        return cipher.expectedCiphertextSize(bytes);
    }
}
