package dev.likeness.api.http;

/// Answers one call, on a virtual thread: it may wait, but is one of many.
@FunctionalInterface
public interface CallHandler {
    /// Does the work and says what is to be sent.
    ///
    /// @throws ProblemException what is refused for HTTP's reasons
    /// @throws dev.likeness.face.LikenessException what the engine refuses
    Reply handle(Call call) throws Exception;
}
