package dev.likeness.api;

import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Metrics;
import dev.likeness.api.http.ServerOptions;
import dev.likeness.api.jobs.GalleryWriteLock;
import dev.likeness.api.jobs.InferenceQueue;
import dev.likeness.api.jobs.Jobs;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.Engine;

/// What every API on the server works on.
///
/// @param engine whatever reads may be called straight away
/// @param writeLock whatever writes to a gallery takes its turn here
/// @param inference whatever looks at a picture goes through here
/// @param jobs what takes longer than a request
/// @param roots where callers may name photos by their path
/// @param isLoopback whether only this machine can reach the server, so that it may do without keys
public record Backend(
        Engine engine,
        GalleryWriteLock writeLock,
        InferenceQueue inference,
        Jobs jobs,
        KeyRing keys,
        Roots roots,
        Metrics metrics,
        ServerOptions options,
        boolean isLoopback) {

    /// The gallery that a call's path names, once it is certain that it is there and the caller may
    /// touch it.
    ///
    /// @throws ProblemException 403 `FORBIDDEN`; 404 `NOT_FOUND`
    public String requireGallery(Call call) {
        String gallery = call.gallery();
        if (!engine.hasGallery(gallery)) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "there is no gallery " + gallery);
        }
        return gallery;
    }
}
