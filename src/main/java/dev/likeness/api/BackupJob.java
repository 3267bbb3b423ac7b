package dev.likeness.api;

import dev.likeness.api.jobs.Job;
import dev.likeness.api.jobs.Jobs;
import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.backup.BackupOptions;
import dev.likeness.engine.backup.BackupSummary;
import dev.likeness.engine.backup.BackupTarget;
import dev.likeness.engine.backup.encryption.Passphrase;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The job that adds a backup of a gallery to the folder of backups of the configuration. Others may change
/// the gallery meanwhile.
public final class BackupJob {
    private final Backend backend;

    public BackupJob(Backend backend) {
        this.backend = backend;
    }

    /// The folder of backups of the configuration.
    ///
    /// @throws ProblemException 400 `INVALID_ARGUMENT` if there is none
    public Path requireFolder() {
        return options()
                .directory()
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.INVALID_ARGUMENT, "the server keeps no backups: backup.directory is not set"));
    }

    /// The pass phrase of the configuration; null if there is none.
    public @Nullable Passphrase passphrase() {
        return options().passphraseFile().map(Passphrase::ofFile).orElse(null);
    }

    /// Queues a backup, or joins the queued one.
    ///
    /// @throws ProblemException 400 `INVALID_ARGUMENT` if there is no folder for it; 429 `TOO_BUSY` if too
    ///     many jobs are queued; 503 `SHUTTING_DOWN`
    public Job start(String gallery, String owner) {
        requireFolder();
        return backend.jobs().startOrJoin("backup", gallery, owner, task(gallery));
    }

    Jobs.Task task(String gallery) {
        return job -> {
            job.progress("copying", 0, 1);
            BackupSummary made = backend.engine()
                    .galleries()
                    .backups()
                    .backUp(
                            gallery,
                            new BackupTarget(
                                    requireFolder(), passphrase(), options().keep(), false));
            job.progress("copying", 1, 1);
            return made;
        };
    }

    private BackupOptions options() {
        return backend.engine().galleries().backups().options();
    }
}
