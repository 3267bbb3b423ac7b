package dev.likeness.engine.backup.encryption;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The two files of a folder's header, as they were found. One of them is enough.
public final class RepositoryHeaders {
    private final Path folder;
    private final Map<Path, RepositoryHeader> whole;

    /// What is wrong with the other file; null if nothing is.
    private final @Nullable String problem;

    private RepositoryHeaders(Path folder, Map<Path, RepositoryHeader> whole, @Nullable String problem) {
        this.folder = folder;
        this.whole = whole;
        this.problem = problem;
    }

    /// Reads them.
    ///
    /// @throws LikenessException `BACKUP_INVALID` if neither is there and whole
    public static RepositoryHeaders read(Path folder) {
        Map<Path, RepositoryHeader> whole = new LinkedHashMap<>();
        List<LikenessException> problems = new ArrayList<>();
        for (Path file : RepositoryHeader.files(folder)) {
            try {
                whole.put(file, RepositoryHeader.read(file));
            } catch (LikenessException e) {
                problems.add(e);
            }
        }
        if (whole.isEmpty()) {
            throw RepositoryHeader.invalid(
                    "backups must be a folder in which backups were made, and one of its two files with the key's salt"
                            + " must be whole: %s, and %s; bring one of them back from a copy of the folder"
                                    .formatted(
                                            problems.getFirst().getMessage(),
                                            problems.getLast().getMessage()),
                    problems.getFirst());
        }
        boolean isComplete = problems.isEmpty() || isFromOneFile(folder, whole);
        return new RepositoryHeaders(
                folder, whole, isComplete ? null : problems.getFirst().getMessage());
    }

    private static boolean isFromOneFile(Path folder, Map<Path, RepositoryHeader> whole) {
        return RepositoryHeader.files(folder).stream().filter(Files::exists).count() == 1
                && whole.values().stream().allMatch(RepositoryHeader::isFromOneFile);
    }

    /// Whether the backups are encrypted.
    public boolean areEncrypted() {
        return whole.values().stream().anyMatch(header -> header.encryption() != null);
    }

    /// How the files are stored.
    ///
    /// @param passphrase null if there is none; it is not needed for backups that are not encrypted
    /// @param warnings receives a sentence if one of the two files is damaged
    /// @throws LikenessException `INVALID_ARGUMENT` if the backups are encrypted and this is not their pass
    ///     phrase
    public ObjectForm form(@Nullable Passphrase passphrase, Consumer<String> warnings) {
        return opened(passphrase, warnings).form();
    }

    /// As [#form], and writes a damaged file again.
    public ObjectForm formAndRepair(@Nullable Passphrase passphrase, Consumer<String> warnings) throws IOException {
        Opened opened = opened(passphrase, warnings);
        for (Path file : RepositoryHeader.files(folder)) {
            if (!opened.header().equals(whole.get(file))) {
                opened.header().write(file);
                warnings.accept("%s was written again".formatted(file));
            }
        }
        return opened.form();
    }

    private record Opened(RepositoryHeader header, ObjectForm form) {}

    private Opened opened(@Nullable Passphrase passphrase, Consumer<String> warnings) {
        Map.Entry<Path, Opened> opened = opened(passphrase);
        if (problem != null) {
            warnings.accept("%s; %s has the same and is used".formatted(problem, opened.getKey()));
        } else if (isContradictory()) {
            warnings.accept("the two files of %s that say how its backups are encrypted differ; %s is used"
                    .formatted(folder, opened.getKey()));
        }
        return opened.getValue();
    }

    private Map.Entry<Path, Opened> opened(@Nullable Passphrase passphrase) {
        if (!areEncrypted()) {
            Map.Entry<Path, RepositoryHeader> first =
                    whole.entrySet().iterator().next();
            return Map.entry(first.getKey(), new Opened(first.getValue().upgraded(), new PlainForm()));
        }
        if (passphrase == null) {
            throw invalid("the backups in %s are encrypted: their pass phrase must be given".formatted(folder));
        }
        Set<RepositoryHeader> tried = new HashSet<>();
        for (Map.Entry<Path, RepositoryHeader> one : whole.entrySet()) {
            RepositoryHeader header = one.getValue().upgraded();
            // Deriving the key takes long.
            Optional<ObjectForm> form = tried.add(header) ? header.form(passphrase) : Optional.empty();
            if (form.isPresent()) {
                return Map.entry(one.getKey(), new Opened(header, form.get()));
            }
        }
        throw invalid("this is not the pass phrase of the backups in %s%s"
                .formatted(
                        folder,
                        isContradictory()
                                ? "; the two files %s and %s differ, and one may be of other backups"
                                        .formatted(RepositoryHeader.NAME, RepositoryHeader.COPY_NAME)
                                : ""));
    }

    private boolean isContradictory() {
        return whole.values().stream()
                        .map(RepositoryHeader::upgraded)
                        .distinct()
                        .count()
                > 1;
    }

    private static LikenessException invalid(String message) {
        return new LikenessException(ErrorCode.INVALID_ARGUMENT, message);
    }
}
