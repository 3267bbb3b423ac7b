package dev.likeness.api.problem;

import dev.likeness.face.LikenessException;

/// Why one item of a request failed while others succeeded. Components are keys of the JSON form.
///
/// @param detail as in a [Problem]
public record ItemProblem(ProblemCode code, String detail) {
    public static ItemProblem of(LikenessException failure) {
        Problem problem = Problem.of(failure, "");
        return new ItemProblem(problem.code(), problem.detail());
    }
}
