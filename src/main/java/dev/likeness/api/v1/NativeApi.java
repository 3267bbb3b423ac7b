package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.Facade;
import dev.likeness.api.auth.SignInLimit;
import dev.likeness.api.http.Routes;
import dev.likeness.api.v1.live.FoldersResource;
import dev.likeness.api.v1.live.GalleryEvents;
import dev.likeness.api.v1.live.GalleryEventsResource;
import dev.likeness.api.v1.upload.UploadResource;

/// The native API `/v1`, with its documentation, health checks and metrics.
public final class NativeApi implements Facade {
    @Override
    public void mount(Routes routes, Backend backend) {
        // The first routes are found first.
        new SearchResource(backend).mount(routes);
        new HealthResource(backend).mount(routes);
        new MetricsResource(backend).mount(routes.anyQuery());
        new DocsResource().mount(routes.anyQuery());
        new SessionResource(backend, new SignInLimit()).mount(routes);
        new GalleriesResource(backend).mount(routes);
        new UploadResource(backend).mount(routes);
        new PhotosResource(backend).mount(routes);
        new PhotoImagesResource(backend).mount(routes);
        new FacesResource(backend).mount(routes);
        // Before the paths of people by number, which match its paths too.
        new ExternalIdsResource(backend).mount(routes);
        new PeopleResource(backend, new KeptOrders()).mount(routes);
        new HistoryResource(backend).mount(routes);
        new ReviewResource(backend).mount(routes);
        new DuplicatesResource(backend).mount(routes);
        new JobsResource(backend).mount(routes);
        new BackupResource(backend).mount(routes);
        new GalleryEventsResource(backend, new GalleryEvents()).mount(routes);
        new FoldersResource(backend).mount(routes);
    }
}
