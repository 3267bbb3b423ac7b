package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import java.nio.charset.StandardCharsets;

/// `/metrics`, in the text form of Prometheus.
final class MetricsResource {
    private final Backend backend;

    MetricsResource(Backend backend) {
        this.backend = backend;
    }

    void mount(Routes routes) {
        routes.get("/metrics", "getMetrics", Scope.ADMIN, this::scrape);
    }

    private Reply scrape(Call call) {
        call.principal().requireAllGalleries();
        return Reply.bytes(
                backend.metrics().scrape().getBytes(StandardCharsets.UTF_8),
                "text/plain; version=0.0.4; charset=utf-8");
    }
}
