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

/// `likeness duplicates`, as a shell sees it, on Ada (#1), who is in the gallery twice, the second time as #2.
class DuplicatesCommandTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void enrolAdaTwice() throws IOException {
        Path photo = Files.write(folder.resolve("a.jpg"), PhotoFiles.jpeg(60, 40, 0x303030, 1, null));
        Path copy = Files.copy(photo, folder.resolve("copy.jpg"));
        Path other = Files.write(folder.resolve("b.jpg"), PhotoFiles.jpeg(60, 40, 0x909090, 1, null));
        try (HandMadeGallery gallery = new HandMadeGallery(folder.resolve("index"))) {
            PhotoId first = gallery.add(photo, new Box(.25f, .25f, .5f, .5f));
            gallery.add(copy, new Box(.25f, .25f, .5f, .5f));
            PhotoId second = gallery.add(other);
            assertThat(second).isNotEqualTo(first);
            PhotoId third = gallery.add(
                    Files.write(folder.resolve("c.jpg"), PhotoFiles.jpeg(40, 60, 0x203050, 1, null)),
                    new Box(.1f, .1f, .9f, .9f));
            gallery.group("Ada", new FaceId(first, 0));
            gallery.group(null, new FaceId(third, 0));
        }
    }

    @Test
    void accept_mergesThem_andUndoSplitsThem() {
        Result accepted = likeness("duplicates", "--accept", "Ada", "2");

        assertThat(accepted.status()).isZero();
        assertThat(accepted.output()).containsExactly("Merged #2 into Ada (#1) (1 face moved)");
        assertThat(likeness("people", "list").output())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("Ada (#1)");
        assertThat(likeness("people", "undo").status()).isZero();
        assertThat(likeness("people", "list").output()).hasSize(3);
    }

    @Test
    void reject_marksThemAsDifferent() {
        assertThat(likeness("duplicates", "--reject", "Ada", "2").output())
                .containsExactly("Marked Ada (#1) and #2 as different people");

        Result accepted = likeness("duplicates", "--accept", "Ada", "2");

        assertThat(accepted.status()).isEqualTo(2);
        assertThat(accepted.errors().getFirst()).contains("Ada (#1) and #2 are different people (event 1, ");
        assertThat(likeness("duplicates", "--reject", "Ada", "2").output()).containsExactly("Changed nothing");
    }

    @Test
    void acceptAndReject_ofSeveralPairsOrStrangers_areTheCallersFault() {
        assertThat(likeness("duplicates", "--accept", "Ada", "2", "--reject", "Ada", "2")
                        .errors())
                .containsExactly("likeness: one pair must be decided at a time, got: 2 accepted, 2 rejected people");
        assertThat(likeness("duplicates", "--accept", "Ada", "Nobody").errors())
                .containsExactly("likeness: gallery test has no person of the name or number Nobody");
        assertThat(likeness("duplicates", "--reject", "Ada", "1").errors())
                .containsExactly("likeness: the two people must differ, got person 1 twice");
    }

    @Test
    void photos_listsTheCopyBesideItsOriginal() {
        Result photos = likeness("duplicates", "--photos");

        assertThat(photos.status()).isZero();
        assertThat(photos.output().get(1))
                .startsWith("same-picture")
                .contains(
                        folder.resolve("a.jpg").toString(),
                        folder.resolve("copy.jpg").toString());
        assertThat(photos.output().getLast()).isEqualTo("1 copies among 3 photos");
    }

    @Test
    void rejectOfPhotos_marksThemAsNotCopies_andUndoRemovesTheMark() {
        String one = folder.resolve("a.jpg").toString();
        String other = folder.resolve("b.jpg").toString();

        assertThat(likeness("duplicates", "--photos", "--reject", one, other).output())
                .containsExactly("Marked 2 photos as not copies of each other");
        assertThat(likeness("duplicates", "--photos", "--reject", other, one).output())
                .containsExactly("Changed nothing");
        assertThat(likeness("people", "undo").output())
                .containsExactly("Undid event 1: marked 2 photos as not copies of each other");
        assertThat(likeness("duplicates", "--photos", "--accept", one, other).errors())
                .containsExactly("likeness: --accept must not be combined with --photos: delete copies yourself");
    }

    @Test
    void list_withoutACalibration_saysHowToGetOne() {
        Result list = likeness("duplicates");

        assertThat(list.status()).isEqualTo(2);
        assertThat(list.errors().getFirst()).contains("needs a calibration");
        assertThat(list.errors().getLast()).startsWith("To fit a calibration: likeness calibrate --index ");
    }

    private Result likeness(String... arguments) {
        return Shell.run(Stream.concat(
                        Arrays.stream(arguments), Stream.of("--gallery=test", "--index=" + folder.resolve("index")))
                .toArray(String[]::new));
    }
}
