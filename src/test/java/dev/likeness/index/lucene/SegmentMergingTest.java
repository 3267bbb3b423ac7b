package dev.likeness.index.lucene;

import static dev.likeness.index.lucene.GalleryFixtures.PLANE;
import static dev.likeness.index.lucene.GalleryFixtures.face;
import static dev.likeness.index.lucene.GalleryFixtures.photo;
import static dev.likeness.index.lucene.GalleryFixtures.photoId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.FaceFilter;
import dev.likeness.face.UnitVector;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentMergingTest {
    private static final int EXACT_FACES = 50;
    private static final int FACES = 60;

    @TempDir
    private Path path;

    private GalleryDirectory directory;
    private LuceneGallery gallery;

    @BeforeEach
    void open() {
        directory = GalleryDirectory.of(IndexOptions.defaults().in(path), EXACT_FACES);
        gallery = (LuceneGallery) directory.create("demo", PLANE);
    }

    @AfterEach
    void close() {
        directory.close();
    }

    @Test
    void gallery_ofSegmentsThatAKilledProcessLeft_isMerged() throws InterruptedException {
        addSegments(3);
        assertThat(segments()).isEqualTo(3);
        BlockingQueue<String> log = new LinkedBlockingQueue<>();

        try (var _ = new SegmentMerging(
                () -> List.of(gallery),
                new IndexWriting(IndexOptions.defaults().in(path), EXACT_FACES),
                Duration.ofMillis(20),
                log::add)) {
            assertThat(log.poll(20, TimeUnit.SECONDS))
                    .isEqualTo("gallery demo: merging 3 segments in the background, for faster searches");
            awaitOneSegment();
        }

        assertThat(nearest()).isEqualTo(3 * FACES);
        try (GalleryDirectory other =
                        GalleryDirectory.of(IndexOptions.defaults().in(path), EXACT_FACES);
                GalleryWriter writer = other.open("demo").writer(PLANE)) {
            writer.remove(photoId("0-0"));
        }
        assertThat(nearest()).isEqualTo(3 * FACES - 1);
    }

    @Test
    void mergeSegments_whileAWriterIsOpen_leavesTheCommitToIt() {
        addSegments(3);
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.put(photo("late"), List.of(face("late", 0, 20, 1, 1)));

            gallery.mergeSegments(Duration.ZERO);

            assertThat(nearest()).isEqualTo(3 * FACES);
            assertThatThrownBy(() -> gallery.writer(PLANE))
                    .hasMessage("gallery demo must have one writer at a time, and this process is writing to it");
        }
        assertThat(nearest()).isEqualTo(3 * FACES + 1);
        assertThat(segments()).isLessThanOrEqualTo(2);
    }

    @Test
    void writer_thatChangesNothing_isRolledBackWithoutAbortingMerges() {
        addSegments(3);
        CompletableFuture<Void> merging = CompletableFuture.runAsync(() -> gallery.mergeSegments(Duration.ZERO));
        for (int i = 0; i < 20; i++) {
            gallery.writer(PLANE).rollback();
        }
        merging.join();

        assertThat(segments()).isOne();
        assertThat(nearest()).isEqualTo(3 * FACES);
    }

    @Test
    void purge_whileSegmentsAreMerged_rewritesThem() {
        addSegments(3);
        try (GalleryWriter writer = gallery.writer(PLANE)) {
            writer.erase(Set.of(photoId("0-0")), Set.of(), Set.of());
        }
        CompletableFuture<Void> merging = CompletableFuture.runAsync(() -> gallery.mergeSegments(Duration.ZERO));

        for (int run = 0; run < 2; run++) {
            try (GalleryWriter writer = gallery.writer(PLANE)) {
                writer.purge();
            }
        }
        merging.join();

        try (GallerySnapshot snapshot = gallery.snapshot()) {
            assertThat(snapshot.isPurgeDue()).isFalse();
        }
    }

    @Test
    void delete_whileSegmentsAreMerged_endsTheMerge() throws InterruptedException {
        addSegments(3);
        directory.mergeInBackground(_ -> {});
        // As in a server, a merge does not begin right after one was aborted.
        Duration quiet = Duration.ofMillis(100);
        Thread.sleep(quiet);
        CompletableFuture<Void> merging =
                CompletableFuture.runAsync(() -> gallery.mergeSegments(quiet)).exceptionally(_ -> null);

        directory.delete("demo");
        merging.join();

        assertThat(directory.exists("demo")).isFalse();
        assertThat(path.resolve("demo")).doesNotExist();
    }

    @Test
    void isScattered_dependsOnWhatSearchesVisit() {
        assertThat(isScattered(50_000)).isFalse();
        assertThat(isScattered(50_000, 100)).isFalse();
        assertThat(isScattered(50_000, 200)).isTrue();
        assertThat(isScattered(20_000, 20_000)).isTrue();
        assertThat(isScattered(6_000, 3_000))
                .as("every face is compared anyway")
                .isFalse();
    }

    private static boolean isScattered(Integer... segments) {
        return SegmentMerging.isScattered(List.of(segments), 10_000, 2_000);
    }

    /// Each in a process of its own that does not come to merge.
    private void addSegments(int count) {
        for (int segment = 0; segment < count; segment++) {
            try (GalleryWriter writer = gallery.writer(PLANE)) {
                for (int i = 0; i < FACES; i++) {
                    String name = segment + "-" + i;
                    writer.put(photo(name), List.of(face(name, 0, 20, 1 + i, 1 + segment)));
                }
            }
        }
    }

    private void awaitOneSegment() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (segments() != 1 && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertThat(segments()).isOne();
    }

    private int segments() {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.statistics().segments();
        }
    }

    private int nearest() {
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            return snapshot.nearest(UnitVector.normalized(new float[] {1, 1}), 500, FaceFilter.none())
                    .matches()
                    .size();
        }
    }
}
