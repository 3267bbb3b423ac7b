package dev.likeness.api.v1;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.likeness.api.Backend;
import dev.likeness.api.BackupNotice;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Cost;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.jobs.Job;
import dev.likeness.api.problem.Problem;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.GalleryDetails;
import dev.likeness.engine.GalleryList;
import dev.likeness.engine.backup.KeptBackup;
import dev.likeness.index.GalleryCheck;
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
        routes.of(Cost.QUERY).get("/v1/galleries/:gallery/quality", "getQuality", Scope.READ, this::quality);
        routes.post("/v1/galleries/:gallery/check", "checkGallery", Scope.ADMIN, this::check);
        routes.delete("/v1/galleries/:gallery", "deleteGallery", Scope.ADMIN, this::delete);
    }

    /// @param damaged omitted if there are none
    record Galleries(
            List<GalleryDetails> galleries,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DamagedGallery> damaged) {}

    /// @param problem what is wrong, without paths of the server
    record DamagedGallery(String name, ProblemCode code, String problem) {
        static DamagedGallery of(GalleryList.Damaged gallery) {
            return new DamagedGallery(
                    gallery.name(), ProblemCode.of(gallery.failure().code()), Problem.detail(gallery.failure()));
        }
    }

    /// @param embedder id of the model; null for the server's default
    record NewGallery(@Nullable String name, @Nullable String embedder) {}

    /// @param backups that still hold the gallery
    record DeletedGallery(List<KeptBackup> backups) {}

    private Reply list(Call call) {
        GalleryList all = backend.engine().galleries().list();
        return Reply.ok(new Galleries(
                all.galleries().stream()
                        .filter(gallery -> call.principal().mayAccess(gallery.name()))
                        .toList(),
                all.damaged().stream()
                        .filter(gallery -> call.principal().mayAccess(gallery.name()))
                        .map(DamagedGallery::of)
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

    private Reply check(Call call) {
        String gallery = backend.requireGallery(call);
        call.audit("gallery", gallery);
        Job job = backend.jobs().startOrJoin("check", gallery, call.principal().id(), running -> {
            running.progress("checking", 0, 1);
            GalleryCheck found = backend.writeLock()
                    .withLockNoTimeout(
                            gallery, () -> backend.engine().galleries().check(gallery));
            running.progress("checking", 1, 1);
            return found;
        });
        return Reply.json(202, job.status()).withHeader("Location", "/v1/jobs/" + job.id());
    }

    private Reply delete(Call call) {
        String gallery = backend.requireGallery(call);
        call.audit("gallery", gallery);
        List<KeptBackup> backups = BackupNotice.add(backend, call, gallery);
        backend.writeLock().withLock(gallery, () -> {
            backend.engine().galleries().delete(gallery);
            backend.images().forget(gallery);
        });
        return backups.isEmpty() ? Reply.noContent() : Reply.ok(new DeletedGallery(backups));
    }
}
