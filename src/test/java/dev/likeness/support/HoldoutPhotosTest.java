package dev.likeness.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldoutPhotosTest {
    @Test
    void keeps_aTenth_isAboutATenthOfManyAndOthersWithAnotherSeed() {
        HoldoutPhotos kept = new HoldoutPhotos(.1, 1);
        HoldoutPhotos others = new HoldoutPhotos(.1, 2);

        assertThat(IntStream.range(0, 10_000)
                        .filter(i -> kept.contains(content(i)))
                        .count())
                .isBetween(900L, 1_100L);
        assertThat(IntStream.range(0, 10_000)
                        .filter(i -> kept.contains(content(i)) && others.contains(content(i)))
                        .count())
                .isBetween(50L, 150L);
        assertThat(IntStream.range(0, 10_000).filter(i -> new HoldoutPhotos(0, 1).contains(content(i))))
                .isEmpty();
    }

    @Test
    void new_withAllKept_isRefused() {
        assertThatThrownBy(() -> new HoldoutPhotos(1, 1))
                .hasMessage("holdoutShare must be at least 0 and below 1, got: 1.0");
    }

    private static byte[] content(int number) {
        return ("photo " + number).getBytes(StandardCharsets.UTF_8);
    }
}
