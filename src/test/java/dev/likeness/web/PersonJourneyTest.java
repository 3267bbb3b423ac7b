package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PersonJourneyTest {
    @TempDir
    private Path folder;

    private WebPages pages;
    private long ada;

    /// The clustering puts two humans into person 1: one of photos 0 to 2, one of photos 3 and 4. Ada is on photo 5.
    @BeforeEach
    void start() {
        pages = WebPages.start(folder);
        TestServer server = pages.server();
        Answer added = server.gallery(
                new int[] {1}, new int[] {1}, new int[] {1}, new int[] {12}, new int[] {12}, new int[] {34});
        server.await(server.post("/v1/galleries/test/jobs", "{\"kind\":\"cluster\"}")
                .expect(202)
                .text("/id"));
        ada = SomePeople.make(server, added, "Ada", 5);
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    private Locator face(int photo) {
        return pages.page().locator("a[title$='photo-%d.jpg']".formatted(photo));
    }

    private Locator faces() {
        return pages.page().locator(".person-face");
    }

    @Test
    void split_showsWhatWouldGoAlong_andUndoTakesItBack() {
        Page page = pages.open("person/1");
        face(3).focus();
        page.keyboard().press("Space");
        page.keyboard().press("p");

        Locator preview = page.locator("dialog.question");
        assertThat(preview).containsText("1 more face");
        assertThat(preview.locator("img")).hasCount(1);
        preview.getByText("Take 1 along").click();

        assertThat(pages.toast()).containsText("Made a new person of 2 faces");
        assertThat(faces()).hasCount(3);
        assertThat(face(4)).hasCount(0);
        assertThat(page.locator(".who-dialog input")).isFocused();
        pages.button("Name later").click();
        pages.toast().getByText("Undo").click();
        assertThat(faces()).hasCount(5);
    }

    @Test
    void split_isNamedAtOnce_andTheToastLeadsToTheNewPerson() {
        Page page = pages.open("person/1");
        face(3).focus();
        page.keyboard().press("p");
        page.locator("dialog.question").getByText("Take 1 along").click();
        assertThat(page.locator(".toast a").last()).hasText("Open");
        assertThat(page.locator(".who-dialog input")).isFocused();
        page.keyboard().type("Eve");
        page.keyboard().press("Enter");

        assertThat(pages.toast()).containsText("Eve");
        page.locator(".toast a").click();
        assertThat(page.locator("person-head h1")).hasText("Eve");
    }

    @Test
    void split_cancelled_changesNothingAndKeepsTheSelection() {
        Page page = pages.open("person/1");
        face(3).focus();
        page.keyboard().press("Space");
        page.keyboard().press("p");
        page.locator("dialog.question").getByText("Cancel").click();

        assertThat(page.locator(".selection-bar")).containsText("1 selected");
        assertThat(faces()).hasCount(5);
    }

    @Test
    void move_ofSelected_toANamedPerson_isUndoneByKey() {
        Page page = pages.open("person/1");
        face(3).focus();
        page.keyboard().press("Space");
        page.keyboard().press("e");
        assertThat(page.locator(".selection-bar")).containsText("2 selected");
        page.keyboard().press("m");
        page.keyboard().type("Ad");
        assertThat(page.locator(".selection-bar [role=option]")).hasText(new String[] {"New: Ad", "Ada 1 photo"});
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");

        assertThat(pages.toast()).containsText("Moved 2 faces to Ada");
        assertThat(faces()).hasCount(3);
        page.waitForTimeout(QuestionsJourneyTest.PAUSE_MS);
        page.keyboard().press("z");
        assertThat(faces()).hasCount(5);

        face(3).focus();
        page.keyboard().press("m");
        page.keyboard().type("ada");
        assertThat(page.locator(".selection-bar [role=option]")).hasText(new String[] {"Ada 1 photo", "New: ada"});
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(page.locator("dialog.question")).containsText("Somebody is called Ada already");
        page.locator("dialog.question button.primary").click();
        assertThat(pages.toast()).containsText("Moved 1 face to Ada");
    }

    @Test
    void deletedPerson_isNowhereAnyMore() {
        Page page = pages.open("person/" + ada);
        pages.button("Delete data").click();
        Locator question = page.locator("dialog.question");
        assertThat(question).containsText("Delete all data of Ada?");
        question.getByText("Cancel").click();
        assertThat(faces()).hasCount(1);

        pages.button("Delete data").click();
        question.getByText("Delete the faces").click();

        assertThat(pages.toast()).containsText("Deleted all data of Ada");
        assertThat(page.locator(".person")).hasCount(1);
        pages.expectError("404");
        pages.page().navigate("/#/test/person/" + ada);
        assertThat(page.locator("main")).containsText("no longer here");
        assertThat(pages.open("history").locator("main")).not().containsText("Ada");
    }
}
