package dev.likeness.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ApiModuleTest {
    private static final Path MODULE = Path.of("src/main/web/api.js");

    @Test
    void apiModule_isMadeFromTheContract() throws IOException {
        String expected = ApiModule.text();
        if ("write".equals(System.getProperty("web.api"))) {
            Files.writeString(MODULE, expected);
        }

        assertThat(Files.readString(MODULE))
                .as("run mvn test -Dtest=ApiModuleTest -Dweb.api=write")
                .isEqualTo(expected);
    }
}
