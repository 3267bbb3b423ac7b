package dev.likeness.api;

import java.util.Map;

/// What follows every deletion: until it is done, bytes of what was deleted stay in the gallery's
/// files.
public final class PurgeWork {
    private PurgeWork() {}

    /// What was deleted.
    ///
    /// @param job the purge that follows
    /// @param faces how many faces went
    public record Deleted(String job, int faces) {}

    /// Queues a purge, or joins the one that waits, and says so.
    public static Reply after(Backend backend, String gallery, String owner, int faces) {
        Job job = start(backend, gallery, owner);
        return Reply.json(202, new Deleted(job.id(), faces)).with("Location", "/v1/jobs/" + job.id());
    }

    /// Begins again what an earlier process did not bring to its end.
    static void resume(Backend backend) {
        backend.engine().galleriesToPurge().forEach(gallery -> start(backend, gallery, Principal.LOCAL.id()));
    }

    public static Job start(Backend backend, String gallery, String owner) {
        return backend.jobs().startOnce("purge", gallery, owner, job -> {
            job.progress("rewriting", 0, 1);
            backend.turns()
                    .take(gallery, () -> backend.engine().contents(gallery).purge());
            job.progress("rewriting", 1, 1);
            return Map.of();
        });
    }
}
