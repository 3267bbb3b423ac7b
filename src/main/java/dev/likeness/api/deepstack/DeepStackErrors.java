package dev.likeness.api.deepstack;

import dev.likeness.api.http.ErrorFormat;
import dev.likeness.api.http.Reply;
import dev.likeness.api.problem.Problem;
import org.jspecify.annotations.Nullable;

/// Writes problems in DeepStack's format, `{"success": false, "error"}`, with the `code` of CodeProject.AI.
final class DeepStackErrors implements ErrorFormat {
    /// @param code the status of the response
    record Body(boolean success, String error, int code) {}

    @Override
    public Reply render(Problem problem, @Nullable Throwable failure) {
        return Reply.json(problem.status(), new Body(false, problem.detail(), problem.status()));
    }
}
