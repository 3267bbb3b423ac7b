package dev.likeness.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTextTest {
    private static final byte[] BYTES = {(byte) 0xff, (byte) 0xef, (byte) 0xfe, 1, 2, 3, 4};

    @Test
    void decode_everyWayOfWritingBase64_isRead() {
        String plain = Base64.getEncoder().encodeToString(BYTES);
        String url = Base64.getUrlEncoder().encodeToString(BYTES);
        for (String text : new String[] {
            plain,
            url,
            plain.replace("=", ""),
            url.replace("=", ""),
            plain.substring(0, 4) + "\r\n" + plain.substring(4) + "\n",
            "data:image/jpeg;base64," + plain,
            "DATA:image/png;charset=utf-8;BASE64," + url.replace("=", ""),
            "data:;base64," + plain
        }) {
            assertThat(PictureText.decode(text)).as(text).isEqualTo(BYTES);
        }
        assertThat(PictureText.decode("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AA=A", "####", "data:image/svg+xml,%3Csvg/%3E", "AAA\u00e9"})
    void decode_whatIsNoBase64_isRefused(String text) {
        assertThatThrownBy(() -> PictureText.decode(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
