package dev.likeness.api.v1.live;

import dev.likeness.api.Backend;
import dev.likeness.api.http.EventSource;
import java.util.HashMap;
import java.util.Map;

/// The events of all galleries. A gallery is watched while somebody reads its events.
public final class GalleryEvents {
    private final Map<String, GalleryWatch> watches = new HashMap<>();

    public GalleryEvents() {}

    /// The events of a gallery. They end when the gallery is deleted or the server stops.
    EventSource of(Backend backend, String gallery) {
        return (listener, end) -> {
            synchronized (watches) {
                GalleryWatch watch = watches.get(gallery);
                if (watch != null && !watch.hasEnded()) {
                    return watch.subscribe(listener, end);
                }
                GalleryWatch begun = new GalleryWatch(backend, gallery);
                watches.put(gallery, begun);
                AutoCloseable subscription = begun.subscribe(listener, end);
                Thread.ofVirtual().name("gallery-events").start(begun::run);
                return subscription;
            }
        };
    }
}
