package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.IngestJob;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/// Clusters the new faces of a gallery when no more photos come. A client that sends them one by one cannot do that if
/// it ends early: a browser's tab may be closed at any moment.
final class IdleClustering {
    private static final Set<String> CLUSTERING_JOBS = Set.of("cluster", "ingest");

    /// When the latest photo came, by gallery; only while its clustering is still to come.
    private final ConcurrentMap<String, Instant> latest = new ConcurrentHashMap<>();

    /// Notes that a photo was added. If this is the latest after some time, and no clustering began since, one begins.
    ///
    /// @param owner id of the principal
    void photoAdded(Backend backend, String gallery, String owner, Duration idle) {
        // Jobs have the time of their creation in milliseconds.
        Instant added = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        latest.put(gallery, added);
        CompletableFuture.delayedExecutor(idle.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> cluster(backend, gallery, owner, added));
    }

    private void cluster(Backend backend, String gallery, String owner, Instant added) {
        if (!latest.remove(gallery, added)
                || backend.jobs().isStopped()
                || !backend.engine().galleries().exists(gallery)
                || hasClusteringSince(backend, gallery, added)) {
            return;
        }
        IngestJob work = new IngestJob(backend);
        backend.jobs().startFollowUp("cluster", gallery, owner, job -> work.cluster(job, gallery, false));
    }

    private static boolean hasClusteringSince(Backend backend, String gallery, Instant added) {
        return backend.jobs().list().stream()
                .filter(job -> job.gallery().equals(gallery) && CLUSTERING_JOBS.contains(job.kind()))
                .anyMatch(job -> !job.status().created().isBefore(added));
    }
}
