package dev.likeness.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Hands everything to the default provider, and every change to a [Disk] before.
final class FaultyProvider extends FileSystemProvider {
    private final FaultyFileSystem fileSystem;
    private final FileSystemProvider real;
    private final Disk disk;

    FaultyProvider(FaultyFileSystem fileSystem, FileSystemProvider real, Disk disk) {
        this.fileSystem = fileSystem;
        this.real = real;
        this.disk = disk;
    }

    private static Path real(Path path) {
        return FaultyPath.real(path);
    }

    private static Path absolute(Path path) {
        return real(path).toAbsolutePath().normalize();
    }

    @Override
    public String getScheme() {
        return "faulty";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
        return fileSystem.wrap(Path.of(uri));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Path file = absolute(path);
        if (!Files.isDirectory(file)) {
            disk.requireUp();
        }
        boolean writes = options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
        if (!writes) {
            return new FaultyChannel(real.newFileChannel(file, options, attributes), disk, file, disk.file(file));
        }
        FileChannel[] opened = new FileChannel[1];
        Disk.Effect open = () -> opened[0] = real.newFileChannel(file, options, attributes);
        DiskTree.FileNode node = disk.file(file);
        if (node == null && !Files.exists(file)) {
            node = disk.create(file, open);
        } else if (node != null && options.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            disk.truncate(node, file, 0, open);
        } else {
            open.run();
        }
        return new FaultyChannel(opened[0], disk, file, node);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path dir, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        disk.requireUp();
        DirectoryStream<Path> entries =
                real.newDirectoryStream(real(dir), entry -> filter.accept(fileSystem.wrap(entry)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                Iterator<Path> paths = entries.iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return paths.hasNext();
                    }

                    @Override
                    public Path next() {
                        return fileSystem.wrap(paths.next());
                    }
                };
            }

            @Override
            public void close() throws IOException {
                entries.close();
            }
        };
    }

    @Override
    public void createDirectory(Path dir, FileAttribute<?>... attributes) throws IOException {
        disk.requireUp();
        if (Files.exists(real(dir))) {
            // Fails, and changes nothing.
            real.createDirectory(real(dir), attributes);
        }
        disk.makeFolder(absolute(dir), () -> real.createDirectory(real(dir), attributes));
    }

    @Override
    public void createLink(Path link, Path existing) throws IOException {
        disk.link(absolute(link), absolute(existing), () -> real.createLink(real(link), real(existing)));
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.requireUp();
        disk.delete(absolute(path), () -> real.delete(real(path)));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        byte[] content = Files.readAllBytes(real(source));
        Files.write(target, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        disk.rename(absolute(source), absolute(target), () -> real.move(real(source), real(target), options));
    }

    @Override
    public boolean isSameFile(Path path, Path path2) throws IOException {
        return real.isSameFile(real(path), real(path2));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return real.isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return real.getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real.checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return real.getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return real.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return real.readAttributes(real(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        real.setAttribute(real(path), attribute, value, options);
    }
}
