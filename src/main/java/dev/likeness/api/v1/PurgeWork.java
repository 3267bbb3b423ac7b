package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.Job;
import dev.likeness.api.Reply;
import java.util.Map;

/// What follows every deletion: until it is done, bytes of what was deleted stay in the gallery's
/// files.
final class PurgeWork {
    private PurgeWork() {}

    /// @param job the purge that follows
    /// @param faces how many faces went
    record Deleted(String job, int faces) {}

    /// Queues a purge, or joins the one that waits, and says so.
    static Reply after(Backend backend, String gallery, String owner, int faces) {
        Job job = start(backend, gallery, owner);
        return Reply.json(202, new Deleted(job.id(), faces)).with("Location", "/v1/jobs/" + job.id());
    }

    static Job start(Backend backend, String gallery, String owner) {
        return backend.jobs().startOnce("purge", gallery, owner, job -> {
            job.progress("rewriting", 0, 1);
            backend.turns()
                    .take(gallery, () -> backend.engine().contents(gallery).purge());
            job.progress("rewriting", 1, 1);
            return Map.of();
        });
    }
}
