package dev.likeness.evaluation.data;

import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What to do with input that breaks a rule: stop at the first, or leave it out and count. One object follows one
/// evaluation through all its files.
public final class InvalidInputPolicy {
    private static final int MAX_MESSAGES = 20;

    private final boolean skipsInvalid;
    private final List<String> messages = new ArrayList<>();
    private long skipped;

    private InvalidInputPolicy(boolean skips) {
        this.skipsInvalid = skips;
    }

    /// The first problem ends the evaluation.
    public static InvalidInputPolicy failFast() {
        return new InvalidInputPolicy(false);
    }

    /// Problems are left out and counted.
    public static InvalidInputPolicy skip() {
        return new InvalidInputPolicy(true);
    }

    /// Reports a problem. If this returns, the caller goes on without the offending piece.
    ///
    /// @throws LikenessException `problem` itself, unless problems are skipped
    public void handle(LikenessException problem) {
        if (!skipsInvalid) {
            throw problem;
        }
        skipped++;
        if (messages.size() < MAX_MESSAGES) {
            messages.add(problem.getMessage());
        }
    }

    /// How many problems were skipped.
    public long skipped() {
        return skipped;
    }

    /// The messages of the first 20 problems skipped.
    public List<String> messages() {
        return Collections.unmodifiableList(messages);
    }
}
