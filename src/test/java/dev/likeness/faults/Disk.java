package dev.likeness.faults;

import java.io.IOException;
import java.nio.file.FileSystemException;
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

/// What a disk holds of a folder: as the process sees it, and as it would be after a power cut. The rules are those of
/// POSIX at its strictest:
///
/// - the content of a file is on the disk when the file was synced;
/// - a new, renamed or deleted entry of a folder is on the disk when that folder was synced. A rename is on the disk as
///   a whole, or not at all;
/// - a folder is no exception: its own entry needs a sync of the folder above it.
///
/// Every change is a *point*, at which one fault can happen. Safe for use by several threads.
final class Disk {
    /// What an operation does to the disk.
    enum Action {
        CREATE,
        WRITE,
        TRUNCATE,
        RENAME,
        DELETE,
        LINK,
        MAKE_FOLDER,
        SYNC_FILE,
        SYNC_FOLDER
    }

    /// A point that was passed.
    record Point(Action action, String path) {}

    private sealed interface Node permits FileNode, FolderNode {}

    /// A file. Several names may lead to it.
    static final class FileNode implements Node {
        private byte[] content = new byte[0];
        private byte @Nullable [] synced;
        private boolean isDirty = true;
        private boolean isLost;

        private FileNode() {}

        private void write(long position, byte[] bytes, int count) {
            int end = Math.toIntExact(position + count);
            if (end > content.length) {
                content = Arrays.copyOf(content, end);
            }
            System.arraycopy(bytes, 0, content, Math.toIntExact(position), count);
            isDirty = true;
        }
    }

    private static final class FolderNode implements Node {
        private final Map<String, Node> entries = new TreeMap<>();
        private final Map<String, Node> synced = new TreeMap<>();
    }

    /// A change of an entry; `node` is null if the entry is removed.
    private record Change(FolderNode folder, String name, @Nullable Node node) {}

    private final Path root;
    private final FolderNode top;
    private final List<List<Change>> unsynced = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();

    private @Nullable Fault fault;
    private int faultAt = -1;
    private int faultPoint;
    private boolean hasFired;
    private boolean isDown;
    private boolean isFull;
    private boolean isSlow;

