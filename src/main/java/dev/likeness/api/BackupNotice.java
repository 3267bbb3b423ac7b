package dev.likeness.api;

import dev.likeness.api.http.Call;
import dev.likeness.engine.backup.KeptBackup;
import java.util.List;
import java.util.stream.Collectors;

/// Tells those who delete something which backups still hold it, and until when: in a header of the response,
/// for protocols that have no field for it, and in the audit log.
public final class BackupNotice {
    /// A list of structured fields (RFC 9651): the id of each backup with the times as parameters.
    public static final String HEADER = "Likeness-Backups";

    /// The header must not grow beyond what clients read.
    private static final int MAX_NAMED = 20;

    private BackupNotice() {}

    /// Notes the backups of a gallery. Call this before the gallery itself is deleted.
    ///
    /// @return all of them, oldest first
    public static List<KeptBackup> add(Backend backend, Call call, String gallery) {
        List<KeptBackup> backups = backend.engine().galleries().backups().of(gallery);
        if (!backups.isEmpty()) {
            List<KeptBackup> latest = backups.subList(Math.max(0, backups.size() - MAX_NAMED), backups.size());
            call.replyHeader(HEADER, latest.stream().map(BackupNotice::item).collect(Collectors.joining(", ")));
            call.audit("backups", latest);
        }
        return backups;
    }

    private static String item(KeptBackup backup) {
        // A downloaded one has no id: nobody knows where it is.
        String id = backup.backup().isEmpty() ? "download" : backup.backup();
        String made = "\"%s\";made=\"%s\"".formatted(id, backup.made());
        return backup.expires() == null ? made : "%s;expires=\"%s\"".formatted(made, backup.expires());
    }
}
