package dev.likeness.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDispositionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "beach 1.jpg | beach 1.jpg | beach%201.jpg",
                "Füße.jpg | F__e.jpg | F%C3%BC%C3%9Fe.jpg",
                "a\"b;c'd.jpg | a_b_c_d.jpg | a%22b%3Bc%27d.jpg",
                "100%.png | 100_.png | 100%25.png",
                "🙂.heic | _.heic | %F0%9F%99%82.heic"
            })
    void attachment_namesTheFileInAsciiAndInUtf8(String name, String ascii, String encoded) {
        assertThat(ContentDisposition.attachment(name))
                .isEqualTo("attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(ascii, encoded));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: x.jpg", "../../a.jpg", "..\\a.jpg", "a\u202Egpj.exe", "a\0b"})
    void attachment_ofAHostileName_hasNeitherControlCharactersNorPaths(String name) {
        assertThat(ContentDisposition.attachment(name))
                .matches("[ -~]+")
                .doesNotContain("%0D", "%0A", "%00", "/", "\\", "%2F", "%5C", "%E2%80%AE");
    }

    @Test
    void attachment_ofALongName_keepsItsEnd() {
        String value = ContentDisposition.attachment("ü".repeat(1000) + ".jpg");

        assertThat(value).endsWith(".jpg").hasSizeLessThan(1200);
    }
}
