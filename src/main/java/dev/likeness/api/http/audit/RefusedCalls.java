package dev.likeness.api.http.audit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Writes into the audit log which calls were refused for who made them: without a key, with one that may not
/// do this, from another site, or too often. At most ten a minute from one address, so that nobody can fill
/// the log; the next entry of an address says how many were left out.
public final class RefusedCalls {
    private static final int MAX_ENTRIES = 10;
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MAX_SOURCES = 10_000;

    private final AuditLog audit;
    private final Cache<String, Source> sources = Caffeine.newBuilder()
            .maximumSize(MAX_SOURCES)
            .expireAfterAccess(PERIOD.multipliedBy(10))
            .build();

    private record Source(Bucket entries, AtomicLong leftOut) {}

    /// Refused calls, none so far.
    ///
    /// @param audit the log that they are written into
    public RefusedCalls(AuditLog audit) {
        this.audit = audit;
    }

    /// Whether a call failed for who made it.
    public static boolean isRefusal(Throwable failure) {
        return failure instanceof ProblemException problem
                && switch (problem.code()) {
                    case UNAUTHENTICATED,
                            FORBIDDEN,
                            HOST_NOT_ALLOWED,
                            ORIGIN_NOT_ALLOWED,
                            CSRF_TOKEN_INVALID,
                            PATH_NOT_ALLOWED,
                            RATE_LIMITED -> true;
                    default -> false;
                };
    }

    /// Writes an entry, unless there were too many from this address. Does not run on an event loop.
    ///
    /// @param address of the client
    public void write(String principal, String address, String operation, ProblemCode code, String requestId) {
        Source source = sources.get(
                address,
                _ -> new Source(
                        Bucket.builder()
                                .addLimit(limit -> limit.capacity(MAX_ENTRIES).refillGreedy(MAX_ENTRIES, PERIOD))
                                .withNanosecondPrecision()
                                .build(),
                        new AtomicLong()));
        if (!source.entries().tryConsume(1)) {
            source.leftOut().incrementAndGet();
            return;
        }
        long leftOut = source.leftOut().getAndSet(0);
        Map<String, Object> details =
                leftOut == 0 ? Map.of("refused", code) : Map.of("refused", code, "leftOut", leftOut);
        audit.write(principal, address, operation, null, details, code.status(), requestId);
    }
}
