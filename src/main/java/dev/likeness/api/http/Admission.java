package dev.likeness.api.http;

import dev.likeness.api.auth.Principal;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Decides whether a call may proceed: authentication, rate limit, scope, gallery, in this order.
final class Admission {
    private final int defaultRequestsPerSecond;
    private final ConcurrentMap<String, Bucket> rateLimiters = new ConcurrentHashMap<>();

    /// @param defaultRequestsPerSecond limit of a caller whose key has none of its own; 0 for no limit
    Admission(int defaultRequestsPerSecond) {
        this.defaultRequestsPerSecond = defaultRequestsPerSecond;
    }

    /// Notes the caller in the call.
    ///
    /// @param scope what the operation needs
    /// @throws ProblemException 401 `UNAUTHENTICATED`, 429 `RATE_LIMITED`, 403 `FORBIDDEN`
    void admit(Call call, Authenticator authenticator, Scope scope) {
        Principal principal = authenticator.authenticate(call);
        call.setPrincipal(principal);
        limitRate(principal);
        principal.requireScope(scope);
        call.findParameter("gallery").ifPresent(principal::requireGallery);
    }

    private void limitRate(Principal principal) {
        int rate = principal.requestsPerSecond() > 0 ? principal.requestsPerSecond() : defaultRequestsPerSecond;
        if (rate == 0) {
            return;
        }
        ConsumptionProbe probe = rateLimiters
                .computeIfAbsent(
                        principal.id(),
                        _ -> Bucket.builder()
                                .addLimit(limit -> limit.capacity(2L * rate).refillGreedy(rate, Duration.ofSeconds(1)))
                                // By the wall clock, nothing would be refilled for a day after it was set back by one.
                                .withNanosecondPrecision()
                                .build())
                .tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new ProblemException(
                    ProblemCode.RATE_LIMITED,
                    "at most %d requests per second are allowed, with bursts of twice as many".formatted(rate),
                    Duration.ofSeconds(Math.ceilDiv(probe.getNanosToWaitForRefill(), 1_000_000_000)));
        }
    }
}
