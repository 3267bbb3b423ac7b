package dev.likeness.bench;

import dev.likeness.face.UnitVector;
import dev.likeness.index.IndexOptions;
import dev.likeness.support.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.PatienceKnnVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/// Lucene with nothing but the vectors and their numbers, in one segment.
final class LucenePeer implements Peer {
    private static final String VECTOR = "vector";
    private static final String NUMBER = "number";

    /// What may be done differently from the gallery.
    enum Way {
        /// As the gallery does it.
        PLAIN,
        /// Eight bits a component beside the floats. Candidates are compared again by their floats.
        INT8,
        /// Four bits a component.
        INT4,
        /// One bit a component (RaBitQ, "BBQ").
        ONE_BIT,
        /// Faces that are near each other are added, and so stored, beside each other; the sorting is not counted.
        REORDERED,
        /// A search ends when it stops finding better candidates.
        PATIENCE;

        KnnVectorsFormat format(IndexOptions options) {
            return switch (this) {
                case PLAIN, REORDERED, PATIENCE ->
                    new Lucene99HnswVectorsFormat(options.maxConnections(), options.beamWidth());
                case INT8 -> quantized(ScalarEncoding.UNSIGNED_BYTE, options);
                case INT4 -> quantized(ScalarEncoding.PACKED_NIBBLE, options);
                case ONE_BIT -> quantized(ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE, options);
            };
        }

        private static KnnVectorsFormat quantized(ScalarEncoding encoding, IndexOptions options) {
            return new Lucene104HnswScalarQuantizedVectorsFormat(
                    encoding, options.maxConnections(), options.beamWidth());
        }

        boolean isQuantized() {
            return this == INT8 || this == INT4 || this == ONE_BIT;
        }
    }

    private final PeerVectors vectors;
    private final IndexOptions options;
    private final Way way;
    private final TemporaryFolder folder = TemporaryFolder.create();
    private int builds;
    private DirectoryReader reader;

    LucenePeer(PeerVectors vectors, IndexOptions options, Way way) {
        this.vectors = vectors;
        this.options = options;
        this.way = way;
    }

    @Override
    public String name() {
        return "Lucene"
                + (way == Way.PLAIN
                        ? ""
                        : " " + way.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    @Override
    public Build build() {
        return unchecked(() -> {
            Path path = Files.createDirectory(folder.path().resolve(Integer.toString(++builds)));
            double start = PeerBenchmark.processCpuSeconds();
            try (Directory directory = new MMapDirectory(path);
                    IndexWriter writer = new IndexWriter(directory, config())) {
                for (int i : way == Way.REORDERED ? vectors.bisected() : vectors.unordered()) {
                    var document = new Document();
                    float[] vector = vectors.faces().get(i).direction().toArray();
                    document.add(new KnnFloatVectorField(VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
                    document.add(new NumericDocValuesField(NUMBER, i));
                    writer.addDocument(document);
                }
                writer.forceMerge(1);
                writer.commit();
            }
            double seconds = PeerBenchmark.processCpuSeconds() - start;
            closeReader();
            reader = DirectoryReader.open(new MMapDirectory(path));
            return new Build(seconds, size(path));
        });
    }

    private IndexWriterConfig config() {
        KnnVectorsFormat format = way.format(options);
        return new IndexWriterConfig()
                .setRAMBufferSizeMB(options.bufferBytes() / (double) (1L << 20))
                .setCodec(new Lucene104Codec() {
                    @Override
                    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                        return format;
                    }
                });
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Override
    public Run search(int ef) {
        return unchecked(() -> {
            var searcher = new IndexSearcher(reader);
            LeafReader leaf = reader.leaves().getFirst().reader();
            List<int[]> found = new ArrayList<>();
            double start = PeerBenchmark.threadCpuSeconds();
            for (UnitVector probe : vectors.probes()) {
                float[] vector = probe.toArray();
                ScoreDoc[] nearest =
                        searcher.search(query(vector, ef), way.isQuantized() ? ef : PeerVectors.K).scoreDocs;
                if (way.isQuantized()) {
                    rescore(leaf, vector, nearest);
                }
                found.add(numbers(leaf, nearest));
            }
            double seconds = PeerBenchmark.threadCpuSeconds() - start;
            return new Run(vectors.recall(found), seconds);
        });
    }

    private Query query(float[] vector, int ef) {
        var query = new KnnFloatVectorQuery(VECTOR, vector, ef);
        return way == Way.PATIENCE ? PatienceKnnVectorQuery.fromFloatQuery(query) : query;
    }

    /// Sorts by the true scores.
    private static void rescore(LeafReader leaf, float[] vector, ScoreDoc[] found) throws IOException {
        Arrays.sort(found, Comparator.comparingInt(hit -> hit.doc));
        VectorScorer scorer = leaf.getFloatVectorValues(VECTOR).rescorer(vector);
        DocIdSetIterator documents = scorer.iterator();
        for (ScoreDoc hit : found) {
            documents.advance(hit.doc);
            hit.score = scorer.score();
        }
        Arrays.sort(found, Comparator.comparingDouble(hit -> -hit.score));
    }

    private static int[] numbers(LeafReader leaf, ScoreDoc[] found) throws IOException {
        int[] documents = Stream.of(found)
                .limit(PeerVectors.K)
                .mapToInt(hit -> hit.doc)
                .sorted()
                .toArray();
        NumericDocValues numbers = leaf.getNumericDocValues(NUMBER);
        int[] answer = new int[documents.length];
        for (int i = 0; i < answer.length; i++) {
            numbers.advanceExact(documents[i]);
            answer[i] = (int) numbers.longValue();
        }
        return answer;
    }

    private interface Action<T> {
        T run() throws IOException;
    }

    private static <T> T unchecked(Action<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeReader() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }

    @Override
    public void close() {
        unchecked(() -> {
            closeReader();
            return null;
        });
        folder.close();
    }
}
