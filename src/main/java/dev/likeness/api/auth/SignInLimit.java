package dev.likeness.api.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import io.github.bucket4j.Bucket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/// Limits failed attempts to sign in from one address, or from one IPv6 network of a household (`/64`).
///
/// A correct key is always accepted: somebody who tries wrong ones must not keep out others behind the same
/// address. That makes no key easier to guess. All keys are random and have 122 bits at least, and every
/// other request may try one as well.
public final class SignInLimit {
    private static final int MAX_FAILURES = 10;
    private static final Duration PERIOD = Duration.ofMinutes(5);
    private static final int MAX_SOURCES = 100_000;
    private static final int NETWORK_BYTES = 8;

    private final Cache<String, Bucket> bySource = Caffeine.newBuilder()
            .maximumSize(MAX_SOURCES)
            .expireAfterAccess(PERIOD.multipliedBy(2))
            .build();

    /// Makes one attempt, which fails if it returns nothing.
    ///
    /// @param address of the client
    /// @throws ProblemException 429 `RATE_LIMITED` for a failure after ten others within five minutes
    public <T> Optional<T> attempt(String address, Supplier<Optional<T>> attempt) {
        Optional<T> result = attempt.get();
        if (result.isEmpty() && !failuresOf(address).tryConsume(1)) {
            throw new ProblemException(
                    ProblemCode.RATE_LIMITED,
                    "too many failed attempts to sign in from this address",
                    PERIOD.dividedBy(MAX_FAILURES));
        }
        return result;
    }

    private Bucket failuresOf(String address) {
        return bySource.get(
                network(address),
                _ -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(MAX_FAILURES).refillGreedy(MAX_FAILURES, PERIOD))
                        .withNanosecondPrecision()
                        .build());
    }

    private static String network(String address) {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address v6
                    ? Arrays.toString(Arrays.copyOf(v6.getAddress(), NETWORK_BYTES))
                    : address;
        } catch (IllegalArgumentException _) {
            return address;
        }
    }
}
