package dev.likeness.index.lucene.check;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/// The files of an index with further ones in memory, so that a commit of some of its segments can be opened.
/// Nothing is written to the index.
final class OverlayDirectory extends FilterDirectory {
    private final Directory memory = new ByteBuffersDirectory();

    OverlayDirectory(Directory index) {
        super(index);
    }

    private boolean isInMemory(String name) throws IOException {
        return Arrays.asList(memory.listAll()).contains(name);
    }

    @Override
    public String[] listAll() throws IOException {
        Set<String> names = new TreeSet<>(Arrays.asList(memory.listAll()));
        for (String name : in.listAll()) {
            // The commit in memory is the only one.
            if (!name.startsWith("segments")) {
                names.add(name);
            }
        }
        return names.toArray(String[]::new);
    }

    @Override
    public long fileLength(String name) throws IOException {
        return isInMemory(name) ? memory.fileLength(name) : in.fileLength(name);
    }

    @Override
    public IndexInput openInput(String name, IOContext context) throws IOException {
        return isInMemory(name) ? memory.openInput(name, context) : in.openInput(name, context);
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
        return memory.createOutput(name, context);
    }

    @Override
    public void rename(String source, String target) throws IOException {
        memory.rename(source, target);
    }

    @Override
    public void deleteFile(String name) throws IOException {
        memory.deleteFile(name);
    }

    @Override
    public void sync(Collection<String> names) {}

    @Override
    public void syncMetaData() {}

    @Override
    public void close() throws IOException {
        memory.close();
    }
}
