package dev.likeness.training.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.face.Detection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TeacherLabelsTest {
    private static final int PHOTOS = 20;
    private static final Detection SURE = MadeUpFaces.detection(10, 12, 40, 40, .9f);

    @TempDir
    private Path folder;

    private Path photos = Path.of("");
    private Path labels = Path.of("");
    private final RecordingListener<DetectorStep> listener = new RecordingListener<>();

    @BeforeEach
    void photos() throws IOException {
        photos = Files.createDirectories(folder.resolve("photos").resolve("deep"));
        for (int i = 0; i < PHOTOS; i++) {
            Files.write(
                    photos.resolve("%02d.jpg".formatted(i)),
                    MadeUpFaces.photo(i, 100, 80).picture().toJpeg(90));
        }
        labels = folder.resolve("labels.txt");
    }

    @Test
    void open_twice_asksTheTeacherOnce() throws IOException {
        FakeTeacher teacher = teacher("teacher");
        TeacherLabels first = open(options(0, 1024), teacher);

        TeacherLabels second = open(options(0, 1024), teacher);

        assertThat(teacher.asked()).isEqualTo(PHOTOS);
        assertThat(second.faces()).isEqualTo(PHOTOS).isEqualTo(first.faces());
        assertThat(second.photos().getFirst().faces()).containsExactly(SURE);
    }

    @Test
    void open_withALineCutOff_asksAgainForThatPhotoAlone() throws IOException {
        open(options(0, 1024), teacher("teacher"));
        String text = Files.readString(labels);
        Files.writeString(labels, text.substring(0, text.length() - 7));
        FakeTeacher teacher = teacher("teacher");

        TeacherLabels photos = open(options(0, 1024), teacher);

        assertThat(teacher.asked()).isEqualTo(1);
        assertThat(photos.faces()).isEqualTo(PHOTOS);
        assertThat(Files.readString(labels)).isEqualTo(text);
    }

    @Test
    void open_withAnotherTeacher_asksForAll() throws IOException {
        open(options(0, 1024), teacher("teacher"));
        FakeTeacher other = teacher("other");

        open(options(0, 1024), other);

        assertThat(other.asked()).isEqualTo(PHOTOS);
    }

    @Test
    void open_withADamagedLine_isRefusedWithItsNumber() throws IOException {
        open(options(0, 1024), teacher("teacher"));
        List<String> lines = new ArrayList<>(Files.readAllLines(labels));
        lines.set(2, lines.get(2).replace(" 40", " x"));
        Files.write(labels, (String.join("\n", lines) + " 1\n").getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> open(options(0, 1024), teacher("teacher")))
                .hasMessageStartingWith(labels + ", line ")
                .hasMessageContaining("must hold a hash and 15 numbers per face, got: ");
    }

    @Test
    void open_withAShareKept_learnsFromTheOthers() throws IOException {
        FakeTeacher teacher = teacher("teacher");

        TeacherLabels taught = open(options(.3, 1024), teacher);

        assertThat(taught.heldOut()).isBetween(1, PHOTOS / 2);
        assertThat(taught.photos()).hasSize(PHOTOS - taught.heldOut());
        assertThat(teacher.asked()).isEqualTo(PHOTOS - taught.heldOut());
    }

    @Test
    void open_withACopyAndNoPicture_leavesThemOutAndSaysSo() throws IOException {
        Files.copy(photos.resolve("00.jpg"), photos.resolve("copy.jpg"));
        Files.writeString(photos.resolve("none.jpg"), "no picture");

        TeacherLabels taught = open(options(0, 1024), teacher("teacher"));

        assertThat(taught.photos()).hasSize(PHOTOS);
        assertThat(taught.copies()).isEqualTo(1);
        assertThat(taught.unreadable()).isEqualTo(1);
        assertThat(listener.notes)
                .singleElement()
                .asString()
                .startsWith("skipped: ")
                .contains("none.jpg");
    }

    @Test
    void open_tellsHowFarItIs() throws IOException {
        open(options(0, 1024), teacher("teacher"));

        assertThat(listener.labelled)
                .startsWith("0 of " + PHOTOS, "1 of " + PHOTOS)
                .hasSize(PHOTOS + 1);
        assertThat(listener.labelled).endsWith(PHOTOS + " of " + PHOTOS);
    }

    @Test
    void open_ofLargePhotos_shrinksThemWithTheirFaces() throws IOException {
        TeacherLabels taught = open(options(0, 64), teacher("teacher"));

        TeacherLabelledPhoto photo = taught.photos().getFirst();
        assertThat(photo.picture().width()).isEqualTo(64);
        assertThat(photo.picture().height()).isEqualTo(51);
        assertThat(photo.faces().getFirst().box().left()).isCloseTo(6.4f, within(1e-4f));
    }

    @Test
    void open_withAFolderThatIsNotThere_isRefused() {
        DetectorDataOptions options =
                new DetectorDataOptions(List.of(folder.resolve("nowhere")), "teacher", .7, 0, 1, 1024);

        assertThatThrownBy(() -> open(options, teacher("teacher")))
                .hasMessage("photos must exist, got: " + folder.resolve("nowhere"));
    }

    private static FakeTeacher teacher(String id) {
        return new FakeTeacher(id, _ -> List.of(SURE));
    }

    private DetectorDataOptions options(double kept, int side) {
        return new DetectorDataOptions(List.of(folder.resolve("photos")), "teacher", .7, kept, 1, side);
    }

    private TeacherLabels open(DetectorDataOptions options, FakeTeacher teacher) throws IOException {
        return TeacherLabels.open(options, teacher, labels, listener);
    }
}
