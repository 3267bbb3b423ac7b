package dev.likeness.faults;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// What a disk holds of a folder: as the process sees it, and as it would be after a power cut. The rules are
/// those of POSIX at its strictest:
///
/// - the content of a file is on the disk when the file was synced;
/// - a new, renamed or deleted entry of a folder is on the disk when that folder was synced. A rename is on
///     the disk as
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

    private final Path root;
    private final DiskTree tree;
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
        this.tree = new DiskTree(this.root);
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

    synchronized DiskTree.FileNode create(Path path, Effect effect) throws IOException {
        at(Action.CREATE, path, effect);
        return tree.create(path);
    }

    synchronized void truncate(DiskTree.FileNode file, Path path, long size, Effect effect) throws IOException {
        at(Action.TRUNCATE, path, effect);
        file.truncate(size);
    }

    /// Writes bytes for real.
    @FunctionalInterface
    interface Writing {
        void run(byte[] bytes) throws IOException;
    }

    synchronized void write(DiskTree.FileNode file, Path path, long position, byte[] bytes, Writing writing)
            throws IOException {
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
        tree.makeFolder(path);
    }

    synchronized void delete(Path path, Effect effect) throws IOException {
        // A name that is not there, or a folder that is not empty, is no point.
        if (!tree.contains(path)) {
            effect.run();
            return;
        }
        at(Action.DELETE, path, effect);
        tree.delete(path);
    }

    synchronized void rename(Path from, Path to, Effect effect) throws IOException {
        at(Action.RENAME, from, effect);
        tree.rename(from, to);
    }

    synchronized void link(Path link, Path existing, Effect effect) throws IOException {
        at(Action.LINK, link, effect);
        tree.link(link, existing);
    }

    synchronized void syncFile(DiskTree.FileNode file, Path path) throws IOException {
        Fault now = pass(Action.SYNC_FILE, path);
        if (now == Fault.IO_ERROR || now == Fault.FULL || now == Fault.FULL_ONCE) {
            file.lose();
        }
        fail(now, path);
        file.sync();
        end(now);
    }

    synchronized void syncFolder(Path path) throws IOException {
        if (isOfAnIndex(path)) {
            syncFolderOfIndex(path);
            return;
        }
        Fault now = pass(Action.SYNC_FOLDER, path);
        fail(now, path);
        tree.syncFolder(path);
        end(now);
    }

    /// Lucene passes over an error here, and where assertions are on, it fails one. So only the power fails
    /// here.
    private void syncFolderOfIndex(Path path) throws IOException {
        Fault now = isDown ? Fault.KILL : pass(Action.SYNC_FOLDER, path);
        if (now == Fault.KILL || now == Fault.POWER_CUT) {
            isDown = true;
        } else {
            tree.syncFolder(path);
        }
        isDown |= now == Fault.TORN;
    }

    private static boolean isOfAnIndex(Path folder) {
        return folder.toString().contains("/generation-") || folder.toString().contains("/.unfinished-");
    }

    synchronized DiskTree.@Nullable FileNode file(Path path) {
        return tree.file(path);
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

    /// Writes what the disk holds after the end of the process to an empty folder. The disk is not used
    /// afterwards.
    ///
    /// @param end how the process ended
    synchronized void writeTo(Path folder, Fault end, Random random) throws IOException {
        isDown = true;
        tree.writeTo(folder, end, random);
    }
}
