package dev.likeness.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlPageTest {
    @TempDir
    private Path folder;

    @Test
    void page_withTextThatLooksLikeMarkup_escapesIt() throws IOException {
        Path file = folder.resolve("page.html");

        HtmlPage.write(
                file,
                "</title><script>",
                page -> page.element("p", "<b>\"Ada\" & 'Bea'\u0000\uD800").picture(new byte[] {1}, "\"><script>"));

        assertThat(Files.readString(file))
                .contains("<title>&lt;/title&gt;&lt;script&gt;</title>")
                .contains("<p>&lt;b&gt;&quot;Ada&quot; &amp; &#39;Bea&#39;\uFFFD\uFFFD</p>")
                .contains("<img alt=\"&quot;&gt;&lt;script&gt;\" src=\"data:image/jpeg;base64,AQ==\">")
                .doesNotContain("<script");
    }

    @Test
    void page_inAFolderThatIsNotThere_isRefused() {
        Path file = folder.resolve("no").resolve("page.html");

        assertThatThrownBy(() -> HtmlPage.write(file, "People", _ -> {}))
                .isInstanceOf(LikenessException.class)
                .hasMessage("the file must be writable, got: " + file);
    }
}
