package dev.likeness.api.v1.live;

import dev.likeness.api.Backend;
import dev.likeness.api.jobs.Job;
import dev.likeness.engine.contents.GalleryState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at a gallery again and again and tells its subscribers what changed. Looking finds the changes of other
/// processes too, which nothing announces.
final class GalleryWatch {
    private static final Logger LOG = LoggerFactory.getLogger(GalleryWatch.class);
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final Backend backend;
    private final String gallery;
    private final Map<Object, Subscriber> subscribers = new LinkedHashMap<>();
    private final Map<String, GalleryEvent.JobChanged> jobs = new ConcurrentHashMap<>();
    private volatile @Nullable GalleryState state;
    private boolean ended;

    private record Subscriber(Consumer<Object> listener, Runnable end) {}

    GalleryWatch(Backend backend, String gallery) {
        this.backend = backend;
        this.gallery = gallery;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /// Adds a subscriber, which receives the current state first. Nothing is read here.
    synchronized AutoCloseable subscribe(Consumer<Object> listener, Runnable end) {
        if (ended) {
            end.run();
            return () -> {};
        }
        GalleryState now = state;
        if (now != null) {
            listener.accept(new GalleryEvent.PhotosChanged(now.version(), now.photos(), now.faces()));
            listener.accept(new GalleryEvent.PeopleChanged(now.version(), now.lastEvent()));
        }
        jobs.values().stream().filter(GalleryWatch::isUnfinished).forEach(listener);
        Object handle = new Object();
        subscribers.put(handle, new Subscriber(listener, end));
        return () -> unsubscribe(handle);
    }

    private synchronized void unsubscribe(Object handle) {
        subscribers.remove(handle);
    }

    /// Watches until the last subscriber leaves, the gallery is deleted or the server stops.
    void run() {
        try {
            while (isWanted()) {
                tell(step());
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // The gallery was deleted meanwhile, or cannot be read; the next request for it reports the reason.
            LOG.debug("the events of a gallery ended", e);
        } finally {
            end();
        }
    }

    private synchronized boolean isWanted() {
        return !subscribers.isEmpty()
                && !backend.jobs().isStopped()
                && backend.engine().galleries().exists(gallery);
    }

    private synchronized void tell(List<GalleryEvent> events) {
        events.forEach(
                event -> subscribers.values().forEach(one -> one.listener().accept(event)));
    }

    private synchronized void end() {
        ended = true;
        subscribers.values().forEach(one -> one.end().run());
        subscribers.clear();
    }

    /// Takes over the current state.
    ///
    /// @return what changed
    private List<GalleryEvent> step() {
        List<GalleryEvent> events = new ArrayList<>(changedJobs());
        GalleryState before = state;
        if (before != null && backend.engine().contents(gallery).version().equals(before.version())) {
            return events;
        }
        GalleryState now = backend.engine().contents(gallery).state();
        state = now;
        boolean otherPhotos = before == null || now.photos() != before.photos() || now.faces() != before.faces();
        boolean otherPeople =
                before == null || now.lastEvent() != before.lastEvent() || now.people() != before.people();
        if (otherPhotos) {
            events.add(new GalleryEvent.PhotosChanged(now.version(), now.photos(), now.faces()));
        }
        // A clustering may move faces and leave all counts as they were.
        if (otherPeople || !otherPhotos) {
            events.add(new GalleryEvent.PeopleChanged(now.version(), now.lastEvent()));
        }
        return events;
    }

    private List<GalleryEvent.JobChanged> changedJobs() {
        List<GalleryEvent.JobChanged> changed = new ArrayList<>();
        for (Job job : backend.jobs().list()) {
            GalleryEvent.JobChanged known = jobs.get(job.id());
            if (job.gallery().equals(gallery) && (known == null || isUnfinished(known))) {
                GalleryEvent.JobChanged now = GalleryEvent.JobChanged.of(job);
                if (!now.equals(known)) {
                    jobs.put(job.id(), now);
                    changed.add(now);
                }
            }
        }
        return changed.reversed();
    }

    private static boolean isUnfinished(GalleryEvent.JobChanged job) {
        return job.state().equals("queued") || job.state().equals("running");
    }
}
