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
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.PhotoId;
import dev.likeness.support.UndecodablePath;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Ingest and clustering as jobs. An ingest releases the write lock regularly, so that other changes of the
/// gallery need not wait for its end.
public final class IngestJob {
    /// Resuming costs a look at every file, so the lock is not released more often.
    private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /// Time to the first clustering: soon enough for somebody who waits for the first people.
    private static final long FIRST_CLUSTERING_NANOS = TimeUnit.SECONDS.toNanos(4);

    /// So many faces are clustered even sooner.
    private static final int FIRST_CLUSTERING_FACES = 100;

    private final Engine engine;
    private final GalleryWriteLock writeLock;
    private final EngineFigures figures;

    /// @param backend supplies the engine, the write lock and the metrics
    public IngestJob(Backend backend) {
        this.engine = backend.engine();
        this.figures = backend.figures();
        this.writeLock = backend.writeLock();
    }

    /// Adds photos to a gallery. If they are clustered, people appear long before the end: the faces found so
    /// far are clustered again and again, each time after twice as long.
    ///
    /// @param thenCluster whether the new faces are clustered
    public IngestSummary ingest(Job job, IngestRequest request, boolean thenCluster) {
        Progress progress = new Progress(job, figures);
        IngestSummary summary = ingestSlice(job, request, progress, thenCluster);
        while (!summary.completed() && !job.isCancelled()) {
            if (thenCluster && progress.isClusteringDue()) {
                cluster(job, request.gallery(), false);
                progress.clustered();
            }
            summary = summary.followedBy(ingestSlice(job, request, progress, thenCluster));
        }
        return thenCluster && summary.completed()
                ? summary.withPeople(cluster(job, request.gallery(), false))
                : summary;
    }

    private IngestSummary ingestSlice(Job job, IngestRequest request, Progress progress, boolean thenCluster) {
        return writeLock.withLockNoTimeout(request.gallery(), () -> {
            long end = System.nanoTime() + SLICE_NANOS;
            return engine.ingest(request, figures.ingestTimes(), progress, () -> {
                long now = System.nanoTime();
                return job.isCancelled()
                        || (thenCluster && progress.isClusteringDue())
                        || (now > end && writeLock.hasWaiters(request.gallery()));
            });
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

    /// How far an ingest is, over all its slices, and when the faces found so far are clustered.
    private static final class Progress implements IngestListener {
        private final Job job;
        private final EngineFigures figures;

        /// The files that this slice and the ones before it are done with. A slice begins with those known
        /// already.
        private final AtomicInteger done = new AtomicInteger();
        private final AtomicInteger reached = new AtomicInteger();
        private volatile int total;

        private final AtomicInteger foundFaces = new AtomicInteger();

        /// Whether there is a new face: the first photos come late, while models are being loaded.
        private volatile boolean hasBegun;

        private volatile long nextClustering;

        /// Changed only between two slices.
        private long wait = FIRST_CLUSTERING_NANOS;

        Progress(Job job, EngineFigures figures) {
            this.job = job;
            this.figures = figures;
        }

        @Override
        public void started(int files) {
            total = files;
            done.set(0);
            if (!hasBegun) {
                nextClustering = System.nanoTime() + FIRST_CLUSTERING_NANOS;
            }
            job.progress("reading", Math.min(reached.get(), files), files);
        }

        boolean isClusteringDue() {
            if (!hasBegun) {
                return false;
            }
            boolean isFirst = wait == FIRST_CLUSTERING_NANOS;
            return System.nanoTime() - nextClustering >= 0 || (isFirst && foundFaces.get() >= FIRST_CLUSTERING_FACES);
        }

        void clustered() {
            wait *= 2;
            nextClustering = System.nanoTime() + wait;
        }

        @Override
        public void finished(IngestResult outcome, int faces) {
            figures.photoFinished(outcome);
            if (outcome instanceof IngestResult.Indexed(Path _, PhotoId photo, int found)) {
                hasBegun = true;
                foundFaces.addAndGet(found);
                for (int i = 0; i < found; i++) {
                    job.found(new FaceId(photo, i));
                }
            }
            if (outcome instanceof IngestResult.Unreadable(Path file, ErrorCode _, String reason)) {
                job.unreadable(UndecodablePath.text(file), reason);
            }
            int now = done.incrementAndGet();
            job.progress("reading", reached.accumulateAndGet(now, Math::max), total);
        }
    }
}
