package dev.likeness.evaluation.data;

import dev.likeness.face.LikenessException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// How an evaluation treats invalid input: it stops at the first, or skips and counts. One object is used for
/// all files of one evaluation.
public final class InvalidInputPolicy {
    private static final int MAX_MESSAGES = 20;

    private final boolean skipsInvalid;
    private final List<String> messages = new ArrayList<>();
    private long skipped;

    private InvalidInputPolicy(boolean skips) {
        this.skipsInvalid = skips;
    }

    /// Stops at the first problem.
    public static InvalidInputPolicy failFast() {
        return new InvalidInputPolicy(false);
    }

    /// Skips and counts problems.
    public static InvalidInputPolicy skip() {
        return new InvalidInputPolicy(true);
    }

    /// Reports a problem. If this method returns, the caller skips the invalid input.
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

    /// The number of skipped problems.
    public long skipped() {
        return skipped;
    }

    /// The messages of the first 20 skipped problems.
    public List<String> messages() {
        return Collections.unmodifiableList(messages);
    }
}
