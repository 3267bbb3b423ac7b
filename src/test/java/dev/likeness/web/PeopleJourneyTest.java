package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import dev.likeness.api.TestServer.Answer;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleJourneyTest {
    @TempDir
    private Path folder;

    private WebPages pages;

    @BeforeEach
    void start() {
        pages = WebPages.start(folder);
        Answer added = pages.server()
                .gallery(new int[] {1}, new int[] {1}, new int[] {1}, new int[] {2}, new int[] {2}, new int[] {3});
        makePerson(added, 0, 1, 2);
        makePerson(added, 3, 4);
        makePerson(added, 5);
    }

    /// Makes a person of the faces of these photos.
    private void makePerson(Answer added, int... photos) {
        String faces = IntStream.of(photos)
                .mapToObj(photo -> "\"" + added.text("/photos/%d/photo/faces/0/face".formatted(photo)) + "\"")
                .collect(Collectors.joining(","));
        pages.server()
                .post("/v1/galleries/test/people/split", "{\"faces\":[" + faces + "]}")
                .expect(201);
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    @Test
    void name_byKeyboard_isShownAndUndone() {
        Page page = pages.open("people");
        assertThat(page.locator(".person")).hasCount(3);

        page.keyboard().press("ArrowRight");
        page.keyboard().press("n");
        page.keyboard().type("Ada");
        page.keyboard().press("Enter");

        assertThat(pages.toast()).containsText("Ada");
        assertThat(page.locator(".person .title").first()).hasText("Ada");
        page.waitForTimeout(QuestionsJourneyTest.PAUSE_MS);
        page.keyboard().press("z");
        assertThat(page.locator(".person .title").first()).containsText("Unnamed");
    }

    @Test
    void nameOfAnotherPerson_asksWhetherBothAreOne_andMerges() {
        pages.server()
                .json("PATCH", "/v1/galleries/test/people/1", "{\"name\":\"Ada\"}")
                .expect(200);
        Page page = pages.open("people");

        page.locator(".person .cover").nth(1).focus();
        page.keyboard().press("n");
        page.keyboard().type("Ada");
        page.keyboard().press("Enter");
        pages.button("The same person").click();

        assertThat(page.locator(".person")).hasCount(2);
        assertThat(pages.toast()).containsText("Merged 2 people into Ada");
    }

    @Test
    void merge_ofSelected_isOneEditThatUndoTakesBack() {
        Page page = pages.open("people");

        page.locator(".person .cover").first().focus();
        page.keyboard().press("Space");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("Space");
        assertThat(page.locator(".selection-bar")).containsText("2 selected");
        page.keyboard().press("m");
        assertThat(page.locator(".person")).hasCount(2);

        pages.toast().getByText("Undo").click();
        assertThat(page.locator(".person")).hasCount(3);
    }

    @Test
    void letters_withoutAField_changeNothing() {
        Page page = pages.open("people");
        assertThat(page.locator(".person")).hasCount(3);

        page.keyboard().type("sam");
        assertThat(page.locator(".selection-bar")).hasCount(0);
        page.keyboard().press("Control+a");
        assertThat(page.locator(".selection-bar")).containsText("3 selected");
        page.keyboard().press("m");
        assertThat(page.locator("dialog[open]")).containsText("Merge 3 people?");
        page.keyboard().press("Enter");

        assertThat(page.locator("dialog")).hasCount(1);
        assertThat(page.locator(".person")).hasCount(3);
    }

    @Test
    void find_byTheBeginningOfAName_showsThePerson_andBackKeepsIt() {
        name(1, "Ada Lovelace");
        Page page = pages.open("people");

        assertThat(page.locator(".person")).hasCount(3);
        page.keyboard().press("/");
        page.keyboard().type("lov");
        assertThat(page.locator(".person")).hasCount(1);
        assertThat(page.locator(".person .title")).hasText("Ada Lovelace");
        page.keyboard().press("Enter");
        assertThat(page.locator(".person .cover")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("person-head h1")).hasText("Ada Lovelace");
        page.goBack();

        assertThat(page.locator(".find input")).hasValue("lov");
        assertThat(page.locator(".person")).hasCount(1);
        page.locator(".find input").fill("nemo");
        assertThat(page.locator(".state h2")).hasText("Nobody is called nemo");
        pages.button("Show everybody").click();
        assertThat(page.locator(".person")).hasCount(3);
    }

    @Test
    void merge_ofTwoNames_asksWhichOneStays() {
        name(1, "Ada");
        name(2, "Bea");
        Page page = pages.open("people");

        page.locator(".person .cover").first().focus();
        page.keyboard().press("Space");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("Space");
        page.keyboard().press("m");
        assertThat(page.locator("dialog[open] figure")).hasCount(2);
        page.locator("dialog[open]").getByText("Bea").last().click();

        assertThat(pages.toast()).containsText("Merged 2 people into Bea");
        assertThat(page.locator(".person")).hasCount(2);
    }

    @Test
    void name_byClick_inOtherCapitals_offersThePersonAndTheNewName() {
        name(1, "Anna");
        Page page = pages.open("people");

        page.locator(".add-name").first().click();
        page.keyboard().type("ann");
        assertThat(page.locator("name-field li")).hasCount(2);
        assertThat(page.locator("name-field li[aria-selected=true]")).containsText("New: ann");
        page.keyboard().press("ArrowDown");
        assertThat(page.locator("name-field li[aria-selected=true]")).containsText("Anna");
        page.keyboard().type("a");
        assertThat(page.locator("name-field li").last()).containsText("New: anna");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");

        assertThat(page.locator("dialog[open]")).containsText("Somebody is called Anna already");
        pages.button("The same person").click();
        assertThat(page.locator(".person")).hasCount(2);
    }

    @Test
    void mergeWith_onAPersonsPage_showsBothAndGoesToTheOneWhoStays() {
        name(2, "Bea");
        Page page = pages.open("person/1");

        pages.button("Merge with").click();
        page.keyboard().type("Bea");
        page.keyboard().press("Enter");
        assertThat(page.locator("dialog[open] figure")).hasCount(2);
        pages.button("Merge 2").click();

        assertThat(page.locator("person-head h1")).hasText("Bea");
        assertThat(page.locator("person-head")).containsText("5 faces");
    }

    private void name(int person, String name) {
        pages.server()
                .json("PATCH", "/v1/galleries/test/people/" + person, "{\"name\":\"" + name + "\"}")
                .expect(200);
    }

    @Test
    void reload_keepsTheOrderOfTheList() {
        Page page = pages.open("people?order=name");
        page.reload();

        assertThat(page.locator("main select").first()).hasValue("name");
        assertThat(page.locator(".person")).hasCount(3);
    }
}
