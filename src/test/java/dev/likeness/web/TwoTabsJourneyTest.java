package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.likeness.api.TestServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two tabs edit one gallery at once.
class TwoTabsJourneyTest {
    @TempDir
    private Path folder;

    private WebPages pages;
    private Page other;

    /// Person 1 has three faces, person 2 two, person 3 one.
    @BeforeEach
    void start() {
        pages = WebPages.start(folder);
        Answer added = pages.server()
                .gallery(new int[] {1}, new int[] {1}, new int[] {1}, new int[] {2}, new int[] {2}, new int[] {3});
        SomePeople.make(pages.server(), added, "", 0, 1, 2);
        SomePeople.make(pages.server(), added, "", 3, 4);
        SomePeople.make(pages.server(), added, "", 5);
        pages.open("people");
        assertThat(pages.page().locator(".person")).hasCount(3);
        other = pages.newTab();
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    private void openOther(String place) {
        other.navigate("/#/test/" + place);
        assertThat(other.locator("main .loading")).hasCount(0);
        assertThat(other.locator("main .person, main .person-face").first()).isVisible();
    }

    /// Merges the second and the third person into the first.
    private void mergeAll() {
        Page page = pages.page();
        page.locator(".person .cover").first().focus();
        page.keyboard().press("Control+a");
        assertThat(page.locator(".selection-bar")).containsText("3 selected");
        page.keyboard().press("m");
        page.locator("dialog[open] .primary").click();
        assertThat(page.locator(".person")).hasCount(1);
    }

    @Test
    void edit_inOneTab_appearsInTheOther() {
        openOther("people");
        Page page = pages.page();
        page.locator(".person .cover").first().focus();
        page.keyboard().press("n");
        page.keyboard().type("Ada");
        page.keyboard().press("Enter");

        assertThat(other.locator(".person .title").first()).hasText("Ada");
        other.keyboard().press("z");
        assertThat(page.locator(".person .title").first()).containsText("Unnamed");
    }

    @Test
    void typing_goesOn_whileTheOtherTabChangesTheOrder() {
        openOther("people");
        other.locator(".person .cover").nth(2).focus();
        other.keyboard().press("n");
        other.keyboard().type("Ev");

        // Hidden people leave the list, so the third becomes the second.
        Page page = pages.page();
        page.locator(".person .cover").first().focus();
        page.keyboard().press("h");
        assertThat(other.locator(".person")).hasCount(2);

        other.keyboard().type("e");
        other.keyboard().press("Enter");
        assertThat(other.locator(".person .title").last()).hasText("Eve");
    }

    @Test
    void personBeingNamed_mergedInTheOtherTab_isSaidInWords() {
        openOther("people");
        other.locator(".person .cover").nth(1).focus();
        other.keyboard().press("n");
        other.keyboard().type("Eve");

        mergeAll();

        assertThat(other.locator(".toast").last()).containsText("whom you were naming");
        assertThat(other.locator("name-field")).hasCount(0);
    }

    @Test
    void personPage_ofSomebodyWhoWasMergedInTheOtherTab_saysSo() {
        pages.expectError("404");
        openOther("person/2");

        mergeAll();

        assertThat(other.locator("main")).containsText("This person is no longer here");
    }

    @Test
    void edit_ofWhatTheOtherTabChanged_isRefusedInWords() {
        pages.expectError("404");
        pages.expectError("ERR_FAILED");
        // This tab hears of nothing, as if both edits happened in the same moment.
        other.route("**/events", route -> route.abort());
        openOther("people");

        mergeAll();
        other.locator(".person .cover").nth(1).focus();
        other.keyboard().press("h");

        assertThat(other.locator(".toast.error")).containsText("erson 2");
    }
}
