package dev.likeness.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// An open file, or an open folder that is to be synced.
final class FaultyChannel extends FileChannel {
    private static final int COPY_BYTES = 1 << 13;

    private final FileChannel real;
    private final Disk disk;
    private final Path path;
    private final DiskTree.@Nullable FileNode file;

    FaultyChannel(FileChannel real, Disk disk, Path path, DiskTree.@Nullable FileNode file) {
        this.real = real;
        this.disk = disk;
        this.path = path;
        this.file = file;
    }

    private int writeAt(ByteBuffer source, long position) throws IOException {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        Disk.Writing writing = content -> {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                real.write(left, position + left.position());
            }
        };
        if (file == null) {
            writing.run(bytes);
        } else {
            disk.write(file, path, position, bytes, writing);
        }
        return bytes.length;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        long position = real.position();
        int written = writeAt(source, position);
        real.position(position + written);
        return written;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long written = 0;
        for (int index = offset; index < offset + length; index++) {
            written += write(sources[index]);
        }
        return written;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        return writeAt(source, position);
    }

    @Override
    public void force(boolean metaData) throws IOException {
        if (Files.isDirectory(path)) {
            disk.syncFolder(path);
        } else if (file != null) {
            disk.syncFile(file, path);
        }
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        if (file == null) {
            real.truncate(size);
        } else {
            disk.truncate(file, path, size, () -> real.truncate(size));
        }
        return this;
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) throws IOException {
        long copied = 0;
        ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
        while (copied < count) {
            buffer.clear().limit((int) Math.min(COPY_BYTES, count - copied));
            if (source.read(buffer) <= 0) {
                break;
            }
            copied += writeAt(buffer.flip(), position + copied);
        }
        return copied;
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return real.transferTo(position, count, target);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return real.read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return real.read(targets, offset, length);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return real.read(target, position);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long newPosition) throws IOException {
        real.position(newPosition);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return real.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
