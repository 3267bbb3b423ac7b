package dev.likeness.api;

import dev.likeness.api.auth.Principal;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.jobs.Job;
import dev.likeness.engine.Galleries;
import dev.likeness.engine.backup.KeptBackup;
import dev.likeness.face.LikenessException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The job that follows every deletion and rewrites the gallery's files. Until it ends, deleted bytes stay in
/// them.
public final class PurgeJob {
    private static final Logger LOG = LoggerFactory.getLogger(PurgeJob.class);

    private PurgeJob() {}

    /// Result of a deletion. Components are keys of the JSON form.
    ///
    /// @param job id of the purge job
    /// @param faces number of deleted faces
    /// @param backups that still hold them
    public record Deleted(String job, int faces, List<KeptBackup> backups) {}

    /// Queues a purge, or joins the queued one, and makes the response to the deletion.
    public static Reply deletedReply(Backend backend, Call call, String gallery, int faces) {
        Job job = startFollowUp(backend, gallery, call.principal().id());
        return Reply.json(202, new Deleted(job.id(), faces, BackupNotice.add(backend, call, gallery)))
                .withHeader("Location", "/v1/jobs/" + job.id());
    }

    /// Queues the purge that follows a deletion through a protocol that has no field for its result, and names
    /// the backups that still hold what was deleted.
    public static void startFollowUp(Backend backend, Call call, String gallery) {
        BackupNotice.add(backend, call, gallery);
        startFollowUp(backend, gallery, call.principal().id());
    }

    /// Queues the purge that follows a deletion, or joins the queued one, and forgets the gallery's rendered
    /// images. If the server stops first, the next one starts the purge again.
    private static Job startFollowUp(Backend backend, String gallery, String owner) {
        backend.images().forget(gallery);
        return backend.jobs().startFollowUp("purge", gallery, owner, job -> purge(backend, gallery, job));
    }

    /// Queues a purge on request, or joins the queued one.
    ///
    /// @throws ProblemException 429 `TOO_BUSY` if too many jobs are queued; 503 `SHUTTING_DOWN`
    public static Job start(Backend backend, String gallery, String owner) {
        return backend.jobs().startOrJoin("purge", gallery, owner, job -> purge(backend, gallery, job));
    }

    /// Queues the purges that an earlier process did not complete.
    static void resumePending(Backend backend) {
        backend.engine()
                .galleries()
                .toPurge()
                .forEach(gallery -> startFollowUp(backend, gallery, Principal.LOCAL.id()));
    }

    /// Deletes the files of uploads that no gallery has. The server does so when it starts.
    static void sweepUploads(Backend backend) {
        Galleries galleries = backend.engine().galleries();
        for (String gallery : galleries.names()) {
            try {
                galleries.sweepUploads(gallery);
            } catch (LikenessException e) {
                // A damaged gallery, or one that another process writes, must not keep the server from starting.
                LOG.warn("cannot look for files of uploads that gallery {} does not have", gallery, e);
            }
        }
    }

    private static Object purge(Backend backend, String gallery, Job job) {
        job.progress("rewriting", 0, 1);
        backend.writeLock().withLock(gallery, () -> backend.engine().galleries().purge(gallery));
        job.progress("rewriting", 1, 1);
        return Map.of();
    }
}
