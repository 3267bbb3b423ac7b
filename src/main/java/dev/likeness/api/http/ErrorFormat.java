package dev.likeness.api.http;

import dev.likeness.api.problem.Problem;

/// How one API writes a problem.
@FunctionalInterface
public interface ErrorFormat {
    /// RFC 9457: `application/problem+json`.
    ErrorFormat PROBLEM_JSON =
            (problem, _) -> new Reply.Json(problem.status(), problem, "application/problem+json", java.util.Map.of());

    /// The problem in this API's format.
    ///
    /// @param failure the exception; null if the server itself rejects the request, for instance without
    ///     a route
    Reply render(Problem problem, @org.jspecify.annotations.Nullable Throwable failure);
}
