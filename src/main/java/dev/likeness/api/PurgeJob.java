package dev.likeness.api;

import dev.likeness.api.auth.Principal;
import dev.likeness.api.http.Reply;
import dev.likeness.api.jobs.Job;
import java.util.Map;

/// What follows every deletion: until it is done, bytes of what was deleted stay in the gallery's
/// files.
public final class PurgeJob {
    private PurgeJob() {}

    /// What was deleted.
    ///
    /// @param job the purge that follows
    /// @param faces how many faces went
    public record Deleted(String job, int faces) {}

    /// Queues a purge, or joins the one that waits, and says so.
    public static Reply deletedReply(Backend backend, String gallery, String owner, int faces) {
        Job job = startFollowUp(backend, gallery, owner);
        return Reply.json(202, new Deleted(job.id(), faces)).withHeader("Location", "/v1/jobs/" + job.id());
    }

    /// Queues the purge that follows a deletion, or joins the one that waits. What a stopping server
    /// leaves undone, the next one begins again.
    public static Job startFollowUp(Backend backend, String gallery, String owner) {
        return backend.jobs().startFollowUp("purge", gallery, owner, job -> purge(backend, gallery, job));
    }

    /// Queues a purge that somebody asks for, or joins the one that waits.
    ///
    /// @throws ProblemException 429 `TOO_BUSY` if too many jobs are queued; 503 `SHUTTING_DOWN`
    public static Job start(Backend backend, String gallery, String owner) {
        return backend.jobs().startOrJoin("purge", gallery, owner, job -> purge(backend, gallery, job));
    }

    /// Begins again what an earlier process did not bring to its end.
    static void resumePending(Backend backend) {
        backend.engine().galleriesToPurge().forEach(gallery -> startFollowUp(backend, gallery, Principal.LOCAL.id()));
    }

    private static Object purge(Backend backend, String gallery, Job job) {
        job.progress("rewriting", 0, 1);
        backend.writeLock()
                .withLock(gallery, () -> backend.engine().contents(gallery).purge());
        job.progress("rewriting", 1, 1);
        return Map.of();
    }
}
