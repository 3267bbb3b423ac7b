package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.engine.RestoredGallery;
import dev.likeness.engine.backup.BackupSource;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/v1/galleries/{gallery}/backup` and `/restore`: a gallery as one file.
final class BackupResource {
    private static final Logger LOG = LoggerFactory.getLogger(BackupResource.class);

    private final Backend backend;

    BackupResource(Backend backend) {
        this.backend = backend;
    }

    void mount(Routes routes) {
        routes.get("/v1/galleries/:gallery/backup", "backupGallery", Scope.ADMIN, this::backup);
        routes.add(
                List.of(HttpMethod.POST),
                "/v1/galleries/:gallery/restore",
                "restoreGallery",
                Scope.ADMIN,
                Routes.Body.FILE,
                this::restore);
    }

    private Reply backup(Call call) {
        String gallery = backend.requireGallery(call);
        call.audit("gallery", gallery);
        Path file = backend.writeLock()
                .withLock(gallery, () -> backend.engine().galleries().backups().archive(gallery));
        return new Reply.File(200, file, "application/zip", Map.of(), () -> delete(file))
                .withHeader("Content-Disposition", "attachment; filename=\"%s.zip\"".formatted(gallery));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot delete {}", file, e);
        }
    }

    private Reply restore(Call call) {
        String gallery = call.gallery();
        call.audit("gallery", gallery);
        RestoredGallery restored = backend.writeLock()
                .withLock(gallery, () -> backend.engine()
                        .galleries()
                        .restore(gallery, BackupSource.of(call.bodyFile()), call.flag("includeDeleted")));
        return Reply.json(201, restored).withHeader("Location", "/v1/galleries/" + gallery);
    }
}
