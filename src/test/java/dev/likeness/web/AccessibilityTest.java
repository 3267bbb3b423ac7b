package dev.likeness.web;

import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessibilityTest {
    @TempDir
    private Path folder;

    /// Pages that need an id or a session in their address; their own tests look at them.
    private static final List<String> WITH_ID = List.of("person", "photo", "sign-in");

    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void everyPage_meetsWcag(ColorScheme scheme) throws Exception {
        try (WebPages pages = WebPages.forChecks(folder, scheme)) {
            pages.server().gallery(new int[] {1}, new int[] {1}, new int[] {2, 3}, new int[] {2});
            pages.server()
                    .await(pages.server()
                            .post("/v1/galleries/test/jobs", "{\"kind\":\"cluster\"}")
                            .expect(202)
                            .text("/id"));
            for (String name : names().toList()) {
                pages.open(name);
                pages.page().waitForTimeout(300);
                pages.checkAccessible();
            }
        }
    }

    /// The names of the pages in `pages/index.js`.
    static Stream<String> names() throws Exception {
        Matcher entries =
                Pattern.compile("name: '([a-z-]+)'").matcher(Files.readString(Path.of("src/main/web/pages/index.js")));
        return entries.results().map(entry -> entry.group(1)).filter(name -> !WITH_ID.contains(name));
    }
}
