package dev.likeness.cli.serve;

import dev.likeness.api.jobs.Job;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.engine.clustering.ClusterSummary;
import dev.likeness.engine.ingest.IngestResult;
import dev.likeness.engine.ingest.IngestSummary;
import dev.likeness.support.UndecodablePath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// Says on the terminal what the server's ingest jobs do: that one begins, how far it is, and how it ended.
/// Lines, not a progress bar: the output of a server often goes to a file.
final class IngestLog implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final String READING = "reading";
    private static final int MAX_UNREADABLE = 3;

    private final Console console;
    private final Supplier<List<Job>> jobs;
    private final Duration period;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Thread thread;

    /// What was said about a job last.
    private record Seen(String step, long done, long nanos, boolean isOver) {}

    /// Begins to watch.
    ///
    /// @param period time between two lines about the same job
    IngestLog(Console console, Supplier<List<Job>> jobs, Duration period) {
        this.console = console;
        this.jobs = jobs;
        this.period = period;
        this.thread = Thread.ofPlatform().name("ingest-log").daemon().start(this::run);
    }

    private void run() {
        try {
            while (true) {
                look();
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    private void look() {
        for (Job job : jobs.get().reversed()) {
            if (job.kind().equals("ingest")) {
                look(job.status());
            }
        }
    }

    private void look(Job.Status job) {
        Seen before = seen.get(job.id());
        if (before != null && before.isOver()) {
            return;
        }
        long now = System.nanoTime();
        String step = job.step();
        if (job.ended() != null) {
            end(job);
            seen.put(job.id(), new Seen("", job.done(), now, true));
        } else if (step != null) {
            if (before == null) {
                console.note(say("Adding photos to the gallery %s: %,d files.", job.gallery(), job.total()));
            } else if (now - before.nanos() >= period.toNanos()) {
                boolean isSameStep = step.equals(before.step());
                double seconds = (now - before.nanos()) / 1e9;
                console.note(progress(job, step, isSameStep ? (job.done() - before.done()) / seconds : 0));
            } else {
                return;
            }
            seen.put(job.id(), new Seen(step, job.done(), now, false));
        }
    }

    private static String progress(Job.Status job, String step, double rate) {
        String text = job.total() > 0
                ? say("%s: %,d of %,d", capital(step), job.done(), job.total())
                : say("%s: %,d", capital(step), job.done());
        return step.equals(READING) && rate > 0 && job.done() < job.total()
                ? text + say(", %.1f photos/s, %s left.", rate, time((job.total() - job.done()) / rate))
                : text + ".";
    }

    private void end(Job.Status job) {
        switch (job.state()) {
            case "done" -> {
                if (job.result() instanceof IngestSummary summary) {
                    end(summary);
                }
            }
            case "cancelled" -> console.note("Stopped. Photos read so far are stored.");
            default ->
                console.note("Adding photos failed"
                        + (job.problem() == null ? "." : ": " + job.problem().detail() + "."));
        }
    }

    private void end(IngestSummary summary) {
        console.note(say(
                "Done: %s with %s, %,d of them without a face, %,d known already, %,d unreadable; %s.",
                Counted.of(summary.added() + summary.withoutFace(), "new photo"),
                Counted.faces(summary.faces()),
                summary.withoutFace(),
                summary.unchanged(),
                summary.unreadable().size(),
                time(summary.seconds())));
        for (IngestResult.Unreadable file :
                summary.unreadable().stream().limit(MAX_UNREADABLE).toList()) {
            console.note("  unreadable: " + UndecodablePath.text(file.file()) + ": " + file.reason());
        }
        int further = summary.unreadable().size() - MAX_UNREADABLE;
        if (further > 0) {
            console.note(say("  and %,d more; the page Jobs lists all.", further));
        }
        summary.notRead().forEach(kind -> console.note("  " + kind.describe() + "."));
        ClusterSummary people = summary.people();
        if (people != null) {
            console.note(say(
                    "The gallery %s has %s of %s; %,d are unassigned.",
                    summary.gallery(),
                    Counted.faces(people.faces()),
                    Counted.people(people.people()),
                    people.unassigned()));
            if (people.warning() != null) {
                console.note("Warning: " + people.warning());
            }
        }
    }

    private static String time(double seconds) {
        long whole = Math.max(1, Math.round(seconds));
        if (whole < 100) {
            return whole + " s";
        }
        return whole < 6000 ? Math.round(whole / 60.0) + " min" : say("%d h %d min", whole / 3600, whole % 3600 / 60);
    }

    private static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation is not a dependency of ours
    private static String say(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            boolean _ = thread.join(LOOK);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
