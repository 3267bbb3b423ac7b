package dev.likeness.api;

import dev.likeness.api.http.Metrics;
import dev.likeness.api.http.Metrics.Figure;
import dev.likeness.api.http.Metrics.Label;
import dev.likeness.api.jobs.Job;
import dev.likeness.api.jobs.Jobs;
import dev.likeness.api.trace.Tracing;
import dev.likeness.engine.ingest.IngestResult;
import dev.likeness.extract.Probe;
import dev.likeness.extract.Stage;
import dev.likeness.extract.StageTimes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Measures what the engine does for the server: searches, inference, ingests and jobs.
public final class EngineFigures {
    private static final List<String> UNFINISHED = List.of("queued", "running");

    private final Metrics metrics;
    private final Tracing tracing;
    private final StageTimes ingestTimes = new StageTimes();

    /// The kinds of jobs that there were since the start.
    private final Set<String> kinds = new ConcurrentSkipListSet<>();

    EngineFigures(Metrics metrics, Tracing tracing) {
        this.metrics = metrics;
        this.tracing = tracing;
        for (Stage stage : Stage.values()) {
            metrics.counter(
                    "likeness.ingest.cpu.seconds",
                    "CPU time of ingest jobs by stage",
                    new Label("stage", stage.name().toLowerCase(Locale.ROOT)),
                    () -> ingestTimes.nanos(stage) / (double) TimeUnit.SECONDS.toNanos(1));
        }
    }

    /// Publishes how many jobs are queued and running.
    void watch(Jobs jobs) {
        metrics.gauges("likeness.jobs", "Jobs that are queued or running, by kind", () -> unfinished(jobs.list()));
    }

    private List<Figure> unfinished(List<Job> jobs) {
        List<Job.Status> all = jobs.stream().map(Job::status).toList();
        all.forEach(job -> kinds.add(job.kind()));
        List<Figure> figures = new ArrayList<>();
        for (String kind : kinds) {
            for (String state : UNFINISHED) {
                long count = all.stream()
                        .filter(job -> job.kind().equals(kind) && job.state().equals(state))
                        .count();
                figures.add(new Figure(List.of(new Label("kind", kind), new Label("state", state)), count));
            }
        }
        return figures;
    }

    void jobEnded(Job job) {
        Job.Status status = job.status();
        metrics.count(
                "likeness.jobs.ended",
                "Jobs that ended, by kind and state",
                new Label("kind", status.kind()),
                new Label("state", status.state()));
    }

    void inferenceFinished(long waitedNanos, long ranNanos) {
        metrics.record(
                "likeness.inference",
                "Time of an image in the queue for inference (waiting) and of its detection and embedding (running)",
                new Label("phase", "waiting"),
                waitedNanos);
        metrics.record(
                "likeness.inference",
                "Time of an image in the queue for inference (waiting) and of its detection and embedding (running)",
                new Label("phase", "running"),
                ranNanos);
        tracing.part("inference", ranNanos, "likeness.waited_ms", Long.toString(waitedNanos / 1_000_000));
    }

    /// Where an ingest charges the CPU time of its stages to.
    StageTimes ingestTimes() {
        return ingestTimes;
    }

    void photoFinished(IngestResult result) {
        metrics.count(
                "likeness.ingest.photos",
                "Files that ingest jobs finished, by outcome",
                new Label(
                        "outcome",
                        switch (result) {
                            case IngestResult.Indexed _ -> "indexed";
                            case IngestResult.NoFaces _ -> "no-faces";
                            case IngestResult.AlreadyIndexed _ -> "known-already";
                            case IngestResult.Unreadable _ -> "unreadable";
                        }));
    }

    /// Runs a search and records how long it took.
    <T> T timeSearch(Collection<? extends Collection<? extends Probe>> probes, Supplier<T> search) {
        long start = System.nanoTime();
        try {
            return search.get();
        } finally {
            long nanos = System.nanoTime() - start;
            String kind = kind(probes);
            metrics.record(
                    "likeness.search",
                    "Time of a search, without the analysis of its picture, by kind of probe",
                    new Label("kind", kind),
                    nanos);
            tracing.part("search", nanos, "likeness.kind", kind);
        }
    }

    private static String kind(Collection<? extends Collection<? extends Probe>> probes) {
        for (Collection<? extends Probe> faces : probes) {
            for (Probe probe : faces) {
                return switch (probe) {
                    case Probe.PictureProbe _ -> "picture";
                    case Probe.StoredFaceProbe _ -> "stored-face";
                    case Probe.EmbeddingProbe _ -> "embedding";
                };
            }
        }
        return "no-face";
    }
}
