package dev.likeness.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EpochShuffleTest {
    @Test
    void epoch_seesEveryPictureOnceInAnOrderOfItsOwn() {
        EpochShuffle order = new EpochShuffle(7, 1_000);

        int[] first = order.pictures(0, 0, 1_000);
        int[] second = order.pictures(1, 0, 1_000);

        assertThat(Arrays.stream(first).sorted().toArray())
                .isEqualTo(Arrays.stream(second).sorted().toArray());
        assertThat(first).doesNotHaveDuplicates().isNotEqualTo(second);
    }

    @Test
    void epoch_enteredInItsMiddle_goesOnInTheSameOrder() {
        int[] whole = new EpochShuffle(7, 1_000).pictures(3, 0, 1_000);

        int[] rest = new EpochShuffle(7, 1_000).pictures(3, 600, 1_000);

        assertThat(rest).isEqualTo(Arrays.copyOfRange(whole, 600, 1_000));
        assertThat(new EpochShuffle(8, 1_000).pictures(3, 0, 1_000)).isNotEqualTo(whole);
    }
}
