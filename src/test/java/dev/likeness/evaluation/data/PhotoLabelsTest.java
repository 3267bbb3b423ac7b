package dev.likeness.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoLabelsTest {
    @TempDir
    private Path folder;

    @Test
    void read_relativePhotos_areRelativeToTheFileOrToTheImages() throws IOException {
        Path file = labels("photo,person\na/1.jpg,Ada\n\nb, c/2.jpg, Grace\n");

        assertThat(PhotoLabels.read(file, null, InvalidInputPolicy.failFast()).labels())
                .containsExactly(
                        new PhotoLabels.Label(2, folder.resolve("a/1.jpg").toAbsolutePath(), "Ada"),
                        new PhotoLabels.Label(4, folder.resolve("b, c/2.jpg").toAbsolutePath(), "Grace"));
        assertThat(PhotoLabels.read(file, folder.resolve("x"), InvalidInputPolicy.failFast())
                        .labels()
                        .getFirst()
                        .photo())
                .isEqualTo(folder.resolve("x/a/1.jpg").toAbsolutePath());
    }

    @Test
    void read_badLine_namesFileLineAndRule() throws IOException {
        Path file = labels("photo,person\n1.jpg,Ada\nno comma\n1.jpg,Grace\n");

        assertThatThrownBy(() -> PhotoLabels.read(file, null, InvalidInputPolicy.failFast()))
                .isInstanceOf(LikenessException.class)
                .hasMessage(file + ", line 3: a label must read `photo,person`, got: no comma");
        InvalidInputPolicy skipped = InvalidInputPolicy.skip();
        assertThat(PhotoLabels.read(file, null, skipped).labels()).hasSize(1);
        assertThat(skipped.skipped()).isEqualTo(2);
        assertThat(skipped.messages().getLast())
                .isEqualTo(file + ", line 4: a photo must be labelled once (it is on line 2), got: 1.jpg,Grace");
    }

    @Test
    void read_withoutTheHeader_isRefused() throws IOException {
        Path file = labels("1.jpg,Ada\n");

        assertThatThrownBy(() -> PhotoLabels.read(file, null, InvalidInputPolicy.skip()))
                .hasMessage(file + ", line 1: the first line must be `photo,person`, got: 1.jpg,Ada");
    }

    @Test
    void ofFolders_labelsThePicturesOfEachFolderOnly() throws IOException {
        for (String picture :
                new String[] {"Bob/2.jpg", "Ada/1.JPG", "Ada/older/0.jpg", "beside.jpg", "Ada/notes.txt"}) {
            Path file = folder.resolve(picture);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }

        assertThat(PhotoLabels.ofFolders(folder).labels())
                .containsExactly(
                        new PhotoLabels.Label(0, folder.resolve("Ada/1.JPG").toAbsolutePath(), "Ada"),
                        new PhotoLabels.Label(0, folder.resolve("Bob/2.jpg").toAbsolutePath(), "Bob"));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> PhotoLabels.ofFolders(empty))
                .hasMessage(empty + ": there must be a folder of pictures for each person, got: 0 pictures");
    }

    private Path labels(String text) throws IOException {
        return Files.writeString(folder.resolve("labels.csv"), text);
    }
}
