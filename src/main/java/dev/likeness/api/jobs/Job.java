package dev.likeness.api.jobs;

import dev.likeness.api.http.EventSource;
import dev.likeness.api.problem.Problem;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Work that runs in the background of the server.
public final class Job implements EventSource {
    private static final long NANOS_BETWEEN_EVENTS = 200_000_000;

    /// The state of a job.
    public enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    private final String id = UUID.randomUUID().toString();
    private final String kind;
    private final String gallery;
    private final String owner;
    private final Instant created;
    private final Consumer<Job> whenEnded;

    private static final int MAX_LATEST_FACES = 24;

    private static final int MAX_LATEST_UNREADABLE = 24;

    private final Deque<FaceId> latestFaces = new ArrayDeque<>();
    private final SequencedMap<String, String> unreadable = new LinkedHashMap<>();
    private final Map<Object, Subscriber> subscribers = new LinkedHashMap<>();
    private volatile boolean cancelled;
    private State state = State.QUEUED;
    private @Nullable String step;
    private long done;
    private long total;
    private long lastEvent;
    private @Nullable Instant started;
    private @Nullable Instant ended;
    private @Nullable Object result;
    private @Nullable Problem problem;

    private record Subscriber(Consumer<Object> listener, Runnable onEnd) {}

    /// A file that could not be read. Components are keys of the JSON form.
    public record UnreadableFile(String file, String reason) {}

    /// Snapshot of a job. Components are keys of the JSON form.
    ///
    /// @param kind such as `ingest`
    /// @param state `queued`, `running`, `done`, `failed` or `cancelled`
    /// @param step the current step, such as `reading`; null before the first
    /// @param done units of `step` completed
    /// @param total units of `step`; 0 if unknown
    /// @param result null unless the job is done
    /// @param problem null unless the job failed
    public record Status(
            String id,
            String kind,
            String gallery,
            String state,
            @Nullable String step,
            long done,
            long total,
            Instant created,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable Object result,
            @Nullable Problem problem) {}

    Job(String kind, String gallery, String owner, Instant created, Consumer<Job> whenEnded) {
        this.whenEnded = whenEnded;
        this.kind = kind;
        this.gallery = gallery;
        this.owner = owner;
        this.created = created.truncatedTo(ChronoUnit.MILLIS);
    }

    public String id() {
        return id;
    }

    public String kind() {
        return kind;
    }

    public String gallery() {
        return gallery;
    }

    /// Id of the principal that started the job.
    public String owner() {
        return owner;
    }

    public synchronized Status status() {
        return new Status(
                id,
                kind,
                gallery,
                state.name().toLowerCase(java.util.Locale.ROOT),
                step,
                done,
                total,
                created,
                started,
                ended,
                result,
                problem);
    }

    public synchronized boolean isFinished() {
        return switch (state) {
            case QUEUED, RUNNING -> false;
            case DONE, FAILED, CANCELLED -> true;
        };
    }

    synchronized boolean isQueued() {
        return state == State.QUEUED && !cancelled;
    }

    /// Requests cancellation. Completed work is kept.
    public synchronized void cancel() {
        if (!isFinished()) {
            cancelled = true;
            if (state == State.QUEUED) {
                finish(State.CANCELLED);
            }
        }
    }

    /// Whether cancellation was requested.
    public boolean isCancelled() {
        return cancelled;
    }

    /// Reports progress.
    ///
    /// @param newTotal 0 if unknown
    public synchronized void progress(String newStep, long newDone, long newTotal) {
        boolean isNew = !newStep.equals(step);
        step = newStep;
        done = newDone;
        total = newTotal;
        long now = System.nanoTime();
        if (isNew || newDone == newTotal || now - lastEvent >= NANOS_BETWEEN_EVENTS) {
            lastEvent = now;
            notifySubscribers();
        }
    }

    /// Notes a face that the job has found.
    public synchronized void found(FaceId face) {
        latestFaces.addFirst(face);
        if (latestFaces.size() > MAX_LATEST_FACES) {
            latestFaces.removeLast();
        }
    }

    /// Some of the faces that the job has found, latest first.
    public synchronized List<FaceId> latestFaces() {
        return List.copyOf(latestFaces);
    }

    /// Notes a file that the job could not read. A file that is noted twice counts once.
    public synchronized void unreadable(String file, String reason) {
        unreadable.put(file, reason);
    }

    /// Number of files that the job could not read so far.
    public synchronized int unreadable() {
        return unreadable.size();
    }

    /// Some of the files that the job could not read, latest first.
    public synchronized List<UnreadableFile> latestUnreadable() {
        return unreadable.sequencedEntrySet().reversed().stream()
                .limit(MAX_LATEST_UNREADABLE)
                .map(file -> new UnreadableFile(file.getKey(), file.getValue()))
                .toList();
    }

    void run(Jobs.Task work) {
        synchronized (this) {
            if (isFinished()) {
                return;
            }
            state = State.RUNNING;
            started = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            notifySubscribers();
        }
        try {
            Object returned = work.run(this);
            synchronized (this) {
                result = returned;
                finish(cancelled ? State.CANCELLED : State.DONE);
            }
        } catch (RuntimeException | Error failure) {
            boolean stopped =
                    cancelled && failure instanceof LikenessException stop && stop.code() == ErrorCode.CANCELLED;
            synchronized (this) {
                if (!stopped) {
                    problem = Problem.of(failure, "job " + id);
                }
                finish(stopped ? State.CANCELLED : State.FAILED);
            }
        }
    }

    private void finish(State finalState) {
        state = finalState;
        ended = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        whenEnded.accept(this);
        notifySubscribers();
        subscribers.values().forEach(subscriber -> subscriber.onEnd().run());
        subscribers.clear();
    }

    private void notifySubscribers() {
        if (!subscribers.isEmpty()) {
            Status now = status();
            subscribers.values().forEach(subscriber -> subscriber.listener().accept(now));
        }
    }

    @Override
    public synchronized AutoCloseable subscribe(Consumer<Object> listener, Runnable end) {
        listener.accept(status());
        if (isFinished()) {
            end.run();
            return () -> {};
        }
        Object handle = new Object();
        subscribers.put(handle, new Subscriber(listener, end));
        return () -> unsubscribe(handle);
    }

    private synchronized void unsubscribe(Object handle) {
        subscribers.remove(handle);
    }
}
