package dev.likeness.index.lucene;

import static dev.likeness.index.lucene.GalleryFixtures.PLANE;
import static dev.likeness.index.lucene.GalleryFixtures.face;
import static dev.likeness.index.lucene.GalleryFixtures.photo;
import static dev.likeness.index.lucene.GalleryFixtures.photoId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.PersonId;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryStatistics;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.IndexOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process is killed while it writes.
class GalleryCrashTest {
    private static final int COMMITS_BEFORE_THE_KILL = 20;

    /// Puts photos of two faces, commits after each photo, and then prints its number.
    static final class Writing {
        private Writing() {}

        public static void main(String[] arguments) {
            GalleryDirectory directory =
                    GalleryDirectory.of(IndexOptions.defaults().in(Path.of(arguments[0])));
            GalleryWriter writer = directory.create("demo", PLANE).writer(PLANE);
            for (int n = 0; ; n++) {
                String name = "photo" + n;
                writer.put(photo(name), List.of(face(name, 0, 20, 1, n), face(name, 1, 20, -1, n)));
                writer.newPersonId();
                writer.commit();
                System.out.println(n);
            }
        }
    }

    @Test
    @Timeout(60)
    void kill_whileWriting_losesNoCommit(@TempDir Path path) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writing.class.getName(),
                        path.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int committed = -1;
        try (BufferedReader out = process.inputReader();
                GalleryDirectory directory =
                        GalleryDirectory.of(IndexOptions.defaults().in(path))) {
            while (committed < COMMITS_BEFORE_THE_KILL) {
                committed = Integer.parseInt(out.readLine());
            }
            assertThatThrownBy(() -> directory.open("demo").writer(PLANE))
                    .hasMessage("gallery demo must have one writer at a time, and process %d is writing to it"
                            .formatted(process.pid()));
            // Not by way of Process, which would close the pipe before what is in it was read.
            process.toHandle().destroyForcibly();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                committed = Integer.parseInt(line);
            }
            process.waitFor();

            Gallery gallery = directory.open("demo");
            try (GallerySnapshot snapshot = gallery.snapshot()) {
                for (int n = 0; n <= committed; n++) {
                    assertThat(snapshot.faces(photoId("photo" + n))).hasSize(2);
                }
                GalleryStatistics statistics = snapshot.statistics();
                // The commit that was under way may have come to its end.
                assertThat(statistics.photos()).isBetween(committed + 1, committed + 2);
                assertThat(statistics.faces()).isEqualTo(2 * statistics.photos());
            }
            try (GalleryWriter writer = gallery.writer(PLANE)) {
                assertThat(writer.newPersonId()).isGreaterThan(new PersonId(committed + 1L));
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
