package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.Facade;
import dev.likeness.api.auth.SignInLimit;
import dev.likeness.api.http.Routes;
import dev.likeness.api.v1.live.FoldersResource;
import dev.likeness.api.v1.live.GalleryEvents;
import dev.likeness.api.v1.live.GalleryEventsResource;

/// The native API `/v1`, with its documentation, health checks and metrics.
public final class NativeApi implements Facade {
    /// Shared by all event loops: a request may be repeated on another connection.
    private final Idempotency idempotency = new Idempotency();

    /// Shared by all event loops: one watcher for each gallery.
    private final GalleryEvents events = new GalleryEvents();

    /// Shared by all event loops: a client may open any number of connections.
    private final SignInLimit signInLimit = new SignInLimit();

    /// Shared by all event loops: the requests for the pages of a list come on several connections.
    private final PeopleListCache people = new PeopleListCache();

    /// Shared by all event loops: the photos of one client come on several connections.
    private final IdleClustering idleClustering = new IdleClustering();

    @Override
    public void mount(Routes routes, Backend backend) {
        new HealthResource(backend).mount(routes);
        new MetricsResource(backend).mount(routes);
        new DocsResource().mount(routes);
        new SessionResource(backend, signInLimit).mount(routes);
        new GalleriesResource(backend).mount(routes);
        new PhotosResource(backend, idempotency, idleClustering).mount(routes);
        new PhotoImagesResource(backend).mount(routes);
        new FacesResource(backend).mount(routes);
        new SearchResource(backend).mount(routes);
        new PeopleResource(backend, people).mount(routes);
        new HistoryResource(backend).mount(routes);
        new ReviewResource(backend).mount(routes);
        new DuplicatesResource(backend).mount(routes);
        new JobsResource(backend).mount(routes);
        new BackupResource(backend).mount(routes);
        new GalleryEventsResource(backend, events).mount(routes);
        new FoldersResource(backend).mount(routes);
    }
}