    /// @param root a folder of the default file system; all that is in it now is on the disk
    Disk(Path root) throws IOException {
        this.root = root.toRealPath();
        this.top = read(this.root);
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

    Path root() {
        return root;
    }

    /// Lets a fault happen at a point from here on.
    ///
    /// @param point 0 for the next one
    synchronized void arm(Fault armed, int point) {
        fault = armed;
        faultAt = points.size() + point;
    }

    /// The points that were passed.
    synchronized List<Point> points() {
        return List.copyOf(points);
    }

    /// Where the fault has happened; null if it has not.
    synchronized @Nullable Point faultPoint() {
        return hasFired ? points.get(faultPoint) : null;
    }

    /// Ends the fault of a process that goes on: there is space again, and the disk is as fast as before.
    synchronized void heal() {
        faultAt = -1;
        isFull = false;
        isSlow = false;
    }

    /// Whether the process has ended.
    synchronized boolean isDown() {
        return isDown;
    }

    synchronized void requireUp() throws IOException {
        if (isDown) {
            throw new IOException("the power is off");
        }
    }

    /// Does something to the disk for real.
    @FunctionalInterface
    interface Effect {
        void run() throws IOException;
    }

    synchronized FileNode create(Path path, Effect effect) throws IOException {
        at(Action.CREATE, path, effect);
        FileNode file = new FileNode();
        change(new Change(parent(path), name(path), file));
        return file;
    }

    synchronized void truncate(FileNode file, Path path, long size, Effect effect) throws IOException {
        at(Action.TRUNCATE, path, effect);
        if (size < file.content.length) {
            file.content = Arrays.copyOf(file.content, Math.toIntExact(size));
        }
        file.isDirty = true;
        file.isLost &= size > 0;
    }

    /// Writes bytes for real.
    @FunctionalInterface
    interface Writing {
        void run(byte[] bytes) throws IOException;
    }

    synchronized void write(FileNode file, Path path, long position, byte[] bytes, Writing writing) throws IOException {
        Fault now = pass(Action.WRITE, path);
        if (now == Fault.TORN) {
            file.write(position, bytes, bytes.length / 2);
        } else {
            fail(now, path);
            writing.run(bytes);
            file.write(position, bytes, bytes.length);
        }
        end(now);
    }

    synchronized void makeFolder(Path path, Effect effect) throws IOException {
        at(Action.MAKE_FOLDER, path, effect);
        change(new Change(parent(path), name(path), new FolderNode()));
    }

    synchronized void delete(Path path, Effect effect) throws IOException {
        // A name that is not there, or a folder that is not empty, is no point.
        if (node(path) == null) {
            effect.run();
            return;
        }
        at(Action.DELETE, path, effect);
        change(new Change(parent(path), name(path), null));
    }

    synchronized void rename(Path from, Path to, Effect effect) throws IOException {
        at(Action.RENAME, from, effect);
        Node moved = node(from);
        change(new Change(parent(from), name(from), null), new Change(parent(to), name(to), moved));
    }

    synchronized void link(Path link, Path existing, Effect effect) throws IOException {
        at(Action.LINK, link, effect);
        change(new Change(parent(link), name(link), node(existing)));
    }

    synchronized void syncFile(FileNode file, Path path) throws IOException {
        Fault now = pass(Action.SYNC_FILE, path);
        if (now == Fault.IO_ERROR || now == Fault.FULL || now == Fault.FULL_ONCE) {
            // As on Linux: the pages count as clean from now on.
            file.isLost = true;
        }
        fail(now, path);
        if (file.isDirty && !file.isLost) {
            file.synced = file.content.clone();
            file.isDirty = false;
        }
        end(now);
    }

    synchronized void syncFolder(Path path) throws IOException {
        if (isOfAnIndex(path)) {
            syncFolderOfIndex(path);
            return;
        }
        Fault now = pass(Action.SYNC_FOLDER, path);
        fail(now, path);
        if (node(path) instanceof FolderNode folder) {
            sync(folder);
        }
        end(now);
    }

    /// Lucene passes over an error here, and where assertions are on, it fails one. So only the power fails here.
    private void syncFolderOfIndex(Path path) throws IOException {
        Fault now = isDown ? Fault.KILL : pass(Action.SYNC_FOLDER, path);
        if (now == Fault.KILL || now == Fault.POWER_CUT) {
            isDown = true;
        } else if (node(path) instanceof FolderNode folder) {
            sync(folder);
        }
        isDown |= now == Fault.TORN;
    }

    private static boolean isOfAnIndex(Path folder) {
        return folder.toString().contains("/generation-") || folder.toString().contains("/.unfinished-");
    }

    @Nullable
    synchronized FileNode file(Path path) {
        return node(path) instanceof FileNode file ? file : null;
    }

    private void at(Action action, Path path, Effect effect) throws IOException {
        Fault now = pass(action, path);
        fail(now, path);
        effect.run();
        end(now);
    }

    /// Passes a point.
    ///
    /// @return the fault that happens at it; null for none
    private @Nullable Fault pass(Action action, Path path) throws IOException {
        requireUp();
        boolean isHere = points.size() == faultAt;
        points.add(new Point(action, root.relativize(path).toString()));
        if (isSlow) {
            sleep();
        }
        if (!isHere) {
            return isFull && needsSpace(action) ? Fault.FULL : null;
        }
        hasFired = true;
        faultPoint = faultAt;
        isFull = fault == Fault.FULL;
        isSlow = fault == Fault.SLOW;
        return fault == Fault.SLOW || (fault == Fault.FULL && !needsSpace(action)) ? null : fault;
    }

    private static boolean needsSpace(Action action) {
        return action != Action.DELETE && action != Action.TRUNCATE && action != Action.RENAME;
    }

    /// Fails before the operation has any effect.
    private void fail(@Nullable Fault now, Path path) throws IOException {
        if (now == Fault.KILL || now == Fault.POWER_CUT) {
            isDown = true;
            requireUp();
        }
        if (now == Fault.FULL || now == Fault.FULL_ONCE) {
            throw new FileSystemException(path.toString(), null, "No space left on device");
        }
        if (now == Fault.IO_ERROR) {
            throw new FileSystemException(path.toString(), null, "Input/output error");
        }
    }

    /// The power fails after the operation had its effect.
    private void end(@Nullable Fault now) throws IOException {
        if (now == Fault.TORN) {
            isDown = true;
            requireUp();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    /// Writes what the disk holds after the end of the process to an empty folder. The disk is not used afterwards.
    ///
    /// @param end how the process ended
    synchronized void writeTo(Path folder, Fault end, Random random) throws IOException {
        isDown = true;
        int kept =
                switch (end) {
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
