package dev.likeness.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UndecodablePathTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "caf%E9.jpg, caf\\xE9.jpg",
        "caf%E9/100%25 %C3%A9t%E9.jpg, caf\\xE9/100% ét\\xE9.jpg",
        "a%5Cb%FF.jpg, a\\\\b\\xFF.jpg",
        "%F0%9F%98%80%F0%9F.jpg, \uD83D\uDE00\\xF0\\x9F.jpg"
    })
    void text_ofANameThatIsNotUtf8_leadsBack(String encoded, String text) throws IOException {
        Path path = Path.of(URI.create(folder.toUri() + encoded.replace(" ", "%20")));

        assertThat(UndecodablePath.text(path)).isEqualTo(folder + "/" + text);
        assertThat(UndecodablePath.of(folder + "/" + text)).isEqualTo(path);

        Files.createDirectories(path.getParent());
        Files.createFile(path);
        assertThat(UndecodablePath.text(path)).isEqualTo(folder + "/" + text);
        assertThat(UndecodablePath.of(folder + "/" + text)).isEqualTo(path);
        assertThat(UndecodablePath.of(path.toString())).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.jpg", "é.jpg", "a\\b.jpg", "\uFFFD.jpg"})
    void text_ofAnyOtherName_isTheName(String name) {
        assertThat(UndecodablePath.text(folder.resolve(name))).isEqualTo(folder + "/" + name);
        assertThat(UndecodablePath.of(folder + "/" + name)).isEqualTo(folder.resolve(name));
    }

    @Test
    void of_aNameWithAnEscapeInIt_isTheFileThatHasIt() throws IOException {
        Path file = Files.createFile(folder.resolve("caf\\xE9.jpg"));

        assertThat(UndecodablePath.text(file)).isEqualTo(folder + "/caf\\xE9.jpg");
        assertThat(UndecodablePath.of(folder + "/caf\\xE9.jpg")).isEqualTo(file);
    }

    @Test
    void text_ofARelativePath_isRelative() {
        Path here = Path.of("").toAbsolutePath();
        Path path = here.relativize(Path.of(URI.create(here.toUri() + "a/caf%E9.jpg")));

        assertThat(UndecodablePath.text(path)).isEqualTo("a/caf\\xE9.jpg");
        assertThat(UndecodablePath.of(UndecodablePath.text(path))).isEqualTo(path);
    }
}
