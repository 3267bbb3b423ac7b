package dev.likeness.api;

import dev.likeness.api.auth.Principal;
import dev.likeness.api.jobs.Job;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.engine.backup.BackupOptions;
import dev.likeness.engine.backup.BackupSummary;
import dev.likeness.engine.backup.Backups;
import dev.likeness.face.LikenessException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Backs up every gallery from time to time, if the configuration says so. When the last backup was made
/// stands beside the galleries, so a restart neither forgets nor repeats one. A backup that fails is
/// reported and tried again.
final class BackupSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackupSchedule.class);
    private static final Duration MAX_RETRY = Duration.ofMinutes(10);
    private static final Duration MAX_PERIOD = Duration.ofMinutes(1);

    private final Backend backend;
    private final Backups backups;
    private final BackupOptions options;
    private final BackupJob work;
    private final AtomicLong failures = new AtomicLong();
    private final Map<String, Job> running = new HashMap<>();
    private final BackupTimes times;
    private final Thread thread =
            Thread.ofPlatform().name("backup-schedule").daemon().unstarted(this::run);
    private long cleanedNanos;
    private boolean isCleaned;

    private BackupSchedule(Backend backend) {
        this.backend = backend;
        this.backups = backend.engine().galleries().backups();
        this.options = backups.options();
        this.work = new BackupJob(backend);
        this.times = new BackupTimes(options.every(), InstantSource.system(), System::nanoTime);
    }

    /// Starts to back up; does nothing if the configuration asks for no backups.
    static BackupSchedule start(Backend backend) {
        BackupSchedule schedule = new BackupSchedule(backend);
        if (!schedule.options.every().isZero()) {
            backend.metrics()
                    .gauge(
                            "likeness.backup.age.seconds",
                            "Time since the oldest last backup of any gallery; -1 if one has none",
                            schedule::oldest);
            backend.metrics()
                    .gauge(
                            "likeness.backup.failures",
                            "Backups that failed since the server started",
                            schedule.failures::get);
            schedule.thread.start();
        }
        return schedule;
    }

    private void run() {
        Duration period = min(MAX_PERIOD, options.every().dividedBy(4));
        try {
            while (true) {
                tick();
                Thread.sleep(period);
            }
        } catch (InterruptedException _) {
            // The server stops.
        }
    }

    private void tick() {
        try {
            for (String gallery : backend.engine().galleries().names()) {
                Job job = running.get(gallery);
                if (job == null) {
                    startIfDue(gallery);
                } else if (job.isFinished()) {
                    running.remove(gallery);
                    report(gallery, job.status());
                }
            }
            long now = System.nanoTime();
            if (running.isEmpty()
                    && (!isCleaned || now - cleanedNanos >= options.every().toNanos())) {
                isCleaned = true;
                cleanedNanos = now;
                removeExpired();
            }
        } catch (RuntimeException e) {
            LOG.error("the schedule of backups failed, and goes on", e);
        }
    }

    private void startIfDue(String gallery) {
        if (times.isDue(gallery, backups.last(gallery)) && !backend.jobs().isStopped()) {
            running.put(
                    gallery, backend.jobs().startFollowUp("backup", gallery, Principal.LOCAL.id(), work.task(gallery)));
        }
    }

    private void report(String gallery, Job.Status job) {
        if (job.result() instanceof BackupSummary made) {
            times.made(gallery);
            LOG.info(
                    "backed up gallery {}: {} files and {} bytes copied, {} old backups removed",
                    gallery,
                    made.copiedFiles(),
                    made.copiedBytes(),
                    made.removed().size());
        } else if (job.state().equals("failed")) {
            failures.incrementAndGet();
            Duration pause = min(isBusy(job) ? MAX_PERIOD : MAX_RETRY, options.every());
            times.failed(gallery, pause);
            LOG.error(
                    "the backup of gallery {} failed, and is tried again in {} s: {}",
                    gallery,
                    pause.toSeconds(),
                    job.problem() == null ? "" : job.problem().detail());
        }
    }

    /// Whether somebody else kept the backup from being made, who may end soon.
    private static boolean isBusy(Job.Status job) {
        return job.problem() != null && job.problem().code() == ProblemCode.GALLERY_BUSY;
    }

    private void removeExpired() {
        options.directory().ifPresent(folder -> {
            try {
                List<String> removed = backups.removeExpired(folder, work.passphrase());
                if (!removed.isEmpty()) {
                    LOG.info("removed expired backups of deleted galleries: {}", String.join(", ", removed));
                }
            } catch (LikenessException e) {
                LOG.warn("cannot remove expired backups of deleted galleries", e);
            }
        });
    }

    private double oldest() {
        Instant now = Instant.now();
        double oldest = 0;
        for (String gallery : backend.engine().galleries().names()) {
            Instant last = backups.last(gallery).orElse(null);
            if (last == null) {
                return -1;
            }
            oldest = Math.max(oldest, Duration.between(last, now).toMillis() / 1000.0);
        }
        return oldest;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /// Starts no more backups.
    @Override
    public void close() {
        thread.interrupt();
    }
}
