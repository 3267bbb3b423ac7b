package dev.likeness.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebInterfaceTest {
    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(folder, Map.of("server.requestsPerSecond", 1), new WebInterface());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void address_openedInABrowser_isThePageWithAStrictPolicy() {
        Answer page = server.send("/", request -> request.header("Accept", "text/html,*/*"))
                .expect(200);

        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text()).contains("<likeness-app>").doesNotContain("{version}", "{importMap}");
        assertThat(page.header("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self' 'sha256-")
                .doesNotContain("unsafe");
    }

    @Test
    void address_openedByAProgram_saysWhatThisIs() {
        Answer description = server.send("/", request -> request.header("Accept", "application/json"))
                .expect(200);

        assertThat(description.text("/name")).isEqualTo("Likeness");
        assertThat(description.text("/contract")).isEqualTo("v1/openapi.yaml");
    }

    @Test
    void everyFileThatThePageNames_isServedAndKeptForGood() {
        String page = server.send("/", request -> request.header("Accept", "text/html"))
                .text();
        Matcher names = Pattern.compile("(?:href|src)=\"(web/[^\"]+)\"").matcher(page);

        int found = 0;
        while (names.find()) {
            Answer file = server.get("/" + names.group(1)).expect(200);
            assertThat(file.header("Cache-Control")).contains("immutable");
            found++;
        }
        assertThat(found).isEqualTo(3);
        Matcher libraries = Pattern.compile("\"lit\":\"\\./([^\"]+)\"").matcher(page);
        assertThat(libraries.find()).isTrue();
        assertThat(server.get("/" + libraries.group(1)).expect(200).text()).contains("lit-element");
    }

    @Test
    void unknownFile_isNotFound() {
        assertThat(server.get("/web/nothing/main.js").expect(404).code()).isEqualTo("NOT_FOUND");
        assertThat(server.get("/web/").expect(404).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void documentation_withAndWithoutASlash_namesItsFilesRelatively() {
        assertThat(server.get("/docs").expect(200).text()).contains("\"docs/swagger-ui-bundle.js\"");
        assertThat(server.get("/docs/").text()).contains("\"swagger-ui-bundle.js\"");
    }
}
