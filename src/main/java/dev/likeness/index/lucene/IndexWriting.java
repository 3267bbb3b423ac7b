package dev.likeness.index.lucene;

import dev.likeness.index.IndexOptions;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.TieredMergePolicy;

/// How the segments of a gallery are written and merged.
///
/// @param exactFaces maximum number of faces that a search compares one by one
record IndexWriting(IndexOptions options, int exactFaces) {
    /// Search time grows with the number of segments (four cost five times as much as one). Tiers are
    /// therefore narrow, at the price of more merging, and segments may grow far beyond Lucene's 5 GB.
    private static final double SEGMENTS_PER_TIER = 4;

    private static final double MAX_SEGMENT_MEGABYTES = 64 * 1024;

    /// Segments of more faces have a graph, although a gallery of so many is still searched without: of one that
    /// outgrows the exact search, all segments should have one, except the last faces.
    private static final int FLAT_FACES = 2_000;

    /// Maximum number of queued merges before the writer is throttled: Lucene's own default.
    private static final int WAITING_MERGES = 5;

    /// Each merge builds its graphs in its own thread; several merges run in parallel.
    private static final int MERGE_WORKERS = 1;

    IndexWriterConfig config(OpenMode mode) {
        var merging = new TieredMergePolicy();
        merging.setSegmentsPerTier(SEGMENTS_PER_TIER);
        merging.setMaxMergedSegmentMB(MAX_SEGMENT_MEGABYTES);
        // A purge must leave no deleted documents, however small their share of a segment is.
        merging.setForceMergeDeletesPctAllowed(0);
        var scheduler = new ConcurrentMergeScheduler();
        scheduler.setMaxMergesAndThreads(options.mergeThreads() + WAITING_MERGES, options.mergeThreads());
        return new IndexWriterConfig()
                .setOpenMode(mode)
                .setCodec(codec())
                .setRAMBufferSizeMB(options.bufferBytes() / (double) (1L << 20))
                .setMergePolicy(merging)
                .setMergeScheduler(scheduler);
    }

    /// Lucene's own codec under its own name, so that any Lucene can open the index; only the graph's
    /// parameters differ. Small segments get no graph, which saves ingest most of its indexing time.
    private Codec codec() {
        var format = new Lucene99HnswVectorsFormat(
                options.maxConnections(), options.beamWidth(), MERGE_WORKERS, null, graphThreshold());
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return format;
            }
        };
    }

    /// Maximum number of faces in a segment without a graph.
    int flatFaces() {
        return Math.min(FLAT_FACES, exactFaces);
    }

    /// Lucene builds a graph for n vectors once n > ln(n) × threshold; this value puts the limit at n =
    /// `flatFaces`.
    private int graphThreshold() {
        return flatFaces() < 2 ? 0 : (int) (flatFaces() / Math.log(flatFaces()));
    }
}
