package dev.likeness.engine.backup;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which of several backups is meant.
final class BackupChoice {
    private BackupChoice() {}

    /// The backup with the id that was asked for, or the latest of one gallery: of the one that was asked
    /// for, else of the one with the name that it is restored to, else of the only one.
    ///
    /// @param target the name of the restored gallery; null if none is restored
    /// @throws LikenessException `NOT_FOUND`, or `INVALID_ARGUMENT` if it is not clear which gallery is meant
    static BackupId of(List<BackupId> backups, BackupSource source, @Nullable String target) {
        List<BackupId> candidates = backups.stream()
                .filter(one -> source.backup() == null || one.id().equals(source.backup()))
                .filter(one -> source.gallery() == null || one.gallery().equals(source.gallery()))
                .toList();
        if (candidates.isEmpty()) {
            throw none(source);
        }
        TreeSet<String> galleries =
                candidates.stream().map(BackupId::gallery).collect(Collectors.toCollection(TreeSet::new));
        String gallery =
                galleries.size() == 1 || target == null || !galleries.contains(target) ? galleries.first() : target;
        if (galleries.size() > 1 && !gallery.equals(target)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s has backups of several galleries, %s: one must be named"
                            .formatted(source.path(), String.join(", ", galleries)));
        }
        return candidates.stream()
                .filter(one -> one.gallery().equals(gallery))
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    static LikenessException none(BackupSource source) {
        String of = source.gallery() == null ? "" : " of gallery " + source.gallery();
        return new LikenessException(
                ErrorCode.NOT_FOUND,
                source.backup() == null
                        ? "there is no backup%s in %s".formatted(of, source.path())
                        : "there is no backup %s%s in %s".formatted(source.backup(), of, source.path()));
    }
}
