package dev.likeness.image.header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.image.ImageOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFormatTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a.jpg", "/photos/A B.JPEG", "x.tar.png", "été.HEIC", "a.tiff", "a.avif", "a.webp", "a.bmp"})
    void hasImageExtension_aUsualOne_isTrue(String name) {
        assertThat(ImageFormat.hasImageExtension(Path.of(name))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "jpg", ".jpg", "a.jpg.xmp", "/", "a.", ""})
    void hasImageExtension_none_isFalse(String name) {
        assertThat(ImageFormat.hasImageExtension(Path.of(name))).isFalse();
    }

    @Test
    void options_outOfRange_areRefused() {
        assertThatThrownBy(() -> new ImageOptions(0, Duration.ofSeconds(1)))
                .hasMessage("maxPixels must be between 1 and 715000000, got: 0");
        assertThatThrownBy(() -> new ImageOptions(1, Duration.ZERO))
                .hasMessage("converterTimeout must be more than zero, got: PT0S");
    }

    @Test
    void defaults_areTwoHundredMegapixelsAndAMinute() {
        assertThat(ImageOptions.defaults()).isEqualTo(new ImageOptions(200_000_000, Duration.ofMinutes(1)));
    }
}
