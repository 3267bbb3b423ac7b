package dev.likeness.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureListTest {
    private static final float[] NORMS = {
        21.7785f, 22.1643f, 24.0901f, 24.4008f, 25.9030f, 27.1119f, 27.4125f, 28.2240f, 28.7345f, 30.2471f
    };

    @TempDir
    private Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("feat.list"), text);
    }

    @Test
    void read_officialFeatures_haveTheirPublishedNorms() {
        FeatureList list = FeatureList.read(TestData.require("magface-toy/feat.list"), InvalidInputPolicy.failFast());

        assertThat(list.features()).hasSize(10);
        for (int i = 0; i < NORMS.length; i++) {
            assertThat(list.features().get(i).path()).isEqualTo("toy_imgs/" + i + ".jpg");
            assertThat(list.features().get(i).embedding().direction().dimension())
                    .isEqualTo(512);
            assertThat(list.features().get(i).embedding().magnitude()).isCloseTo(NORMS[i], within(5e-5f));
        }
        assertThat(list.byPath()).containsKey("toy_imgs/3.jpg");
    }

    @Test
    void read_linesOfTwoLengths_namesTheSecond() throws IOException {
        Path file = file("a 3 4\nb 1 2 3\n");

        assertThatThrownBy(() -> FeatureList.read(file, InvalidInputPolicy.failFast()))
                .hasMessage(file + ", line 2: a feature must have 2 numbers like the first, got: 3");
    }

    @Test
    void read_noNumber_namesTheField() throws IOException {
        Path file = file("a 3 x4\n");

        assertThatThrownBy(() -> FeatureList.read(file, InvalidInputPolicy.failFast()))
                .hasMessage(file + ", line 1: field 3 must be a number, got: x4");
    }

    @Test
    void read_zeroAndRepeatedSkipped_areCounted() throws IOException {
        InvalidInputPolicy skip = InvalidInputPolicy.skip();

        FeatureList list = FeatureList.read(file("a 3 4\nb 0 0\na 1 2\n"), skip);

        assertThat(list.features()).hasSize(1);
        assertThat(skip.messages())
                .containsExactly(
                        directory.resolve("feat.list")
                                + ", line 2: a direction needs a finite vector that is not zero, got 2 components of norm: 0.0",
                        directory.resolve("feat.list")
                                + ", line 3: a path must not be that of an earlier line (1), got: a");
    }
}
