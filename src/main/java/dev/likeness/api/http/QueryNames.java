package dev.likeness.api.http;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The names of parameters that the query of an operation may have.
///
/// @param names null for any
record QueryNames(@Nullable Set<String> names) {
    static final QueryNames NONE = new QueryNames(Set.of());
    static final QueryNames ANY = new QueryNames(null);

    static QueryNames of(String... names) {
        return new QueryNames(Set.of(names));
    }

    /// Refuses a query with another parameter.
    ///
    /// @param asked the names in the query of a request
    /// @throws ProblemException 400 `INVALID_ARGUMENT`
    void require(String operation, Collection<String> asked) {
        if (names == null) {
            return;
        }
        asked.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT,
                    names.isEmpty()
                            ? "%s has no parameters in its query, got: %s".formatted(operation, name)
                            : "the query of %s may have %s, got: %s"
                                    .formatted(operation, String.join(", ", new TreeSet<>(names)), name));
        });
    }
}
