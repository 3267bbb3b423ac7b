package dev.likeness.engine.ingest;

import dev.likeness.engine.ingest.walk.NotSearched;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tells files that are surely gone from those that only cannot be looked at: below a folder that may not be
/// read, on a disk that does not answer, behind a link whose target is away. Not thread-safe; each folder is
/// looked at once.
final class MissingPaths {
    /// What is known about a path.
    sealed interface State {
        /// It is there, or it is below a path that is.
        record Present() implements State {}

        /// The folder in which it was, or the next one above that is left, can be read, and it is not there.
        record Gone() implements State {}

        /// It may be there.
        ///
        /// @param place the file, link or folder that could not be looked at
        record Unknown(Path place, String reason) implements State {}
    }

    private static final State PRESENT = new State.Present();
    private static final State GONE = new State.Gone();

    private final Map<Path, String> failures;
    private final Map<Path, State> folders = new HashMap<>();
    private final Map<Path, NotSearched> notSearched = new TreeMap<>();

    /// @param failures files and folders that a search could not read, with the reason
    MissingPaths(Map<Path, String> failures) {
        this.failures = failures;
    }

    /// Whether a path is surely gone.
    boolean isGone(Path path) {
        return state(path) instanceof State.Gone;
    }

    /// Whether a path that a search did not find is surely gone; if that is not known, it is among
    /// [#notSearched].
    boolean isGoneOrNoted(Path path) {
        State state = state(path);
        if (state instanceof State.Unknown(Path place, String reason)) {
            notSearched.merge(place, new NotSearched(place, reason, 1), NotSearched::plus);
        }
        return state instanceof State.Gone;
    }

    /// The places of all paths that were noted.
    Map<Path, NotSearched> notSearched() {
        return notSearched;
    }

    State state(Path path) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isSymbolicLink() ? target(path).orElse(PRESENT) : PRESENT;
        } catch (IOException e) {
            return isAbsence(path, e) ? inFolder(path.getParent()) : new State.Unknown(path, RegularFile.reason(e));
        }
    }

    /// The state of a path that is not in this folder.
    private State inFolder(@Nullable Path folder) {
        if (folder == null) {
            return GONE;
        }
        State known = folders.get(folder);
        if (known == null) {
            known = look(folder);
            folders.put(folder, known);
        }
        return known;
    }

    private State look(Path folder) {
        String failure = failures.get(folder);
        if (failure != null) {
            return new State.Unknown(folder, failure);
        }
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                Optional<State> broken = target(folder);
                if (broken.isPresent()) {
                    return broken.get();
                }
            }
        } catch (IOException e) {
            return isAbsence(folder, e)
                    ? inFolder(folder.getParent())
                    : new State.Unknown(folder, RegularFile.reason(e));
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            boolean _ = files.iterator().hasNext();
            return GONE;
        } catch (NotDirectoryException _) {
            return GONE;
        } catch (IOException e) {
            return new State.Unknown(folder, RegularFile.reason(e));
        }
    }

    /// Unknown for a link whose target cannot be looked at; otherwise empty.
    private static Optional<State> target(Path link) {
        try {
            BasicFileAttributes _ = Files.readAttributes(link, BasicFileAttributes.class);
            return Optional.empty();
        } catch (NoSuchFileException _) {
            return Optional.of(new State.Unknown(link, "is a link to a place that is absent"));
        } catch (IOException e) {
            return Optional.of(new State.Unknown(link, RegularFile.reason(e)));
        }
    }

    /// Whether a failure says that there is no such path. One step of it may be a file by now, which the
    /// system reports in words only.
    private static boolean isAbsence(Path path, IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return true;
        }
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                return true;
            }
        }
        return false;
    }
}
