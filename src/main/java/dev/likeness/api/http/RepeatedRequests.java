package dev.likeness.api.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Recognises a request that a client sends again under the same key, and remembers its answer: for a day, and for
/// the 10,000 most valuable keys by Caffeine's policy. A request in flight is never forgotten, however many others
/// come. Answers end with the process.
///
/// @param <A> answers
public final class RepeatedRequests<A> {
    private static final long MAX_ANSWERS = 10_000;
    private static final Duration MAX_AGE = Duration.ofDays(1);

    private final Cache<String, Remembered<A>> requests;

    /// @param answer null while the request is in flight
    private record Remembered<A>(
            String fingerprint, @Nullable A answer) {}

    /// What a request is to those before it.
    public sealed interface Result<A> {}

    /// The first under its key; its work is done.
    public record First<A>(A answer) implements Result<A> {}

    /// The same as one before, whose answer this is.
    public record Repeated<A>(A answer) implements Result<A> {}

    /// The same as one that is still in flight.
    public record InFlight<A>() implements Result<A> {}

    /// Another one than the first under its key.
    public record Different<A>() implements Result<A> {}

    /// What a first request does.
    @FunctionalInterface
    public interface Work<A, E extends Exception> {
        A run() throws E;
    }

    public RepeatedRequests() {
        this(MAX_ANSWERS, Ticker.systemTicker());
    }

    RepeatedRequests(long maxAnswers, Ticker ticker) {
        this.requests = Caffeine.newBuilder()
                .maximumWeight(maxAnswers)
                // Caffeine evicts no entry of weight 0.
                .weigher((String _, Remembered<A> request) -> request.answer() == null ? 0 : 1)
                .expireAfter(Expiry.<String, Remembered<A>>writing(
                        (_, request) -> request.answer() == null ? ChronoUnit.FOREVER.getDuration() : MAX_AGE))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /// Does the work, unless a request under this key came before. Work that fails is forgotten, so that it can be
    /// tried again.
    ///
    /// @param key the client's, unique among all clients
    /// @param fingerprint the same for the same request only
    public <E extends Exception> Result<A> once(String key, String fingerprint, Work<A, E> work) throws E {
        Remembered<A> before = requests.asMap().putIfAbsent(key, new Remembered<>(fingerprint, null));
        if (before != null) {
            if (!before.fingerprint().equals(fingerprint)) {
                return new Different<>();
            }
            A answer = before.answer();
            return answer == null ? new InFlight<>() : new Repeated<>(answer);
        }
        A answer = null;
        try {
            answer = work.run();
            return new First<>(answer);
        } finally {
            if (answer == null) {
                requests.invalidate(key);
            } else {
                requests.put(key, new Remembered<>(fingerprint, answer));
            }
        }
    }
}
