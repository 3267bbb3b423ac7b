package dev.likeness.api.problem;

import dev.likeness.face.LikenessException;

/// Why one of several things was refused while the others went well. Components are keys of the
/// JSON form.
///
/// @param detail as in a [InvalidValueException]
public record ItemProblem(ProblemCode code, String detail) {
    public static ItemProblem of(LikenessException refusal) {
        Problem problem = Problem.of(refusal, "");
        return new ItemProblem(problem.code(), problem.detail());
    }
}
