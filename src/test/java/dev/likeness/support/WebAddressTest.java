package dev.likeness.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebAddressTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://ada:secret@host/a         | https://***@host/a
            https://token@host                | https://***@host
            https://ada:p@ss/w?o#rd@host/a    | https://***@host/a
            https:/ada:secret@host/a          | https:/***@host/a
            {url=http://ada:secret@host, b=2} | {url=http://***@host, b=2}
            https://host/@scope/file          | https://host/@scope/file
            https://host/a?key=secret#b       | https://host/a?…#b
            /photos/ada@home?.jpg             | /photos/ada@home?.jpg
            plain text                        | plain text""")
    void masked_hidesWhatMayBeSecretAndNothingElse(String text, String shown) {
        assertThat(WebAddress.masked(text)).isEqualTo(shown);
    }

    @Test
    void parse_takesAddressesOfHttpWithAHost() {
        assertThat(WebAddress.parse("https://host:8443/a")).isPresent();
        assertThat(WebAddress.parse("HTTP://host")).isPresent();
        assertThat(WebAddress.parse("ftp://host")).isEmpty();
        assertThat(WebAddress.parse("http:///a")).isEmpty();
        assertThat(WebAddress.parse("http://host:70000")).isEmpty();
        assertThat(WebAddress.parse("http://ho st")).isEmpty();
    }
}
