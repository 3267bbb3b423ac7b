package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// "Who is this?" by keys alone. The gallery has 12 faces: those of Ada and Bo, three and two faces of two people
/// without a name, one more face of Ada, and two faces of people whom nobody knows.
class QuestionsJourneyTest {
    private static final String FIRST = "3 faces that nobody has named.";
    private static final String SECOND = "2 faces that nobody has named.";
    private static final String UNKNOWN = "One face that belongs to nobody yet.";

    /// A little longer than letters are no keys after a field was closed.
    static final int PAUSE_MS = 700;

    @TempDir
    private Path folder;

    @Test
    void everyQuestion_answeredByKeys_isAnsweredAndCounted() {
        try (WebPages pages = WebPages.start(folder)) {
            fill(pages);
            Page page = pages.open("people");
            page.keyboard().press("g");
            page.keyboard().press("w");
            assertThat(page).hasURL(Pattern.compile("#/test/who$"));
            awaitQuestion(page, FIRST, "33 %");
            assertThat(page.locator(".who-photo .box.meant")).isVisible();
            pages.checkNoBrokenPicture();

            name(page, "Cy");
            assertThat(pages.toast()).containsText("Named Cy");
            awaitQuestion(page, SECOND, "58 %");

            page.keyboard().press("h");
            assertThat(pages.toast()).containsText("Hid a person with 2 faces");
            assertThat(page.locator(".toast button:has-text('Undo')")).hasCount(1);
            awaitQuestion(page, "Is this Ada?", "70 %");

            Locator candidate = page.locator(".who-candidates li").first();
            assertThat(candidate).containsText("Ada");
            assertThat(candidate).containsText("almost certainly");
            page.keyboard().press("1");
            assertThat(pages.toast()).containsText("Named 1 face Ada");
            awaitQuestion(page, UNKNOWN, "80 %");

            page.keyboard().press("x");
            assertThat(pages.toast()).containsText("Marked 1 face as not a face");
            awaitQuestion(page, UNKNOWN, "89 %");

            page.keyboard().press("s");
            assertThat(page.locator("main")).containsText("You were not sure about 1 question.");
        }
    }

    @Test
    void backUndoAndReload_keepThePlace() {
        try (WebPages pages = WebPages.start(folder)) {
            fill(pages);
            Page page = pages.open("who");
            awaitQuestion(page, FIRST, "33 %");
            name(page, "Cy");
            awaitQuestion(page, SECOND, "58 %");

            page.keyboard().press("Control+z");
            awaitQuestion(page, FIRST, "33 %");
            assertThat(pages.button("Back")).isDisabled();

            name(page, "Cy");
            awaitQuestion(page, SECOND, "58 %");
            page.keyboard().press("s");
            awaitQuestion(page, "Is this Ada?", "58 %");
            page.reload();
            awaitQuestion(page, "Is this Ada?", "58 %");

            page.keyboard().press("b");
            awaitQuestion(page, SECOND, "58 %");
            page.keyboard().press("b");
            awaitQuestion(page, FIRST, "33 %");
            assertThat(pages.toast()).containsText("Took back");

            name(page, "Cy");
            awaitQuestion(page, SECOND, "58 %");
            elsewhere(pages, 1, "{\"name\":\"Ann\"}");
            page.keyboard().press("b");
            assertThat(page.locator("dialog[open]")).containsText("Undo what came after, too?");
            page.keyboard().press("Escape");
            awaitQuestion(page, SECOND, "58 %");

            elsewhere(pages, 4, "{\"hidden\":true}");
            assertThat(pages.toast()).containsText("Already answered elsewhere");
            awaitQuestion(page, "Is this Ann?", "70 %");
        }
    }

    /// Another program changes a person.
    private static void elsewhere(WebPages pages, int person, String change) {
        pages.server()
                .json("PATCH", TestGallery.PATH + "/people/" + person, change)
                .expect(200);
    }

    @Test
    void reject_ofASuggestion_asksWhoElseItIs() {
        try (WebPages pages = WebPages.start(folder)) {
            fill(pages);
            Page page = pages.open("who");
            awaitQuestion(page, FIRST, "33 %");
            page.keyboard().press("s");
            awaitQuestion(page, SECOND, "33 %");
            page.keyboard().press("s");
            awaitQuestion(page, "Is this Ada?", "33 %");

            page.keyboard().press("r");
            assertThat(pages.toast()).containsText("One face is not Ada");
            awaitQuestion(page, UNKNOWN, "33 %");
            assertThat(page.locator(".who-candidates")).not().containsText("Ada");
            page.keyboard().press("Backspace");
            awaitQuestion(page, "Is this Ada?", "33 %");
        }
    }

    @Test
    void nameThatExists_typedInPart_isCompletedByKeys() {
        try (WebPages pages = WebPages.start(folder)) {
            fill(pages);
            Page page = pages.open("who");
            awaitQuestion(page, FIRST, "33 %");

            page.keyboard().press("n");
            page.keyboard().press("Enter");
            page.locator(".who-subject h2").click();
            page.keyboard().type("box");
            page.keyboard().press("Escape");
            page.keyboard().type("hx1");
            page.waitForTimeout(PAUSE_MS);
            awaitQuestion(page, FIRST, "33 %");
            assertThat(page.locator(".toast")).hasCount(0);

            page.keyboard().press("n");
            page.keyboard().type("bo");
            assertThat(page.locator("name-field [role=option]").first()).containsText("Bo");
            page.keyboard().press("Enter");

            assertThat(pages.toast()).containsText("Named 3 faces Bo");
            awaitQuestion(page, SECOND, "58 %");
            pages.open("people");
            assertThat(page.locator(".person", new Page.LocatorOptions().setHasText("Bo")))
                    .containsText("5 photos");
        }
    }

    @Test
    void question_onAPhone_fitsAndIsAnsweredByTouch() {
        try (WebPages pages = WebPages.startOnPhone(folder)) {
            fill(pages);
            Page page = pages.open("who");
            awaitQuestion(page, FIRST, "33 %");
            pages.checkWidth();
            assertThat(pages.button("Hide")).isInViewport();

            pages.button("New name").click();
            page.keyboard().type("Cy");
            page.keyboard().press("Enter");
            awaitQuestion(page, SECOND, "58 %");
            pages.toast().getByText("Undo").click();
            awaitQuestion(page, FIRST, "33 %");
        }
    }

    private static void fill(WebPages pages) {
        TestGallery gallery = TestGallery.in(
                pages.server(),
                new int[] {1},
                new int[] {1},
                new int[] {2},
                new int[] {2},
                new int[] {3},
                new int[] {3},
                new int[] {3},
                new int[] {4},
                new int[] {4},
                new int[] {1},
                new int[] {5},
                new int[] {6});
        gallery.person("Ada", 0, 1);
        gallery.person("Bo", 2, 3);
        gallery.person(null, 4, 5, 6);
        gallery.person(null, 7, 8);
    }

    private static void name(Page page, String name) {
        page.keyboard().press("n");
        page.keyboard().type(name);
        page.keyboard().press("Enter");
        page.waitForTimeout(PAUSE_MS);
    }

    /// Waits until a question is asked and can be answered.
    private static void awaitQuestion(Page page, String text, String named) {
        assertThat(page.locator(".who-question")).containsText(text);
        assertThat(page.locator(".page-head .count")).containsText(named + " of all faces named");
        assertThat(page.locator(".who-candidates.busy")).hasCount(0);
    }
}
