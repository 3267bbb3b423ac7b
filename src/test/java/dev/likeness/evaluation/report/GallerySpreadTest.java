package dev.likeness.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GallerySpreadTest {
    @Test
    void drawn_hasThatManyPeopleInEachGallery_andEveryoneAboutAsOften() {
        int[] sums = new int[50];

        GallerySpread spread = GallerySpread.drawn(20, 50, 1, drawn -> {
            Arrays.setAll(sums, i -> sums[i] + drawn[i]);
            return Arrays.stream(drawn).sum();
        });

        assertThat(spread).isEqualTo(new GallerySpread(20, 200, 20, 20, 20));
        assertThat(Arrays.stream(sums).boxed())
                .allSatisfy(sum -> assertThat(sum).isBetween(50, 110));
    }

    @Test
    void drawn_asManyPeopleAsThereAre_isRefused() {
        assertThatThrownBy(() -> GallerySpread.drawn(50, 50, 1, _ -> 0))
                .hasMessage("galleries drawn from 50 people must have between 1 and 49 of them, got: 50");
    }

    @Test
    void of_figuresOfGalleries_isTheirMedianAndRange() {
        GallerySpread spread = GallerySpread.of(60, List.of(.9, .8, 1.0));

        assertThat(spread.median()).isEqualTo(.9);
        assertThat(spread.low()).isCloseTo(.805, within(1e-9));
        assertThat(spread.high()).isCloseTo(.995, within(1e-9));
        assertThat(spread.text()).isEqualTo("0.9000 (0.8050 to 0.9950)");
    }
}
