package dev.likeness.api.http;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/// Reads and checks the certificate and the private key of a server before it listens: with files that do not
/// match, the server would start and then reject every handshake.
public final class TlsFiles {
    private static final byte[] PROOF = "likeness".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /// Signature algorithm of each kind of key.
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    private TlsFiles() {}

    /// Reads and checks both files.
    ///
    /// @param certificate PEM, the server's own certificate first
    /// @param key PEM, PKCS #8 or the key's own form, not encrypted
    /// @throws LikenessException `INVALID_ARGUMENT` if a file cannot be read or parsed, or the key does not
    ///     match the certificate
    public static KeyCertOptions read(Path certificate, Path key, Vertx vertx) {
        require("tlsCertificate", certificate);
        require("tlsKey", key);
        PemKeyCertOptions files =
                new PemKeyCertOptions().addCertPath(certificate.toString()).addKeyPath(key.toString());
        boolean fits;
        try {
            fits = matches(files.getKeyManagerFactory(vertx).getKeyManagers());
        } catch (Exception e) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "server.tlsCertificate and server.tlsKey must be PEM files of a certificate and of its unencrypted private key, got: %s and %s: %s"
                            .formatted(certificate, key, rootCauseMessage(e)),
                    e);
        }
        if (!fits) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "server.tlsKey must be the private key of server.tlsCertificate, got: %s and %s"
                            .formatted(key, certificate));
        }
        return files;
    }

    private static void require(String name, Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "server.%s must be a readable file, got: %s".formatted(name, file));
        }
    }

    /// Whether the certificate verifies a signature of the key.
    private static boolean matches(KeyManager[] managers) throws GeneralSecurityException {
        for (KeyManager manager : managers) {
            if (manager instanceof X509KeyManager known) {
                for (String kind : new String[] {"RSA", "EC", "EdDSA", "RSASSA-PSS"}) {
                    String @Nullable [] aliases = known.getServerAliases(kind, null);
                    if (aliases != null) {
                        return matches(
                                known.getPrivateKey(aliases[0]),
                                known.getCertificateChain(aliases[0])[0].getPublicKey());
                    }
                }
            }
        }
        return false;
    }

    private static boolean matches(PrivateKey mine, PublicKey vouched) throws GeneralSecurityException {
        @Nullable String algorithm = SIGNATURES.get(vouched.getAlgorithm());
        if (algorithm == null) {
            return true; // only a handshake can check this kind
        }
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(mine);
        signing.update(PROOF);
        byte[] signed = signing.sign();
        Signature checking = Signature.getInstance(algorithm);
        checking.initVerify(vouched);
        checking.update(PROOF);
        return checking.verify(signed);
    }

    private static String rootCauseMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
