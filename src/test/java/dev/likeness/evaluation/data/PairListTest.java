package dev.likeness.evaluation.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.TestData;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairListTest {
    @TempDir
    private Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("pairs.txt"), text);
    }

    @Test
    void read_viewOne_hasNoFolds() throws IOException {
        PairList list = PairList.read(file("1\nAnn\t1\t12\nAnn\t1\tBob B\t3\n"), InvalidInputPolicy.failFast());

        assertThat(list)
                .isEqualTo(new PairList(
                        List.of(
                                new PairList.Pair("Ann/Ann_0001.jpg", "Ann/Ann_0012.jpg", true, 0, 2),
                                new PairList.Pair("Ann/Ann_0001.jpg", "Bob B/Bob B_0003.jpg", false, 0, 3)),
                        0));
    }

    @Test
    void read_viewTwo_numbersTheFolds() throws IOException {
        PairList list =
                PairList.read(file("2 1\nAnn 1 2\nAnn 1 Bob 3\nCyd 1 2\nCyd 1 Bob 3\n"), InvalidInputPolicy.failFast());

        assertThat(list.folds()).isEqualTo(2);
        assertThat(list.pairs()).extracting(PairList.Pair::fold).containsExactly(0, 0, 1, 1);
        assertThat(list.pairs()).extracting(PairList.Pair::mated).containsExactly(true, false, true, false);
    }

    @Test
    void read_paths_takesTheLabel() throws IOException {
        PairList list = PairList.read(file("a/1.jpg b/2.jpg 0\na/1.jpg a/2.jpg 1\n"), InvalidInputPolicy.failFast());

        assertThat(list.pairs())
                .containsExactly(
                        new PairList.Pair("a/1.jpg", "b/2.jpg", false, 0, 1),
                        new PairList.Pair("a/1.jpg", "a/2.jpg", true, 0, 2));
    }

    @Test
    void read_malformedLine_namesFileLineRuleAndValue() throws IOException {
        Path file = file("1\nAnn 1 2\nAnn 1\n");

        assertThatThrownBy(() -> PairList.read(file, InvalidInputPolicy.failFast()))
                .isInstanceOf(LikenessException.class)
                .hasMessage(file + ", line 3: a pair must read `name i j` or `name1 i name2 j`, got: Ann 1");
    }

    @Test
    void read_imageNumberZero_isRefused() throws IOException {
        Path file = file("1\nAnn 0 2\nAnn 1 Bob 1\n");

        assertThatThrownBy(() -> PairList.read(file, InvalidInputPolicy.failFast()))
                .hasMessage(file + ", line 2: an image number must be a whole number of at least 1, got: 0");
    }

    @Test
    void read_nameThatLeavesTheDirectory_isRefused() throws IOException {
        Path file = file("1\n../Ann 1 2\nAnn 1 Bob 1\n");

        assertThatThrownBy(() -> PairList.read(file, InvalidInputPolicy.failFast()))
                .hasMessage(file + ", line 2: a name must be a plain directory name, got: ../Ann");
    }

    @Test
    void read_malformedLineSkipped_isCountedAndKeepsTheFolds() throws IOException {
        InvalidInputPolicy skip = InvalidInputPolicy.skip();

        PairList list = PairList.read(file("2 1\nAnn x 2\nAnn 1 Bob 3\nCyd 1 2\nCyd 1 Bob 3\n"), skip);

        assertThat(list.pairs()).extracting(PairList.Pair::fold).containsExactly(0, 1, 1);
        assertThat(skip.skipped()).isEqualTo(1);
        assertThat(skip.messages())
                .containsExactly(directory.resolve("pairs.txt")
                        + ", line 2: an image number must be a whole number of at least 1, got: x");
    }

    @Test
    void read_fewerPairsThanPromised_isRefused() throws IOException {
        Path file = file("2 1\nAnn 1 2\n");

        assertThatThrownBy(() -> PairList.read(file, InvalidInputPolicy.failFast()))
                .hasMessage(file + ": the first line announces 4 pairs, got: 1");
    }

    @Test
    void read_emptyFile_isRefused() throws IOException {
        Path file = file("\n\n");

        assertThatThrownBy(() -> PairList.read(file, InvalidInputPolicy.skip()))
                .hasMessage(file + ": a pair list must hold at least one pair, got: 0");
    }

    @Test
    void read_noSuchFile_isNotFound() {
        Path file = directory.resolve("none");

        assertThatThrownBy(() -> PairList.read(file, InvalidInputPolicy.skip()))
                .isInstanceOfSatisfying(
                        LikenessException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                .hasMessage("file must exist, got: " + file);
    }

    @Test
    void read_lfwViewOne_has1100PairsOfEachKind() {
        PairList list = PairList.read(TestData.require("lfw/pairsDevTrain.txt"), InvalidInputPolicy.failFast());

        assertThat(list.folds()).isZero();
        assertThat(list.pairs()).hasSize(2_200);
        assertThat(list.pairs().stream().filter(PairList.Pair::mated)).hasSize(1_100);
        assertThat(list.pairs())
                .allSatisfy(pair ->
                        assertThat(TestData.require("lfw/" + pair.first())).exists());
    }
}
