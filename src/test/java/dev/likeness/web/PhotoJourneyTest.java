package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.likeness.api.TestServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoJourneyTest {
    @TempDir
    private Path folder;

    private WebPages pages;

    @BeforeEach
    void start() {
        pages = WebPages.start(folder);
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    @Test
    void leaving_takesThePageAwayAndAsksNothing() {
        Answer added = pages.server().gallery(new int[] {1});
        Page page = pages.open("photo/" + added.text("/photos/0/photo/photo"));

        page.locator("nav a", new Page.LocatorOptions().setHasText("People")).click();

        page.waitForURL("**/people");
        assertThat(page.locator("people-page")).hasCount(1);
        assertThat(page.locator("photo-page")).hasCount(0);
        assertThat(page.locator("dialog.question")).hasCount(0);
    }
}
