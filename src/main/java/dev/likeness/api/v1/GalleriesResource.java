package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.GalleryDetails;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// `/v1/galleries`: create, read, delete.
final class GalleriesResource {
    private final Backend backend;

    GalleriesResource(Backend backend) {
        this.backend = backend;
    }

    void mount(Routes routes) {
        routes.get("/v1/galleries", "listGalleries", Scope.READ, this::list);
        routes.post("/v1/galleries", "createGallery", Scope.ADMIN, this::create);
        routes.get("/v1/galleries/:gallery", "getGallery", Scope.READ, this::get);
        routes.get("/v1/galleries/:gallery/quality", "getQuality", Scope.READ, this::quality);
        routes.delete("/v1/galleries/:gallery", "deleteGallery", Scope.ADMIN, this::delete);
    }

    record Galleries(List<GalleryDetails> galleries) {}

    /// @param embedder id of the model; null for the server's default
    record NewGallery(@Nullable String name, @Nullable String embedder) {}

    private Reply list(Call call) {
        return Reply.ok(new Galleries(backend.engine().galleries().list().stream()
                .filter(gallery -> call.principal().mayAccess(gallery.name()))
                .toList()));
    }

    private Reply create(Call call) {
        NewGallery wanted = call.body(NewGallery.class);
        String name = wanted.name();
        if (name == null) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "name must be given");
        }
        call.principal().requireGallery(name);
        call.audit("gallery", name);
        GalleryDetails made = backend.writeLock()
                .withLock(name, () -> backend.engine().galleries().create(name, wanted.embedder()));
        return Reply.json(201, made).withHeader("Location", "/v1/galleries/" + name);
    }

    private Reply get(Call call) {
        return Reply.ok(backend.engine().galleries().details(backend.requireGallery(call)));
    }

    private Reply quality(Call call) {
        return Reply.ok(Objects.requireNonNull(backend.engine()
                .galleries()
                .details(backend.requireGallery(call))
                .quality()));
    }

    private Reply delete(Call call) {
        String gallery = backend.requireGallery(call);
        call.audit("gallery", gallery);
        backend.writeLock().withLock(gallery, () -> backend.engine().galleries().delete(gallery));
        return Reply.noContent();
    }
}
