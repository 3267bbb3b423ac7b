package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.engine.Readiness;

/// `/health` and `/ready`: liveness and readiness checks.
final class HealthResource {
    private final Backend backend;

    HealthResource(Backend backend) {
        this.backend = backend;
    }

    void mount(Routes routes) {
        routes.anyQuery().getPublic("/health", "getHealth", _ -> Reply.ok(new Health("ok")));
        routes.anyQuery().getPublic("/ready", "getReady", _ -> ready());
    }

    /// @param status `ok`
    record Health(String status) {}

    private Reply ready() {
        Readiness readiness = backend.engine().models().readiness();
        if (readiness.ready() && backend.warmingUp().get()) {
            return Reply.json(503, new Readiness(false, readiness.models())).withHeader("Retry-After", "1");
        }
        return readiness.ready()
                ? Reply.ok(readiness)
                : Reply.json(503, readiness).withHeader("Retry-After", "10");
    }
}
