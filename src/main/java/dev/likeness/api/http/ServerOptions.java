package dev.likeness.api.http;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the server is reached, and what it lets through.
///
/// @param host the address to bind; anything but loopback needs at least one API key
/// @param port 0 for any free one
/// @param photoRoots folders below which callers may name photos by their path on the server
/// @param allowedHosts names by which the server may be called beside `localhost`; checked on loopback,
///     and elsewhere once there is at least one
/// @param allowedOrigins web pages that may call from another origin (CORS), such as `https://photos.example`
/// @param tlsCertificate PEM file of the certificate chain; empty for plain HTTP
/// @param tlsKey PEM file of its private key
/// @param maxBodyBytes largest body of a request with JSON, 1 KB to 256 MB
/// @param maxUploadBytes largest body of an upload with photos, 1 KB to 4 GB
/// @param maxRestoreBytes largest backup that is taken back
/// @param inferenceWorkers pictures looked at side by side; 0 is one a processor
/// @param maxQueuedInferences pictures that may wait; more are refused with 429
/// @param maxConcurrentRequests requests worked on side by side; more are refused with 429
/// @param requestsPerSecond how often each key may call, with bursts of twice as many; 0 for no limit
/// @param writeTimeout how long a change waits for another one of the same gallery before 503
/// @param requestTimeout how long a request may take to arrive
/// @param shutdownGrace how long the whole stop may take: requests in hand and jobs end within it
public record ServerOptions(
        String host,
        int port,
        List<Path> photoRoots,
        List<String> allowedHosts,
        List<String> allowedOrigins,
        Optional<Path> tlsCertificate,
        Optional<Path> tlsKey,
        long maxBodyBytes,
        long maxUploadBytes,
        long maxRestoreBytes,
        int inferenceWorkers,
        int maxQueuedInferences,
        int maxConcurrentRequests,
        int requestsPerSecond,
        Duration writeTimeout,
        Duration requestTimeout,
        Duration shutdownGrace) {

    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public ServerOptions {
        photoRoots = List.copyOf(photoRoots);
        allowedHosts = List.copyOf(allowedHosts);
        allowedOrigins = List.copyOf(allowedOrigins);
        if (host.isBlank()) {
            throw invalid("host must be an address or a name, got: \"\"");
        }
        check("port", port, 0, 65_535);
        check("body", maxBodyBytes, 1 << 10, 256L << 20);
        check("upload", maxUploadBytes, 1 << 10, 4L << 30);
        check("restore", maxRestoreBytes, 1 << 10, 1L << 50);
        check("inferenceWorkers", inferenceWorkers, 0, 256);
        check("inferenceQueue", maxQueuedInferences, 1, 100_000);
        check("calls", maxConcurrentRequests, 1, 100_000);
        check("requestsPerSecond", requestsPerSecond, 0, 1_000_000);
        if (tlsCertificate.isPresent() != tlsKey.isPresent()) {
            throw invalid("tlsCertificate and tlsKey must be given together or not at all");
        }
        for (String origin : allowedOrigins) {
            if (!origin.matches("https?://[A-Za-z0-9.\\[\\]:_-]+")) {
                throw invalid("origins must read like https://photos.example, got: " + origin);
            }
        }
        for (Duration duration : List.of(writeTimeout, requestTimeout, shutdownGrace)) {
            if (duration.isNegative() || duration.isZero()) {
                throw invalid("durations must be above 0, got: " + duration);
            }
        }
    }

    public static ServerOptions defaults() {
        return new ServerOptions(
                "127.0.0.1",
                8080,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                32L << 20,
                256L << 20,
                64L << 30,
                0,
                64,
                256,
                0,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30));
    }

    /// The same on any free port.
    public ServerOptions onFreePort() {
        return new ServerOptions(
                host,
                0,
                photoRoots,
                allowedHosts,
                allowedOrigins,
                tlsCertificate,
                tlsKey,
                maxBodyBytes,
                maxUploadBytes,
                maxRestoreBytes,
                inferenceWorkers,
                maxQueuedInferences,
                maxConcurrentRequests,
                requestsPerSecond,
                writeTimeout,
                requestTimeout,
                shutdownGrace);
    }

    /// How many pictures are looked at side by side, said or not.
    public int effectiveInferenceWorkers() {
        return inferenceWorkers > 0 ? inferenceWorkers : Runtime.getRuntime().availableProcessors();
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw invalid("%s must be between %d and %d, got: %d".formatted(name, min, max, value));
        }
    }

    private static LikenessException invalid(String message) {
        return new LikenessException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
