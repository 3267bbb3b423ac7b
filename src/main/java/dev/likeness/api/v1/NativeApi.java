package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.Facade;
import dev.likeness.api.Routes;

/// The native API: `/v1`, with its documentation and the server's own pages.
public final class NativeApi implements Facade {
    @Override
    public void mount(Routes routes, Backend backend) {
        new HealthResource(backend).mount(routes);
        new GalleriesResource(backend).mount(routes);
    }
}
