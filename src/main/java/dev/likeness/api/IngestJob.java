package dev.likeness.api;

import dev.likeness.api.jobs.GalleryWriteLock;
import dev.likeness.api.jobs.Job;
import dev.likeness.engine.Engine;
import dev.likeness.engine.clustering.ClusterSummary;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.engine.ingest.IngestListener;
import dev.likeness.engine.ingest.IngestRequest;
import dev.likeness.engine.ingest.IngestResult;
import dev.likeness.engine.ingest.IngestSummary;
import dev.likeness.extract.StageTimes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Ingest and clustering as jobs. An ingest releases the write lock regularly, so that other changes of the
/// gallery need not wait for its end.
public final class IngestJob {
    /// Resuming costs a look at every file, so the lock is not released more often.
    private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Engine engine;
    private final GalleryWriteLock writeLock;

    /// @param backend supplies the engine and the write lock
    public IngestJob(Backend backend) {
        this.engine = backend.engine();
        this.writeLock = backend.writeLock();
    }

    /// Adds photos to a gallery.
    ///
    /// @param thenCluster whether the new faces are clustered at the end
    public IngestSummary ingest(Job job, IngestRequest request, boolean thenCluster) {
        IngestSummary summary = ingestSlice(job, request);
        while (!summary.completed() && !job.isCancelled()) {
            summary = summary.followedBy(ingestSlice(job, request));
        }
        return thenCluster && summary.completed()
                ? summary.withPeople(cluster(job, request.gallery(), false))
                : summary;
    }

    private IngestSummary ingestSlice(Job job, IngestRequest request) {
        return writeLock.withLockNoTimeout(request.gallery(), () -> {
            long end = System.nanoTime() + SLICE_NANOS;
            return engine.ingest(
                    request,
                    new StageTimes(),
                    new Progress(job),
                    () -> job.isCancelled() || (System.nanoTime() > end && writeLock.hasWaiters(request.gallery())));
        });
    }

    /// Clusters the faces of a gallery.
    ///
    /// @param full whether all faces are clustered, not only new faces and those close to them
    public ClusterSummary cluster(Job job, String gallery, boolean full) {
        ClusteringListener listener = new ClusteringListener() {
            @Override
            public void progress(String step, long done, long total) {
                job.progress(step, done, total);
            }

            @Override
            public boolean isCancelled() {
                return job.isCancelled();
            }
        };
        return writeLock.withLockNoTimeout(
                gallery, () -> full ? engine.cluster(gallery, listener) : engine.clusterNew(gallery, listener));
    }

    private static final class Progress implements IngestListener {
        private final Job job;
        private final AtomicInteger done = new AtomicInteger();
        private volatile int total;

        Progress(Job job) {
            this.job = job;
        }

        @Override
        public void started(int files) {
            total = files;
            job.progress("reading", 0, files);
        }

        @Override
        public void finished(IngestResult outcome, int faces) {
            job.progress("reading", done.incrementAndGet(), total);
        }
    }
}
