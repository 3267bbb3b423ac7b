package dev.likeness.engine.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PruneLimitTest {
    private static final Path ROOT = Path.of("/photos");

    private final PruneLimit limit = new PruneLimit(List.of(ROOT));

    private void add(String folder, int known, int missing) {
        for (int i = 0; i < known; i++) {
            limit.add(List.of(ROOT.resolve(folder).resolve(i + ".jpg")), i < missing);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 2", "10, 2", "15, 3", "100, 20", "1000, 0"})
    void check_ofAFifthOrOfTwoPhotos_isAllowed(int known, int missing) {
        add("a", known, missing);
        assertThatCode(() -> limit.check("family", _ -> true)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "10, 3", "100, 21", "1000, 1000"})
    void check_ofMore_isRefusedWithTheNumbersAndTheWayOut(int known, int missing) {
        add("a", known, missing);
        assertThatThrownBy(() -> limit.check("family", _ -> true))
                .hasMessageContaining("got: %,d of %,d below /photos; nothing was removed", missing, known)
                .isInstanceOfSatisfying(
                        LikenessException.class,
                        refused -> assertThat(refused.facts().remedies())
                                .containsExactly(new Remedy.PruneAll("family", List.of(ROOT))));
    }

    @Test
    void check_ofAWholeFolderOfFifty_isRefusedHoweverSmallItsPart() {
        add("a/b", 50, 50);
        add("c", 10_000, 0);
        assertThatThrownBy(() -> limit.check("family", _ -> true))
                .hasMessageContaining(
                        "a folder of 50 or more photos must not lose them all, got: 50 of 50 below /photos/a; nothing");
    }

    @Test
    void check_ofAFolderOfFewerOrWithAPhotoLeft_isAllowed() {
        add("a", 49, 49);
        add("b", 80, 79);
        add("c", 10_000, 0);
        assertThatCode(() -> limit.check("family", _ -> true)).doesNotThrowAnyException();
    }

    @Test
    void check_ofARootWithoutAFile_isRefusedForOnePhoto() {
        add("a", 9, 1);
        assertThatThrownBy(() -> limit.check("family", _ -> false)).hasMessageContaining("got: 1 of 9");
    }
}
