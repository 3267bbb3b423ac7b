package dev.likeness.engine.backup;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Where, when and how long backups are kept.
///
/// @param directory of the backups; empty for none
/// @param every time between two backups of a gallery that the server makes; zero for none
/// @param keep how many backups of a gallery are kept; 0 for all
/// @param passphraseFile whose first line encrypts the backups; empty for backups that are not encrypted
public record BackupOptions(Optional<Path> directory, Duration every, int keep, Optional<Path> passphraseFile) {
    private static final Duration MIN_EVERY = Duration.ofSeconds(1);
    private static final Duration MAX_EVERY = Duration.ofDays(366);
    private static final int MAX_KEEP = 10_000;

    /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
    public BackupOptions {
        if (!every.isZero() && (every.compareTo(MIN_EVERY) < 0 || every.compareTo(MAX_EVERY) > 0)) {
            throw invalid("every must be 0s or between 1s and 8784h, got: " + every.toSeconds() + "s");
        }
        if (keep < 0 || keep > MAX_KEEP) {
            throw invalid("keep must be between 0 and %d, got: %d".formatted(MAX_KEEP, keep));
        }
        if (!every.isZero() && directory.isEmpty()) {
            throw invalid("every needs a directory for the backups");
        }
    }

    public static BackupOptions defaults() {
        return new BackupOptions(Optional.empty(), Duration.ZERO, 7, Optional.empty());
    }

    /// When a backup is removed; empty if that is not foreseeable.
    public Optional<Instant> expiry(Instant made) {
        return keep == 0 || every.isZero() ? Optional.empty() : Optional.of(made.plus(every.multipliedBy(keep)));
    }

    private static LikenessException invalid(String message) {
        return new LikenessException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
