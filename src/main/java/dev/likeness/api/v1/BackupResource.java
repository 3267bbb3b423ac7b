package dev.likeness.api.v1;

import dev.likeness.api.Backend;
import dev.likeness.api.BackupJob;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.http.Call;
import dev.likeness.api.http.Cost;
import dev.likeness.api.http.Reply;
import dev.likeness.api.http.Routes;
import dev.likeness.api.jobs.Job;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.RestoredGallery;
import dev.likeness.engine.backup.BackupId;
import dev.likeness.engine.backup.BackupOptions;
import dev.likeness.engine.backup.BackupSource;
import dev.likeness.engine.backup.Backups;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/v1/backups`: the server's folder of backups. `/v1/galleries/{gallery}/backup` and `/restore`: a gallery
/// as one file to download and to upload.
final class BackupResource {
    private static final Logger LOG = LoggerFactory.getLogger(BackupResource.class);

    private final Backend backend;
    private final BackupJob work;

    BackupResource(Backend backend) {
        this.backend = backend;
        this.work = new BackupJob(backend);
    }

    void mount(Routes routes) {
        routes.get("/v1/galleries/:gallery/backup", "backupGallery", Scope.ADMIN, this::download);
        routes.query("includeDeleted")
                .add(
                        List.of(HttpMethod.POST),
                        "/v1/galleries/:gallery/restore",
                        "restoreGallery",
                        Scope.ADMIN,
                        Routes.Body.FILE,
                        this::upload);
        routes.of(Cost.QUERY).get("/v1/backups", "listBackups", Scope.ADMIN, this::list);
        routes.post("/v1/galleries/:gallery/backups", "startBackup", Scope.ADMIN, this::start);
        routes.post("/v1/backups/:backup/verify", "verifyBackup", Scope.ADMIN, this::verify);
        routes.post("/v1/backups/:backup/restore", "restoreBackup", Scope.ADMIN, this::restore);
    }

    private Reply download(Call call) {
        String gallery = backend.requireGallery(call);
        call.audit("gallery", gallery);
        Path file = backups().archive(gallery);
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

    private Reply upload(Call call) {
        String gallery = call.gallery();
        call.audit("gallery", gallery);
        boolean includeDeleted = call.flag("includeDeleted");
        RestoredGallery restored = backend.writeLock()
                .withLock(
                        gallery,
                        () -> backend.engine()
                                .galleries()
                                .restore(gallery, BackupSource.of(call.bodyFile()), includeDeleted));
        return Reply.json(201, restored).withHeader("Location", "/v1/galleries/" + gallery);
    }

    /// @param everySeconds time between two backups; 0 if the server makes none by itself
    /// @param keep how many of a gallery are kept; 0 for all
    record BackupList(long everySeconds, int keep, List<Item> backups) {}

    /// @param expires null if nothing removes it
    record Item(
            String backup,
            String gallery,
            Instant made,
            @Nullable Instant expires) {}

    private Reply list(Call call) {
        BackupOptions options = backups().options();
        List<Item> items = all().stream()
                .filter(backup -> call.principal().mayAccess(backup.gallery()))
                .map(backup -> new Item(
                        backup.id(),
                        backup.gallery(),
                        backup.created(),
                        options.expiry(backup.created()).orElse(null)))
                .toList();
        return Reply.ok(new BackupList(options.every().toSeconds(), options.keep(), items.reversed()));
    }

    private Reply start(Call call) {
        String gallery = backend.requireGallery(call);
        call.audit("gallery", gallery);
        return accepted(work.start(gallery, call.principal().id()));
    }

    private Reply verify(Call call) {
        BackupId backup = backup(call);
        call.audit("gallery", backup.gallery());
        call.audit("backup", backup.id());
        return accepted(backend.jobs()
                .start(
                        "verify-backup",
                        backup.gallery(),
                        call.principal().id(),
                        _ -> backups().verify(source(backup)).getFirst()));
    }

    /// @param gallery the new name
    /// @param includeDeleted whether what was deleted after the backup comes back, too; default false
    record Restoration(@Nullable String gallery, @Nullable Boolean includeDeleted) {}

    private Reply restore(Call call) {
        Restoration wanted = call.body(Restoration.class);
        String gallery = wanted.gallery();
        if (gallery == null) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "gallery must be given");
        }
        call.principal().requireGallery(gallery);
        BackupId backup = backup(call);
        call.audit("gallery", gallery);
        call.audit("backup", backup.id());
        if (backend.engine().galleries().exists(gallery)) {
            throw new ProblemException(ProblemCode.ALREADY_EXISTS, "gallery %s exists already".formatted(gallery));
        }
        boolean includeDeleted = Boolean.TRUE.equals(wanted.includeDeleted());
        return accepted(backend.jobs()
                .start(
                        "restore",
                        gallery,
                        call.principal().id(),
                        _ -> backend.writeLock()
                                .withLockNoTimeout(
                                        gallery,
                                        () -> backend.engine()
                                                .galleries()
                                                .restore(gallery, source(backup), includeDeleted))));
    }

    private static Reply accepted(Job job) {
        return Reply.json(202, job.status()).withHeader("Location", "/v1/jobs/" + job.id());
    }

    private BackupSource source(BackupId backup) {
        return new BackupSource(work.requireFolder(), backup.id(), backup.gallery(), work.passphrase());
    }

    private BackupId backup(Call call) {
        String id = call.parameter("backup");
        BackupId found = all().stream()
                .filter(backup -> backup.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no backup " + id));
        call.principal().requireGallery(found.gallery());
        return found;
    }

    /// Oldest first; none before the first is made.
    private List<BackupId> all() {
        return backups().options().directory().map(backups()::list).orElse(List.of());
    }

    private Backups backups() {
        return backend.engine().galleries().backups();
    }
}
