package dev.likeness.api.webhook;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.Json;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Posts notes to a URL, signed with HMAC-SHA256 if there is a secret. It follows no redirects, so nobody but
/// the configured receiver gets a note.
public final class WebhookSender implements AutoCloseable {
    /// The id of a note, by which a receiver knows one that comes again.
    static final String DELIVERY_HEADER = "X-Likeness-Delivery";

    /// `sha256=` and the HMAC of the body in hexadecimal digits.
    static final String SIGNATURE_HEADER = "X-Likeness-Signature";

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_SECRET = 16;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;

    private final URI url;
    private final byte @Nullable [] secret;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(Redirect.NEVER)
            .build();

    /// @throws LikenessException `INVALID_ARGUMENT` if the secret cannot be read or is too short
    public WebhookSender(URI url, Optional<Path> secretFile) {
        this.url = url;
        this.secret = secretFile.map(WebhookSender::secret).orElse(null);
    }

    private static byte[] secret(Path file) {
        try {
            String line =
                    RegularFile.readString(file).lines().findFirst().orElse("").strip();
            if (line.length() < MIN_SECRET) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "the first line of duplicates.webhookSecretFile must have at least %d characters, got %d in %s"
                                .formatted(MIN_SECRET, line.length(), file));
            }
            return line.getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "cannot read duplicates.webhookSecretFile: %s: %s".formatted(file, RegularFile.reason(e)),
                    e);
        }
    }

    /// Sends a note once.
    ///
    /// @throws IOException if the receiver does not accept it
    void send(DuplicateNote note) throws IOException, InterruptedException {
        byte[] body = Json.bytes(note);
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Likeness")
                .header(DELIVERY_HEADER, note.id())
                .POST(BodyPublishers.ofByteArray(body));
        if (secret != null) {
            request.header(SIGNATURE_HEADER, signature(secret, body));
        }
        int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
        if (status < OK || status >= MULTIPLE_CHOICES) {
            throw new IOException("it answers with status " + status);
        }
    }

    static String signature(byte[] secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new LinkageError("every JDK has " + ALGORITHM, e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
