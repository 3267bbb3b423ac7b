package dev.likeness.index.lucene;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.AlreadyClosedException;

/// Merges the segments of a server's galleries while nobody writes to them. A search visits some hundred vectors of
/// each segment that has a graph, and all vectors of each small one, so uploads one by one, and an ingest that was
/// killed, leave a gallery in which searches are slow.
///
/// One gallery at a time is merged, by one thread. After a merge, its gallery rests nine times as long as the merge
/// took, unless so many faces were added that waiting costs searches more.
final class SegmentMerging implements AutoCloseable {
    /// How often galleries are looked at, and how long nobody must have written to one: more will follow.
    static final Duration QUIET = Duration.ofSeconds(5);

    /// How many vectors a search of a graph visits, about: 600 of 50,000 faces at k = 10.
    private static final int VISITED = 600;

    /// Segments are merged if searches visit so many times the vectors of one segment.
    private static final double SCATTERED = 1.25;

    /// So many faces outside the largest segment are merged without a rest.
    private static final int MAX_TAIL = 4096;

    private static final int REST = 9;

    private final Supplier<List<LuceneGallery>> galleries;
    private final IndexWriting writing;
    private final Duration quiet;
    private final Consumer<String> log;

    /// When each gallery may be merged again, by [System#nanoTime].
    private final Map<String, Long> rested = new HashMap<>();

    /// When the index of each gallery had changed last when nothing had to be merged in it.
    private final Map<String, FileTime> merged = new HashMap<>();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("segment-merging")::unstarted);

    /// @param galleries those to look at
    /// @param quiet [#QUIET], except in tests
    /// @param log receives a message when a merge begins or fails
    SegmentMerging(
            Supplier<List<LuceneGallery>> galleries, IndexWriting writing, Duration quiet, Consumer<String> log) {
        this.galleries = galleries;
        this.writing = writing;
        this.quiet = quiet;
        this.log = log;
        var _ = thread.scheduleWithFixedDelay(
                this::mergeDue, quiet.toMillis(), quiet.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void mergeDue() {
        try {
            for (LuceneGallery gallery : galleries.get()) {
                if (gallery.isQuiet(quiet)) {
                    merge(gallery);
                }
            }
        } catch (RuntimeException e) {
            log.accept("segments could not be merged: " + e.getMessage());
        }
    }

    private void merge(LuceneGallery gallery) {
        try {
            FileTime changed = gallery.changed();
            if (changed.equals(merged.get(gallery.name()))) {
                return;
            }
            List<Integer> segments = sizes(gallery.lastCommit());
            if (!isScattered(segments, writing.exactFaces(), writing.flatFaces())) {
                merged.put(gallery.name(), changed);
            } else if (isLargeTail(segments) || isRested(gallery.name())) {
                log.accept("gallery %s: merging %d segments in the background, for faster searches"
                        .formatted(gallery.name(), segments.size()));
                long start = System.nanoTime();
                gallery.mergeSegments(quiet);
                long end = System.nanoTime();
                rested.put(gallery.name(), end + REST * (end - start));
            }
        } catch (AlreadyClosedException _) {
            // The gallery was deleted or the server stops.
        } catch (IOException | LikenessException e) {
            // A gallery that another process writes to is looked at again later.
            rested.put(gallery.name(), System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
            if (!(e instanceof LikenessException known) || known.code() != ErrorCode.GALLERY_LOCKED) {
                log.accept(
                        "gallery %s: its segments could not be merged: %s".formatted(gallery.name(), e.getMessage()));
            }
        }
    }

    private boolean isRested(String gallery) {
        Long until = rested.get(gallery);
        return until == null || System.nanoTime() - until >= 0;
    }

    private static boolean isLargeTail(List<Integer> segments) {
        return total(segments) - segments.getFirst() > MAX_TAIL;
    }

    private static int total(List<Integer> segments) {
        return segments.stream().mapToInt(Integer::intValue).sum();
    }

    /// Whether searches visit clearly more vectors than those of one segment.
    ///
    /// @param segments the number of documents in each, largest first
    /// @param exactFaces maximum number of faces that are searched without graphs
    /// @param flatFaces maximum number of faces in a segment without a graph
    static boolean isScattered(List<Integer> segments, int exactFaces, int flatFaces) {
        if (segments.size() < 2 || total(segments) <= exactFaces) {
            return false;
        }
        int visited = segments.stream()
                .mapToInt(size -> size <= flatFaces ? size : VISITED)
                .sum();
        return visited > SCATTERED * VISITED;
    }

    /// The number of live documents in each segment, largest first.
    private static List<Integer> sizes(SegmentInfos commit) {
        List<Integer> sizes = new ArrayList<>();
        for (SegmentCommitInfo segment : commit) {
            sizes.add(segment.info.maxDoc() - segment.getDelCount());
        }
        sizes.sort((a, b) -> Integer.compare(b, a));
        return sizes;
    }

    /// Begins no more merges. One that is running is aborted with its gallery.
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
