package dev.likeness.api.http;

/// Handles one call on a virtual thread, so it may block.
@FunctionalInterface
public interface CallHandler {
    /// Does the work and returns the response.
    ///
    /// @throws ProblemException if the request is rejected for a reason of HTTP
    /// @throws dev.likeness.face.LikenessException if the engine rejects it
    Reply handle(Call call) throws Exception;
}
