package dev.likeness.api.v1.upload;

import dev.likeness.api.Backend;
import dev.likeness.api.IngestJob;
import dev.likeness.api.jobs.Job;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// Clusters the new faces of a gallery when no more photos come. A client that sends them one by one cannot
/// do that if it ends early: a browser's tab may be closed at any moment.
final class IdleClustering {
    private static final Set<String> CLUSTERING_JOBS = Set.of("cluster", "ingest");

    /// The number of the latest photo, by gallery; only while its clustering is still to come.
    private final ConcurrentMap<String, Long> latest = new ConcurrentHashMap<>();

    private final AtomicLong photos = new AtomicLong();

    /// Notes that a photo was added. If this is the latest after some time, and no clustering began since,
    /// one begins.
    ///
    /// @param owner id of the principal
    void photoAdded(Backend backend, String gallery, String owner, Duration idle) {
        long added = photos.incrementAndGet();
        // Not by their times: the clock may be set back.
        Set<String> before = clusterings(backend, gallery);
        latest.put(gallery, added);
        CompletableFuture.delayedExecutor(idle.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> cluster(backend, gallery, owner, added, before));
    }

    private void cluster(Backend backend, String gallery, String owner, long added, Set<String> before) {
        if (!latest.remove(gallery, added)
                || backend.jobs().isStopped()
                || !backend.engine().galleries().exists(gallery)
                || !before.containsAll(clusterings(backend, gallery))) {
            return;
        }
        IngestJob work = new IngestJob(backend);
        backend.jobs().startFollowUp("cluster", gallery, owner, job -> work.cluster(job, gallery, false));
    }

    private static Set<String> clusterings(Backend backend, String gallery) {
        return backend.jobs().list().stream()
                .filter(job -> job.gallery().equals(gallery) && CLUSTERING_JOBS.contains(job.kind()))
                .map(Job::id)
                .collect(Collectors.toSet());
    }
}
