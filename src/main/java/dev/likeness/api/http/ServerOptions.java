package dev.likeness.api.http;

import dev.likeness.api.proxy.TrustedProxies;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Options of the HTTP server: address, access and limits.
///
/// @param host the address to bind; any other than loopback requires at least one API key
/// @param port 0 for any free port
/// @param photoRoots folders in which callers may refer to photos by path
/// @param allowedHosts host names in addition to `localhost`; checked on loopback, and elsewhere if not empty
/// @param allowedOrigins other origins whose web pages may send requests (CORS), such as
///     `https://photos.example`
/// @param trustedProxies addresses and ranges of reverse proxies whose `X-Forwarded-…` and `Forwarded` headers count;
///     with any, other machines can reach the server, so it requires an API key
/// @param sessionIdleTimeout time without a request after which a browser's session ends
/// @param sessionLifetime time after which it ends in any case
/// @param tlsCertificate PEM file of the certificate chain; empty for plain HTTP
/// @param tlsKey PEM file of its private key
/// @param maxBodyBytes maximum size of a JSON body, 1 KB to 256 MB
/// @param maxUploadBytes maximum size of an upload of photos, 1 KB to 4 GB
/// @param maxRestoreBytes maximum size of a backup to restore
/// @param bodyMemoryBytes memory for request bodies of all requests together, at least `maxBodyBytes`, or 0 for an
///     eighth of the heap; more are rejected with 503
/// @param bodyDiskBytes the same for those on disk, at least `maxBodyBytes` and `maxUploadBytes`
/// @param inferenceWorkers images analysed concurrently; 0 for one per processor
/// @param maxQueuedInferences images that may wait; more are rejected with 429
/// @param maxConcurrentRequests requests handled concurrently; more are rejected with 429
/// @param heavyTimeout how long a request that computes much may take before 503, at most 100 seconds
/// @param requestsPerSecond rate limit of each key, with bursts of twice as many; 0 for no limit
/// @param auditFileBytes size at which the audit log begins a new file, 1 KB to 4 GB
/// @param auditTotalBytes size of all its files together above which the oldest are deleted, 1 KB to 1 TB
/// @param auditDays days after which its files are deleted, 1 to 3,650
/// @param writeTimeout how long a change waits for another change of the same gallery before 503
/// @param requestTimeout how long a request may take to arrive
/// @param shutdownGrace time limit of a shutdown; running requests and jobs end within it
public record ServerOptions(
        String host,
        int port,
        List<Path> photoRoots,
        List<String> allowedHosts,
        List<String> allowedOrigins,
        List<String> trustedProxies,
        Duration sessionIdleTimeout,
        Duration sessionLifetime,
        Optional<Path> tlsCertificate,
        Optional<Path> tlsKey,
        long maxBodyBytes,
        long maxUploadBytes,
        long maxRestoreBytes,
        long bodyMemoryBytes,
        long bodyDiskBytes,
        int inferenceWorkers,
        int maxQueuedInferences,
        int maxConcurrentRequests,
        Duration heavyTimeout,
        int requestsPerSecond,
        long auditFileBytes,
        long auditTotalBytes,
        int auditDays,
        Duration writeTimeout,
        Duration requestTimeout,
        Duration shutdownGrace) {
    /// Idle connections are closed after 120 seconds, and the answer must come before.
    private static final Duration MAX_HEAVY_TIMEOUT = Duration.ofSeconds(100);

    private static final int HEAP_PARTS = 8;

    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public ServerOptions {
        photoRoots = List.copyOf(photoRoots);
        allowedHosts = List.copyOf(allowedHosts);
        allowedOrigins = List.copyOf(allowedOrigins);
        trustedProxies = List.copyOf(trustedProxies);
        TrustedProxies.check(trustedProxies);
        if (host.isBlank()) {
            throw invalid("host must be an address or a name, got: \"\"");
        }
        check("port", port, 0, 65_535);
        check("maxBody", maxBodyBytes, 1 << 10, 256L << 20);
        check("maxUpload", maxUploadBytes, 1 << 10, 4L << 30);
        check("maxRestore", maxRestoreBytes, 1 << 10, 1L << 50);
        if (bodyMemoryBytes != 0) {
            check("bodyMemory", bodyMemoryBytes, maxBodyBytes, 1L << 50);
        }
        check("bodyDisk", bodyDiskBytes, Math.max(maxBodyBytes, maxUploadBytes), 1L << 50);
        check("inferenceWorkers", inferenceWorkers, 0, 256);
        check("maxQueuedInferences", maxQueuedInferences, 1, 100_000);
        check("maxConcurrentRequests", maxConcurrentRequests, 1, 100_000);
        check("requestsPerSecond", requestsPerSecond, 0, 1_000_000);
        check("auditFile", auditFileBytes, 1 << 10, 4L << 30);
        check("auditTotal", auditTotalBytes, 1 << 10, 1L << 40);
        check("auditDays", auditDays, 1, 3_650);
        if (auditFileBytes > auditTotalBytes) {
            throw invalid(
                    "auditFile must be at most auditTotal, got: %d and %d".formatted(auditFileBytes, auditTotalBytes));
        }
        if (tlsCertificate.isPresent() != tlsKey.isPresent()) {
            throw invalid("tlsCertificate and tlsKey must be given together or not at all");
        }
        for (String origin : allowedOrigins) {
            if (!origin.matches("https?://[A-Za-z0-9.\\[\\]:_-]+")) {
                throw invalid("allowedOrigins must have the form https://photos.example, got: " + origin);
            }
        }
        for (Duration duration : List.of(
                sessionIdleTimeout, sessionLifetime, heavyTimeout, writeTimeout, requestTimeout, shutdownGrace)) {
            if (duration.isNegative() || duration.isZero()) {
                throw invalid("durations must be above 0, got: " + duration);
            }
        }
        if (heavyTimeout.compareTo(MAX_HEAVY_TIMEOUT) > 0) {
            throw invalid("heavyTimeout must be at most %d seconds, got: %d"
                    .formatted(MAX_HEAVY_TIMEOUT.toSeconds(), heavyTimeout.toSeconds()));
        }
    }

    public static ServerOptions defaults() {
        return new ServerOptions(
                "127.0.0.1",
                8080,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Duration.ofHours(24),
                Duration.ofHours(24 * 7),
                Optional.empty(),
                Optional.empty(),
                32L << 20,
                256L << 20,
                64L << 30,
                0,
                4L << 30,
                0,
                64,
                256,
                Duration.ofSeconds(60),
                0,
                64L << 20,
                1L << 30,
                90,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30));
    }

    /// A copy with any free port.
    public ServerOptions onFreePort() {
        return new ServerOptions(
                host,
                0,
                photoRoots,
                allowedHosts,
                allowedOrigins,
                trustedProxies,
                sessionIdleTimeout,
                sessionLifetime,
                tlsCertificate,
                tlsKey,
                maxBodyBytes,
                maxUploadBytes,
                maxRestoreBytes,
                bodyMemoryBytes,
                bodyDiskBytes,
                inferenceWorkers,
                maxQueuedInferences,
                maxConcurrentRequests,
                heavyTimeout,
                requestsPerSecond,
                auditFileBytes,
                auditTotalBytes,
                auditDays,
                writeTimeout,
                requestTimeout,
                shutdownGrace);
    }

    /// Images analysed concurrently, with the default resolved.
    public int effectiveInferenceWorkers() {
        return inferenceWorkers > 0 ? inferenceWorkers : Runtime.getRuntime().availableProcessors();
    }

    /// Memory for request bodies, with the default resolved.
    public long effectiveBodyMemoryBytes() {
        return bodyMemoryBytes > 0
                ? bodyMemoryBytes
                : Math.max(maxBodyBytes, Runtime.getRuntime().maxMemory() / HEAP_PARTS);
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
