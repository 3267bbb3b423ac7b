package dev.likeness.api.v1.live;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import java.util.Map;

/// `/v1/galleries/{gallery}/events`: what changes in a gallery, as it happens.
public final class GalleryEventsResource {
    private final Backend backend;
    private final GalleryEvents events;

    public GalleryEventsResource(Backend backend, GalleryEvents events) {
        this.backend = backend;
        this.events = events;
    }

    public void mount(Routes routes) {
        routes.get(
                "/v1/galleries/:gallery/events",
                "watchGallery",
                Scope.READ,
                call -> new Reply.Events(events.of(backend, backend.requireGallery(call)), Map.of()));
    }
}
