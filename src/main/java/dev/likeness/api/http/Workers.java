package dev.likeness.api.http;

import java.util.concurrent.Callable;

/// Runs operations where their cost says. The calls of different callers take turns.
@FunctionalInterface
public interface Workers {
    /// Runs an operation of the current call, and waits for its end.
    ///
    /// @throws dev.likeness.api.problem.ProblemException 429 `TOO_BUSY` if too many wait
    <T> T run(Cost cost, Callable<T> operation) throws Exception;
}
