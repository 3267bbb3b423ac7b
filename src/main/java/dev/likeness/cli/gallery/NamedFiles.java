package dev.likeness.cli.gallery;

import dev.likeness.face.PersonName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which person each file of an ingest shows: by the folder that it lies in, or by a list.
final class NamedFiles {
    private final Set<Path> roots = new HashSet<>();
    private final @Nullable PeopleList list;
    private final Map<Path, String> badFolders = new TreeMap<>();

    /// @param folders whether each folder below a root is a person
    /// @param list a list of photos and people; null for none
    NamedFiles(List<Path> roots, boolean folders, @Nullable PeopleList list) {
        this.list = list;
        if (folders) {
            roots.stream()
                    .filter(Files::isDirectory)
                    .map(root -> root.toAbsolutePath().normalize())
                    .forEach(this.roots::add);
        }
    }

    /// The name of the person whom a file shows; empty if none is known. The list takes precedence.
    ///
    /// @param file absolute and normalised
    synchronized Optional<String> name(Path file) {
        String listed = list == null ? null : list.names().get(file);
        return listed != null ? Optional.of(listed) : folderName(file);
    }

    private Optional<String> folderName(Path file) {
        Path folder = file.getParent();
        while (folder != null && folder.getParent() != null) {
            if (roots.contains(folder.getParent())) {
                // A root within a root: the folder nearest to the file is the person's.
                return usable(folder);
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    private Optional<String> usable(Path folder) {
        String name = String.valueOf(folder.getFileName());
        Optional<String> problem = PersonName.problem(name);
        if (problem.isPresent()) {
            badFolders.put(folder, "the name of a folder " + problem.get());
            return Optional.empty();
        }
        return Optional.of(PersonName.normalized(name));
    }

    /// What is wrong with folders and lines of the list, by the folder or the line.
    synchronized Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        badFolders.forEach((folder, problem) -> problems.put(folder.toString(), problem));
        if (list != null) {
            list.problems().forEach(problem -> problems.put("line " + problem.line(), problem.detail()));
        }
        return problems;
    }

    /// The photos of the list that are not among these files, with what is wrong with them.
    synchronized Map<String, String> missing(Set<Path> files) {
        Map<String, String> missing = new LinkedHashMap<>();
        if (list != null) {
            list.lines().forEach((photo, line) -> {
                if (!files.contains(photo)) {
                    missing.put("line " + line, "the photo cannot be read, got: " + photo);
                }
            });
        }
        return missing;
    }
}
