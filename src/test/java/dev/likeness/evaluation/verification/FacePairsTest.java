package dev.likeness.evaluation.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.likeness.evaluation.data.InvalidInputPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacePairsTest {
    @TempDir
    private Path directory;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void ofFeatures_findsAnImageByTheEndOfItsPath() throws IOException {
        Path features = file("feat.list", "x/toy/a.jpg 3 4\nx/toy/b.jpg 4 3\n");
        Path pairs = file("pairs.txt", "toy/a.jpg x/toy/b.jpg 1\n");

        FacePairs faces = FacePairs.ofFeatures(features, pairs, InvalidInputPolicy.failFast());

        assertThat(faces.pairs().getFirst().cosine(0)).isCloseTo(.96, within(1e-6));
    }

    @Test
    void ofFeatures_twoPathsWithOneEnd_areRefusedWithListAndLine() throws IOException {
        Path features = file("feat.list", "x/a.jpg 3 4\ny/a.jpg 4 3\n");
        Path pairs = file("pairs.txt", "x/a.jpg y/a.jpg 0\na.jpg x/a.jpg 1\n");

        assertThatThrownBy(() -> FacePairs.ofFeatures(features, pairs, InvalidInputPolicy.failFast()))
                .hasMessage(pairs + ", line 2: an image must have one feature in " + features + ", got: a.jpg");
    }

    @Test
    void ofFeatures_missingSkipped_isCountedAndTheRestIsJudged() throws IOException {
        Path features = file("feat.list", "a 3 4\nb 4 3\n");
        Path pairs = file("pairs.txt", "a b 1\na gone 0\n");
        InvalidInputPolicy skip = InvalidInputPolicy.skip();

        assertThat(FacePairs.ofFeatures(features, pairs, skip).pairs()).hasSize(1);
        assertThat(skip.skipped()).isEqualTo(1);
    }

    @Test
    void verification_tenFoldsOfAListWithout_isRefused() {
        FacePairs faces = new HandMadeFaces(1).pairs(40, 0);

        assertThatThrownBy(() -> faces.verification(FacePairs.Protocol.LFW10))
                .hasMessage("the protocol lfw10 needs a list of 10 folds, got: 0");
        assertThat(faces.defaultProtocol()).isEqualTo(FacePairs.Protocol.SINGLE);
    }
}
