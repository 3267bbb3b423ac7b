package dev.likeness.api.retry;

import dev.likeness.api.http.Reply;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Recognises a request that a client sends again under the same key, and gives it the answer of the first one: on
/// any connection, and after a restart of the server too. Answers lie in [AnswerFiles]; a request in flight is in
/// memory and is never forgotten, however many others come.
///
/// If the process ends after the work of a request and before its answer is stored, the request is new again.
public final class RepeatedRequests {
    private final AnswerFiles answers;

    /// Fingerprints of the requests in flight, by key.
    private final ConcurrentMap<String, String> inFlight = new ConcurrentHashMap<>();

    /// What a request is to those before it.
    public sealed interface Result {}

    /// The first under its key; its work is done.
    public record First(Reply.Bytes answer) implements Result {}

    /// The same as one before, whose answer this is.
    public record Repeated(Reply.Bytes answer) implements Result {}

    /// The same as one that is still in flight.
    public record InFlight() implements Result {}

    /// Another one than the first under its key.
    public record Different() implements Result {}

    /// What a first request does.
    @FunctionalInterface
    public interface Work<E extends Exception> {
        Reply.Bytes run() throws E;
    }

    public RepeatedRequests(AnswerFiles answers) {
        this.answers = answers;
    }

    /// Does the work, unless a request under this key came before. Work that fails is forgotten, so that it can
    /// be tried again; so is work in a gallery that was deleted since, even if there is one of the same name again.
    ///
    /// @param key the client's, unique among all clients
    /// @param fingerprint the same for the same request only
    /// @param gallery the same for the same gallery only, until it is deleted
    public <E extends Exception> Result once(String key, String fingerprint, String gallery, Work<E> work) throws E {
        String current = inFlight.putIfAbsent(key, fingerprint);
        if (current != null) {
            return current.equals(fingerprint) ? new InFlight() : new Different();
        }
        try {
            Optional<AnswerFiles.Answer> answered = answers.find(key);
            if (answered.isPresent()) {
                AnswerFiles.Answer before = answered.get();
                if (!before.fingerprint().equals(fingerprint)) {
                    return new Different();
                }
                if (before.gallery().equals(gallery)) {
                    return new Repeated(before.reply());
                }
            }
            Reply.Bytes answer = work.run();
            answers.store(key, new AnswerFiles.Answer(fingerprint, gallery, answer));
            return new First(answer);
        } finally {
            inFlight.remove(key);
        }
    }

    /// Deletes the answers that are a day old.
    public void prune() {
        answers.prune();
    }
}
