package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import dev.likeness.api.PhotosOfAMoment;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessibilityTest {
    @TempDir
    private Path folder;

    /// Pages that need an id in their address.
    private static final List<String> WITH_ID = List.of("person", "photo");

    @Test
    void everyPage_meetsWcag() throws Exception {
        try (WebPages pages = WebPages.forChecks(folder)) {
            TestServer server = pages.server();
            Answer added = server.gallery(new int[] {1}, new int[] {1}, new int[] {2, 3}, new int[] {2});
            SomePeople.make(server, added, "Ada", 0, 2);
            SomePeople.make(server, added, "", 3);
            server.await(server.post("/v1/galleries/test/jobs", "{\"kind\":\"cluster\"}")
                    .expect(202)
                    .text("/id"));
            for (String name : names().toList()) {
                check(pages, name);
            }
            String photo = SomePeople.photo(added, 2);
            for (String tab : List.of("", "?order=time")) {
                check(pages, "person/1" + tab);
            }
            check(pages, "photo/" + photo);
            check(pages, "photo/" + photo + "?face=" + SomePeople.face(added, 2));
            check(pages, "search?face=" + SomePeople.face(added, 2));
            check(pages, "person/1");
            pages.page().locator("[data-index]").first().focus();
            pages.page().keyboard().press("Space");
            assertThat(pages.page().locator(".selection-bar")).isVisible();
            pages.checkAccessible();
            pages.page().keyboard().press("?");
            assertThat(pages.page().locator("dialog.help")).isVisible();
            pages.checkAccessible();
        }
    }

    @Test
    void faceThatIsNotClear_meetsWcag() {
        try (WebPages pages = WebPages.forChecks(folder)) {
            PhotosOfAMoment photos = PhotosOfAMoment.addTo(pages.server());
            check(pages, "photo/" + photos.photo(0) + "?face=" + photos.faceOfAnn(0));
        }
    }

    @Test
    void signIn_meetsWcag() {
        KeyRing.of(folder.resolve("index")).create("key", ApiKeyKind.BEARER, Scope.READ, Set.of(), 0);
        try (WebPages pages = WebPages.forChecks(folder)) {
            pages.page().navigate("/");
            pages.page().locator("#key").fill("wrong");
            pages.checkAccessible();
            pages.page().keyboard().press("Enter");
            assertThat(pages.page().locator("#key-error")).not().isEmpty();
            pages.checkAccessible();
        }
    }

    private static void check(WebPages pages, String place) {
        pages.open(place);
        assertThat(pages.page().locator("main .loading")).hasCount(0);
        pages.page().waitForTimeout(300);
        pages.checkAccessible();
    }

    /// The names of the pages in `pages/index.js` that need no id.
    static Stream<String> names() throws Exception {
        Matcher entries =
                Pattern.compile("name: '([a-z-]+)'").matcher(Files.readString(Path.of("src/main/web/pages/index.js")));
        return entries.results().map(entry -> entry.group(1)).filter(name -> !WITH_ID.contains(name));
    }
}
