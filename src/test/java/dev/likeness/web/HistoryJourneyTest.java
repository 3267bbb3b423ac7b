package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.likeness.api.TestServer.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryJourneyTest {
    private static final String PERSON = "/v1/galleries/test/people/1";

    @TempDir
    private Path folder;

    private WebPages pages;

    /// Events 1 to 5: two people, and three names of the first one.
    @BeforeEach
    void start() {
        pages = WebPages.start(folder);
        Answer added = pages.server().gallery(new int[] {1}, new int[] {1}, new int[] {2});
        SomePeople.make(pages.server(), added, "", 0, 1);
        SomePeople.make(pages.server(), added, "", 2);
        for (String name : List.of("Ada", "Bea", "Cleo")) {
            pages.server()
                    .json("PATCH", PERSON, "{\"name\":\"%s\"}".formatted(name))
                    .expect(200);
        }
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    @Test
    void events_areSentencesWithLinksToPeople() {
        pages.server()
                .post("/v1/galleries/test/people/merge", "{\"from\":[2],\"into\":1}")
                .expect(200);
        Page page = pages.open("history");

        assertThat(sentences()).hasText(new String[] {
            "Merged Unnamed #2 into Cleo",
            "Named Cleo",
            "Named Bea",
            "Named Ada",
            "Made a new person of 1 face: Unnamed #2",
            "Made a new person of 2 faces: Cleo"
        });
        assertThat(page.locator("history-page li small").first()).hasText("on this computer");
        assertThat(page.locator("history-page li").last().locator(".pictures img"))
                .hasCount(2);
        page.locator("history-page li .what a").first().click();
        assertThat(page.locator("main h1")).hasText("Cleo");
    }

    @Test
    void undo_ofTheLatestEdit_needsNoQuestion_andRedoBringsItBack() {
        Page page = pages.open("history");

        page.locator("history-page li button").first().click();

        assertThat(pages.toast()).containsText("Took back: named Cleo");
        assertThat(sentences().first()).hasText("Took back: named Cleo");
        assertThat(page.locator("history-page li small").nth(1)).hasText("on this computer, undone");
        pages.toast().getByText("Redo").click();
        assertThat(pages.toast()).containsText("Did again: named Cleo");
        assertThat(page.locator(".toast")).hasCount(1);
    }

    @Test
    void undo_toAnOlderEdit_listsWhatIsUndone_andDoesThemAgain() {
        Page page = pages.open("history");
        Locator button = page.locator("history-page li button").nth(2);
        assertThat(button).hasText("Undo this and 2 later");

        button.click();
        Locator question = page.locator("dialog.question");
        assertThat(question).containsText("Undo these 3 changes?");
        assertThat(question.locator("li")).hasText(new String[] {"Named Cleo", "Named Bea", "Named Ada"});
        pages.button("Cancel").click();
        assertThat(page.locator("history-page .undone")).hasCount(0);

        button.click();
        pages.button("Undo 3 changes").click();
        assertThat(pages.toast()).containsText("Took back 3 changes");
        assertThat(page.locator("history-page .undone")).hasCount(3);
        assertThat(sentences().first()).hasText("Took back: named Ada");

        pages.toast().getByText("Do them again").click();
        assertThat(pages.toast()).containsText("Did 3 changes again");
        assertThat(page.locator("history-page .undone")).hasCount(0);
    }

    @Test
    void toast_withoutUndo_endsWithThePage() {
        Page page = pages.open("history");
        page.keyboard().press("z");
        assertThat(pages.toast()).containsText("Took back");
        page.waitForTimeout(1100);

        page.navigate("/#/test/people");

        assertThat(page.locator(".toast")).hasCount(0);
    }

    private Locator sentences() {
        return pages.page().locator("history-page li .what > span");
    }
}
