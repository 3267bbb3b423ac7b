package dev.likeness.engine.backup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One backup in a folder of backups.
///
/// @param id when it was made, and the beginning of the hash of what it holds, such as
///     `20261129T201530123Z-0123456789abcdef0123456789abcdef`
public record BackupId(String gallery, String id) implements Comparable<BackupId> {
    private static final Pattern ID = Pattern.compile("([0-9]{8}T[0-9]{9}Z)-([0-9a-f]{32})");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Comparator<BackupId> ORDER =
            Comparator.comparing(BackupId::id).thenComparing(BackupId::gallery);

    static BackupId of(String gallery, Instant created, String hash) {
        return new BackupId(gallery, TIME.format(created) + "-" + hash);
    }

    /// The backup of this id; empty if it is none.
    static Optional<BackupId> parse(String gallery, String id) {
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            TIME.parse(parts.group(1));
            return Optional.of(new BackupId(gallery, id));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /// When the backup was made.
    public Instant created() {
        return TIME.parse(id.substring(0, id.indexOf('-')), Instant::from);
    }

    String hash() {
        return id.substring(id.indexOf('-') + 1);
    }

    /// Oldest first.
    @Override
    public int compareTo(BackupId other) {
        return ORDER.compare(this, other);
    }
}
