package dev.likeness.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.engine.ingest.walk.NotSearched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingPathsTest {
    @TempDir
    private Path folder;

    private MissingPaths paths;

    @BeforeEach
    void make() throws IOException {
        Files.createFile(folder.resolve("there.jpg"));
        Files.createDirectory(folder.resolve("empty"));
        Files.createSymbolicLink(folder.resolve("share"), folder.resolve("unmounted"));
        Files.createSymbolicLink(folder.resolve("link.jpg"), folder.resolve("unmounted/link.jpg"));
        Files.createSymbolicLink(folder.resolve("good"), folder.resolve("empty"));
        Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
        Files.createDirectory(folder.resolve("locked"));
        paths = new MissingPaths(Map.of(folder.resolve("locked"), "permission to read it is missing"));
    }

    @Test
    void state_ofWhatIsNotInAFolderThatCanBeRead_isGone() {
        assertThat(paths.isGone(folder.resolve("gone.jpg"))).isTrue();
        assertThat(paths.isGone(folder.resolve("empty/gone.jpg"))).isTrue();
        assertThat(paths.isGone(folder.resolve("good/gone.jpg"))).isTrue();
        assertThat(paths.isGone(folder.resolve("no/such/folder/gone.jpg"))).isTrue();
        assertThat(paths.isGone(folder.resolve("there.jpg/gone.jpg"))).isTrue();
        assertThat(paths.isGone(folder.resolve("there.jpg"))).isFalse();
    }

    @Test
    void state_behindALinkWithoutTarget_isUnknown() {
        assertThat(paths.state(folder.resolve("link.jpg")))
                .isEqualTo(new MissingPaths.State.Unknown(
                        folder.resolve("link.jpg"), "is a link to a place that is absent"));
        assertThat(paths.state(folder.resolve("share/2020/a.jpg")))
                .isEqualTo(
                        new MissingPaths.State.Unknown(folder.resolve("share"), "is a link to a place that is absent"));
        assertThat(paths.isGone(folder.resolve("loop/a.jpg"))).isFalse();
    }

    @Test
    void isGoneOrNoted_belowAFolderThatCouldNotBeRead_countsThePathsThere() {
        assertThat(paths.isGoneOrNoted(folder.resolve("locked/a.jpg"))).isFalse();
        assertThat(paths.isGoneOrNoted(folder.resolve("locked/deep/b.jpg"))).isFalse();
        assertThat(paths.isGoneOrNoted(folder.resolve("there.jpg"))).isFalse();
        assertThat(paths.isGoneOrNoted(folder.resolve("gone.jpg"))).isTrue();

        assertThat(paths.notSearched().values())
                .containsExactly(new NotSearched(folder.resolve("locked"), "permission to read it is missing", 2));
    }
}
