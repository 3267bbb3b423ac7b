package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionJourneyTest {
    @TempDir
    private Path folder;

    private WebPages pages;
    private KeyRing.NewKey writer;

    @BeforeEach
    void start() {
        KeyRing keys = KeyRing.of(folder.resolve("index"));
        KeyRing.NewKey admin = keys.create("admin", ApiKeyKind.BEARER, Scope.ADMIN, Set.of(), 0);
        writer = keys.create("writer", ApiKeyKind.BEARER, Scope.WRITE, Set.of(), 0);
        pages = WebPages.start(folder);
        pages.server().with("X-Api-Key", admin.secret());
        Answer added = pages.server().gallery(new int[] {1}, new int[] {1}, new int[] {2});
        SomePeople.make(pages.server(), added, "", 0, 1);
        SomePeople.make(pages.server(), added, "", 2);
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    private void signIn(Page page, String key) {
        page.locator("#key").fill(key);
        page.keyboard().press("Enter");
    }

    private Page openSignedIn(String place) {
        pages.page().navigate("/#/test/" + place);
        signIn(pages.page(), writer.secret());
        assertThat(pages.page().locator("main h1")).not().hasText("Sign in");
        return pages.page();
    }

    @Test
    void wrongKey_isRefusedInWords_andTheRightOneShowsThePlaceThatWasAskedFor() {
        pages.expectError("401");
        Page page = pages.page();
        page.navigate("/#/test/person/2");

        signIn(page, "lk_wrong");
        assertThat(page.locator("#key-error")).hasText("This key is not known. Is it complete?");
        assertThat(page.locator("#key")).isFocused();

        signIn(page, writer.secret());
        assertThat(page.locator("main h1")).hasText("Unnamed #2");
    }

    @Test
    void writeKey_edits_andSignsOut() {
        Page page = openSignedIn("people");
        page.reload();
        page.locator(".person .cover").first().focus();
        page.keyboard().press("n");
        page.keyboard().type("Ada");
        page.keyboard().press("Enter");
        assertThat(page.locator(".person .title").first()).hasText("Ada");
        pages.toast().getByText("Undo").click();
        assertThat(page.locator(".person .title").first()).containsText("Unnamed");

        page.setViewportSize(390, 800);
        pages.open("who");
        pages.button("Not sure").click();
        pages.button("Hide").click();
        assertThat(pages.toast()).containsText("Hid a person");
        page.setViewportSize(1280, 800);

        pages.button("Sign out").click();
        assertThat(page.locator("#key")).isFocused();
        page.reload();
        assertThat(page.locator("main h1")).hasText("Sign in");
    }

    @Test
    void signOut_inOneTab_endsTheOtherToo() {
        openSignedIn("people");
        Page other = pages.newTab();
        other.navigate("/#/test/people");
        assertThat(other.locator(".person")).hasCount(2);

        pages.button("Sign out").click();

        assertThat(other.locator("main h1")).hasText("Sign in");
    }

    @Test
    void revokedKey_leadsToTheSignIn_whichKeepsWhatWasTyped() {
        pages.expectError("401");
        Page page = openSignedIn("people");
        page.locator(".person .cover").first().focus();
        page.keyboard().press("n");
        page.keyboard().type("Ad");
        KeyRing keys = pages.server().server().backend().keys();
        KeyRing.NewKey other = keys.create("other", ApiKeyKind.BEARER, Scope.WRITE, Set.of(), 0);

        keys.revoke(writer.key().id());

        assertThat(page.locator("main h1")).hasText("Sign in");
        assertThat(page.locator("sign-in-page")).containsText("You are signed out");
        signIn(page, other.secret());
        assertThat(page.locator("name-field input").first()).hasValue("Ad");
        assertThat(page.locator("name-field input").first()).isFocused();
        page.keyboard().type("a");
        page.keyboard().press("Enter");
        assertThat(page.locator(".person .title").first()).hasText("Ada");
    }
}
