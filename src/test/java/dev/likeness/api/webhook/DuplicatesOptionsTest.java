package dev.likeness.api.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.LikenessException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuplicatesOptionsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:9000/hook", "https://alerts.example/likeness?a=b", "HTTP://[::1]/x"})
    void webhook_ofHttp_isTaken(String url) {
        assertThat(new DuplicatesOptions(url, Optional.empty()).url()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ftp://alerts.example/x",
                "file:///etc/passwd",
                "jar:http://x/y.jar!/",
                "//alerts.example",
                "http:",
                "http:///x",
                "alerts.example",
                "https://user:secret@alerts.example",
                "https://alerts.example/#x",
                "https://alerts.example:70000/",
                "https://alerts example/"
            })
    void webhook_thatIsNone_isRefused(String url) {
        assertThatThrownBy(() -> new DuplicatesOptions(url, Optional.empty()))
                .isInstanceOf(LikenessException.class)
                .hasMessageStartingWith("webhook must be none or a URL")
                .hasMessageNotContaining("secret");
    }

    @Test
    void secret_withoutAWebhookOrTooShortOrMissing_isRefused() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "short\n");

        assertThatThrownBy(() -> new DuplicatesOptions("none", Optional.of(secret)))
                .hasMessage("webhookSecretFile needs a webhook");
        DuplicatesOptions options = new DuplicatesOptions("http://127.0.0.1:1/", Optional.of(secret));
        assertThatThrownBy(() -> new WebhookSender(options.url().orElseThrow(), options.webhookSecretFile()))
                .hasMessageContaining("at least 16 characters, got 5");
        assertThatThrownBy(() -> new WebhookSender(options.url().orElseThrow(), Optional.of(folder.resolve("none"))))
                .hasMessageContaining("cannot read duplicates.webhookSecretFile");
    }

    @Test
    void signature_ofABody_isItsHmac() {
        // RFC 4231, test case 2.
        assertThat(WebhookSender.signature(
                        "Jefe".getBytes(US_ASCII), "what do ya want for nothing?".getBytes(US_ASCII)))
                .isEqualTo("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}
