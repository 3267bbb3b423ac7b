package dev.likeness.index.lucene;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/// Looks for bytes in every file below a folder: in the files and their names as they are, and in what Lucene
/// compresses, which is the stored fields, the terms and the doc values of all documents of all commits, those
/// that are deleted too.
public final class TraceSearch {
    private final Path folder;

    /// @param folder the whole data folder, logs and temporary files included
    public TraceSearch(Path folder) {
        this.folder = folder;
    }

    /// Where each of the traces is found; a trace that is nowhere has no entry.
    ///
    /// @param traces bytes by their description
    public Map<String, List<String>> find(Map<String, byte[]> traces) throws IOException {
        Map<String, String> wanted = new HashMap<>();
        traces.forEach((what, bytes) -> wanted.put(what, latin(bytes)));
        Map<String, List<String>> found = new HashMap<>();
        List<Path> paths;
        try (Stream<Path> all = Files.walk(folder)) {
            paths = all.toList();
        }
        for (Path path : paths) {
            String name = folder.relativize(path).toString();
            look(name.getBytes(StandardCharsets.UTF_8), "name of " + name, wanted, found);
            if (Files.isDirectory(path)) {
                decode(path, bytes -> look(bytes, "index " + name, wanted, found));
            } else {
                look(Files.readAllBytes(path), name, wanted, found);
            }
        }
        return found;
    }

    private static void look(byte[] bytes, String where, Map<String, String> wanted, Map<String, List<String>> found) {
        String text = latin(bytes);
        wanted.forEach((what, trace) -> {
            if (text.contains(trace)) {
                List<String> places = found.computeIfAbsent(what, _ -> new ArrayList<>());
                if (!places.contains(where)) {
                    places.add(where);
                }
            }
        });
    }

    private static void decode(Path path, Consumer<byte[]> each) throws IOException {
        try (FSDirectory directory = FSDirectory.open(path)) {
            for (IndexCommit commit : DirectoryReader.listCommits(directory)) {
                try (DirectoryReader reader = DirectoryReader.open(commit)) {
                    each.accept(commit.getUserData().toString().getBytes(StandardCharsets.UTF_8));
                    for (LeafReaderContext leaf : reader.leaves()) {
                        decode(leaf.reader(), each);
                    }
                }
            }
        } catch (IndexNotFoundException _) {
            // Not a folder of an index.
        }
    }

    private static void decode(LeafReader leaf, Consumer<byte[]> each) throws IOException {
        for (int document = 0; document < leaf.maxDoc(); document++) {
            for (IndexableField field : leaf.storedFields().document(document).getFields()) {
                BytesRef binary = field.binaryValue();
                String text = field.stringValue();
                if (binary != null) {
                    each.accept(copy(binary));
                }
                if (text != null) {
                    each.accept(text.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        for (FieldInfo field : leaf.getFieldInfos()) {
            Terms terms = leaf.terms(field.name);
            if (terms != null) {
                decode(terms.iterator(), each);
            }
            switch (field.getDocValuesType()) {
                case SORTED -> {
                    SortedDocValues values = leaf.getSortedDocValues(field.name);
                    decode(values.termsEnum(), each);
                }
                case SORTED_SET -> {
                    SortedSetDocValues values = leaf.getSortedSetDocValues(field.name);
                    decode(values.termsEnum(), each);
                }
                case BINARY -> {
                    BinaryDocValues values = leaf.getBinaryDocValues(field.name);
                    while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
                        each.accept(copy(values.binaryValue()));
                    }
                }
                default -> {
                    // Numbers hold nothing that could be looked for.
                }
            }
        }
    }

    private static void decode(TermsEnum terms, Consumer<byte[]> each) throws IOException {
        for (BytesRef term = terms.next(); term != null; term = terms.next()) {
            each.accept(copy(term));
        }
    }

    private static byte[] copy(BytesRef bytes) {
        return BytesRef.deepCopyOf(bytes).bytes;
    }

    /// Bytes as characters, to search among them.
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
