package dev.likeness.index;

import static dev.likeness.index.lucene.GalleryFixtures.photo;
import static dev.likeness.index.lucene.GalleryFixtures.photoId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.index.lucene.GalleryFixtures;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

class GalleryValuesTest {
    private static final Path HERE = Path.of("index");
    private static final long BUFFER = 96L << 20;
    private static final LocalDateTime NOON = LocalDateTime.of(2020, 5, 1, 12, 0);

    @Test
    void embedderStamp_invalidValue_throws() {
        String sha256 = "0".repeat(64);

        assertThatThrownBy(() -> new EmbedderStamp(" ", 512, sha256))
                .hasMessage("embedder id must not be blank, got: \" \"");
        assertThatThrownBy(() -> new EmbedderStamp("m", 1025, sha256))
                .hasMessage("embedder dimension must be between 1 and 1024, got: 1025");
        assertThatThrownBy(() -> new EmbedderStamp("m", 512, "0A"))
                .hasMessage("embedder hash must be 64 lower-case hex digits, got: 0A");
    }

    @Test
    void indexOptions_outOfRange_throw() {
        assertThatThrownBy(() -> new IndexOptions(HERE, 1, 100, BUFFER, 2))
                .hasMessage("maxConnections must be between 2 and 512, got: 1");
        assertThatThrownBy(() -> new IndexOptions(HERE, 16, 0, BUFFER, 2))
                .hasMessage("beamWidth must be between 1 and 3200, got: 0");
        assertThatThrownBy(() -> new IndexOptions(HERE, 16, 100, 0, 2))
                .hasMessage("bufferBytes must be between 1048576 and 1073741824, got: 0");
        assertThatThrownBy(() -> new IndexOptions(HERE, 16, 100, BUFFER, 65))
                .hasMessage("mergeThreads must be between 1 and 64, got: 65");
    }

    @Test
    void storedPhoto_invalidValue_throws() {
        var paths = GalleryFixtures.paths("a.jpg");

        assertThatThrownBy(() -> new StoredPhoto(photoId("a"), paths, 0, 480, null, 1, "JPEG"))
                .hasMessage("width and height must be at least 1, got: 0 × 480 for photo " + photoId("a"));
        assertThatThrownBy(() -> new StoredPhoto(photoId("a"), paths, 640, 480, null, -1, "JPEG"))
                .hasMessage("bytes must be at least 0, got: -1 for photo " + photoId("a"));
        assertThatThrownBy(() -> photo("a", null, "ä".repeat(16_384)))
                .hasMessage("a path must be at most 32766 bytes of UTF-8, got 32768: " + "ä".repeat(80) + "…");
    }

    @Test
    void storedPhoto_captureTime_isTruncatedToTheMillisecond() {
        assertThat(photo("a", NOON.plusNanos(1_999_999), "a.jpg").capturedAt()).isEqualTo(NOON.plusNanos(1_000_000));
    }

    @Test
    void storedPhoto_callerChangesThePaths_doesNotChange() {
        var paths = GalleryFixtures.paths("a.jpg");
        var photo = new StoredPhoto(photoId("a"), paths, 640, 480, null, 1, "JPEG");

        paths.put("b.jpg", Instant.EPOCH);

        assertThat(photo.paths()).containsOnlyKeys("a.jpg");
        assertThat(photo.withPaths(paths).paths()).containsOnlyKeys("a.jpg", "b.jpg");
    }
}
