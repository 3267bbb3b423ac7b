package dev.likeness.api.http;

import dev.likeness.api.problem.Problem;

/// How one API writes down a problem.
@FunctionalInterface
public interface ErrorFormat {
    /// RFC 9457: `application/problem+json`.
    ErrorFormat PROBLEM_JSON =
            (problem, _) -> new Reply.Json(problem.status(), problem, "application/problem+json", java.util.Map.of());

    /// The problem in this API's words.
    ///
    /// @param failure what was thrown; null where the server itself refuses, as for a missing route
    Reply render(Problem problem, @org.jspecify.annotations.Nullable Throwable failure);
}
