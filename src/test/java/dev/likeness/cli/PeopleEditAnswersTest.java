package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.cli.Shell.Result;
import dev.likeness.engine.exchange.HandMadeGallery;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.PhotoId;
import dev.likeness.image.PhotoFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What edits of faces answer to who typed them.
class PeopleEditAnswersTest {
    @TempDir
    private Path folder;

    private Path photo;

    @BeforeEach
    void makeGallery() throws IOException {
        photo = Files.write(folder.resolve("a.jpg"), PhotoFiles.jpeg(60, 40, 0x303030, 1, null));
        try (HandMadeGallery gallery = new HandMadeGallery(folder.resolve("index"))) {
            PhotoId id = gallery.add(photo, new Box(.1f, .1f, .3f, .3f), new Box(.5f, .5f, .7f, .7f));
            gallery.group(null, new FaceId(id, 0), new FaceId(id, 1));
        }
    }

    @Test
    void nameFace_ofAnUnnamedPersonWithOtherFaces_tellsHowToNameAll() {
        Result named = likeness("people", "name", "--face", photo + "#0", "Eve");

        String same = " --gallery test --index " + folder.resolve("index");
        assertThat(named.output()).containsExactly("Named face " + photo + "#0 Eve (#2) (1 face moved)");
        assertThat(named.errors())
                .contains("It was a face of #1, who keeps 1 face. To name all of them instead: likeness people undo"
                        + same + ", then likeness people name 1 Eve" + same);
    }

    @Test
    void reject_answersWithWhatWasTyped() {
        assertThat(likeness("people", "reject", photo + "#1", "--as", "1").output())
                .containsExactly("Rejected face " + photo + "#1 for #1 (1 face moved)");
    }

    private Result likeness(String... arguments) {
        return Shell.run(Stream.concat(
                        Arrays.stream(arguments), Stream.of("--gallery=test", "--index=" + folder.resolve("index")))
                .toArray(String[]::new));
    }
}
