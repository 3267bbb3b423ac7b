package dev.likeness.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The files and folders of a [Disk], each as it was synced last and as it is, with the changes of entries
/// between the two. For use by one thread at a time.
final class DiskTree {
    sealed interface Node permits FileNode, FolderNode {}

    /// A file. Several names may lead to it.
    static final class FileNode implements Node {
        private byte[] content = new byte[0];
        private byte @Nullable [] synced;
        private boolean isDirty = true;
        private boolean isLost;

        void write(long position, byte[] bytes, int count) {
            int end = Math.toIntExact(position + count);
            if (end > content.length) {
                content = Arrays.copyOf(content, end);
            }
            System.arraycopy(bytes, 0, content, Math.toIntExact(position), count);
            isDirty = true;
        }

        void truncate(long size) {
            if (size < content.length) {
                content = Arrays.copyOf(content, Math.toIntExact(size));
            }
            isDirty = true;
            isLost &= size > 0;
        }

        void sync() {
            if (isDirty && !isLost) {
                synced = content.clone();
                isDirty = false;
            }
        }

        /// A sync has failed. As on Linux, the content counts as synced from now on.
        void lose() {
            isLost = true;
        }
    }

    private static final class FolderNode implements Node {
        private final Map<String, Node> entries = new TreeMap<>();
        private final Map<String, Node> synced = new TreeMap<>();
    }

    /// A change of an entry; `node` is null if the entry is removed.
    private record Change(
            FolderNode folder, String name, @Nullable Node node) {}

    private final Path root;
    private final FolderNode top;
    private final List<List<Change>> unsynced = new ArrayList<>();

    /// @param root a folder of the default file system; all that is in it now is on the disk
    DiskTree(Path root) throws IOException {
        this.root = root;
        this.top = read(root);
    }

    private static FolderNode read(Path folder) throws IOException {
        FolderNode node = new FolderNode();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.toList()) {
                Node child;
                if (Files.isDirectory(entry)) {
                    child = read(entry);
                } else {
                    FileNode file = new FileNode();
                    file.content = Files.readAllBytes(entry);
                    file.synced = file.content;
                    file.isDirty = false;
                    child = file;
                }
                node.entries.put(entry.getFileName().toString(), child);
                node.synced.put(entry.getFileName().toString(), child);
            }
        }
        return node;
    }

    FileNode create(Path path) throws IOException {
        FileNode file = new FileNode();
        change(new Change(parent(path), name(path), file));
        return file;
    }

    void makeFolder(Path path) throws IOException {
        change(new Change(parent(path), name(path), new FolderNode()));
    }

    void delete(Path path) throws IOException {
        change(new Change(parent(path), name(path), null));
    }

    void rename(Path from, Path to) throws IOException {
        change(new Change(parent(from), name(from), null), new Change(parent(to), name(to), node(from)));
    }

    void link(Path link, Path existing) throws IOException {
        change(new Change(parent(link), name(link), node(existing)));
    }

    @Nullable
    FileNode file(Path path) {
        return node(path) instanceof FileNode file ? file : null;
    }

    boolean contains(Path path) {
        return node(path) != null;
    }

    /// Syncs the entries of a folder.
    void syncFolder(Path path) {
        if (node(path) instanceof FolderNode folder) {
            sync(folder);
        }
    }

    private void change(Change... changes) {
        for (Change change : changes) {
            apply(change, change.folder().entries);
        }
        unsynced.add(List.of(changes));
    }

    private static void apply(Change change, Map<String, Node> entries) {
        if (change.node() == null) {
            entries.remove(change.name());
        } else {
            entries.put(change.name(), change.node());
        }
    }

    /// Syncs all changes of a folder, with the earlier ones of other folders that they need.
    private void sync(FolderNode folder) {
        Set<FolderNode> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        needed.add(folder);
        Set<Integer> synced = new HashSet<>();
        for (int index = unsynced.size() - 1; index >= 0; index--) {
            if (unsynced.get(index).stream().anyMatch(change -> needed.contains(change.folder()))) {
                synced.add(index);
                unsynced.get(index).forEach(change -> needed.add(change.folder()));
            }
        }
        List<List<Change>> left = new ArrayList<>();
        for (int index = 0; index < unsynced.size(); index++) {
            if (synced.contains(index)) {
                unsynced.get(index).forEach(change -> apply(change, change.folder().synced));
            } else {
                left.add(unsynced.get(index));
            }
        }
        unsynced.clear();
        unsynced.addAll(left);
    }

    /// Writes what the disk holds after the end of the process to an empty folder. The disk is not used
    /// afterwards.
    ///
    /// @param end how the process ended
    void writeTo(Path folder, Fault end, Random random) throws IOException {
        int kept = switch (end) {
            case POWER_CUT -> 0;
            case TORN -> random.nextInt(unsynced.size() + 1);
            default -> unsynced.size();
        };
        for (List<Change> changes : unsynced.subList(0, kept)) {
            changes.forEach(change -> apply(change, change.folder().synced));
        }
        write(top, folder, end, random);
    }

    private static void write(FolderNode node, Path folder, Fault end, Random random) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        for (Map.Entry<String, Node> entry : node.synced.entrySet()) {
            Path path = folder.resolve(entry.getKey());
            switch (entry.getValue()) {
                case FolderNode below -> write(below, path, end, random);
                case FileNode file -> {
                    Files.write(path, content(file, end, random));
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
                }
            }
        }
    }

    private static byte[] content(FileNode file, Fault end, Random random) {
        byte[] synced = file.synced == null ? new byte[0] : file.synced;
        if (!file.isDirty || end == Fault.POWER_CUT) {
            return synced;
        }
        if (end != Fault.TORN) {
            return file.content;
        }
        int whole = random.nextInt(file.content.length + 1);
        byte[] prefix = Arrays.copyOf(file.content, whole);
        return switch (random.nextInt(4)) {
            case 0 -> synced;
            case 1 -> prefix;
            case 2 -> Arrays.copyOf(prefix, file.content.length);
            default -> file.content;
        };
    }

    private FolderNode parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent != null && node(parent) instanceof FolderNode folder) {
            return folder;
        }
        throw new IOException("not a folder of this disk: " + parent);
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private @Nullable Node node(Path path) {
        Path relative = root.relativize(path.toAbsolutePath().normalize());
        if (relative.toString().isEmpty()) {
            return top;
        }
        Node node = top;
        for (Path name : relative) {
            node = node instanceof FolderNode folder ? folder.entries.get(name.toString()) : null;
        }
        return node;
    }
}
