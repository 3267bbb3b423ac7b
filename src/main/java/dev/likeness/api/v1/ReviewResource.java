package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Cost;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import java.util.Set;

/// `/v1/galleries/{gallery}/review`: the next questions about the people of a gallery.
final class ReviewResource {
    private static final int DEFAULT_LIMIT = 10;
    private static final int MAX_LIMIT = 100;

    private final Backend backend;

    ReviewResource(Backend backend) {
        this.backend = backend;
    }

    void mount(Routes routes) {
        routes.of(Cost.HEAVY)
                .query("limit", "skip")
                .get("/v1/galleries/:gallery/review", "listQuestions", Scope.READ, this::list);
    }

    private Reply list(Call call) {
        String gallery = backend.requireGallery(call);
        int limit = call.query("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        return Reply.ok(backend.engine().review(gallery).page(limit, Set.copyOf(call.queries("skip"))));
    }
}
