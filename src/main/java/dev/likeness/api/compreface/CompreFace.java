package dev.likeness.api.compreface;

import dev.likeness.api.Backend;
import dev.likeness.api.Facade;
import dev.likeness.api.http.Routes;

/// CompreFace's REST API: `/api/v1/recognition`, `/detection`, `/verification` and `/static`.
public final class CompreFace implements Facade {
    @Override
    public void mount(Routes routes, Backend backend) {
        Routes own = routes.with(CompreFaceKey.inHeader(backend), new CompreFaceErrors())
                .anyQuery();
        new SubjectsResource(backend).mount(own);
        new FacesResource(backend).mount(own);
        new FacesResource(backend)
                .mountStatic(routes.with(CompreFaceKey.inPath(backend), new CompreFaceErrors())
                        .anyQuery());
        new RecognitionResource(backend).mount(own);
    }
}
