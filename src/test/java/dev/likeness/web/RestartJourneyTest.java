package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.likeness.api.TestServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server stops and starts again while somebody works.
class RestartJourneyTest {
    @TempDir
    private Path folder;

    private WebPages pages;

    @BeforeEach
    void start() {
        pages = WebPages.start(folder);
        Answer added = pages.server().gallery(new int[] {1}, new int[] {1}, new int[] {2});
        SomePeople.make(pages.server(), added, "", 0, 1);
        SomePeople.make(pages.server(), added, "", 2);
        pages.expectError("net::ERR_");
        pages.expectError("503");
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    @Test
    void restart_isSaidAndSurvived_andWhatWasTypedIsNotLost() {
        Page page = pages.open("people");
        page.locator(".person .cover").first().focus();
        page.keyboard().press("n");
        page.keyboard().type("Ada");

        pages.stopServer();
        assertThat(page.locator(".lost")).containsText("cannot be reached");
        page.keyboard().press("Enter");
        assertThat(pages.toast()).containsText("Nothing was changed");
        assertThat(page.locator(".person")).hasCount(2);
        assertThat(page.locator("name-field input")).hasValue("Ada");
        page.keyboard().press("Escape");
        page.waitForTimeout(QuestionsJourneyTest.PAUSE_MS);
        page.locator(".person .cover").nth(1).focus();
        page.keyboard().press("h");
        assertThat(pages.button("Try again")).isVisible();
        page.locator(".person .cover").first().focus();
        page.keyboard().press("n");
        page.keyboard().type("Ada");

        pages.startServer();
        assertThat(page.locator(".lost")).isHidden();
        assertThat(pages.toast()).containsText("The server is back");
        assertThat(page.locator("name-field input")).hasValue("Ada");
        page.keyboard().press("Enter");
        assertThat(page.locator(".person .title").first()).hasText("Ada");
        assertThat(page.locator("name-field")).hasCount(0);
        page.reload();
        assertThat(page.locator(".person .title").first()).hasText("Ada");
    }

    @Test
    void pageThatCouldNotBeRead_isReadWhenTheServerIsBack() {
        Page page = pages.open("people");
        pages.open("history");
        pages.stopServer();
        assertThat(page.locator(".lost")).containsText("cannot be reached");
        page.goBack();
        assertThat(page.locator("main [role=alert]")).containsText("cannot be reached");

        pages.startServer();

        assertThat(page.locator(".person")).hasCount(2);
        assertThat(page.locator(".lost")).isHidden();
    }
}
