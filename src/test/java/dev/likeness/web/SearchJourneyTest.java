package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import dev.likeness.api.SquareModels;
import dev.likeness.image.PhotoFiles;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Search by a picture, and by a face of the gallery, which has three photos of Ada and three of Bo, the last
/// of July 2019.
class SearchJourneyTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // every test starts its own
    private WebPages pages;

    @SuppressWarnings("NullAway.Init")
    private TestGallery gallery;

    private Page start(WebPages started) {
        pages = started;
        gallery = TestGallery.in(
                pages.server(), new int[] {1}, new int[] {1}, new int[] {1}, new int[] {2}, new int[] {2});
        gallery.add("summer.jpg", PhotoFiles.withMetadata(SquareModels.photo(5, 2), 1));
        gallery.person("Ada", 0, 1, 2);
        gallery.person("Bo", 3, 4, 5);
        return pages.open("search");
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    @Test
    void picture_thatIsChosen_showsWhoEveryFaceIs() {
        Page page = start(WebPages.start(folder));
        page.waitForFileChooser(() -> page.getByText("Choose a picture").click())
                .setFiles(new FilePayload("party.jpg", "image/jpeg", SquareModels.photo(20, 1, 2)));

        assertThat(page.locator(".verdict")).containsText("This is Ada");
        assertThat(page.locator(".photo-frame .box")).hasCount(2);
        Locator best = page.locator(".found-people li").first();
        assertThat(best).containsText("Ada");
        assertThat(best).containsText("almost certainly");
        assertThat(best).containsText("match · 3 similar faces");
        assertThat(page.locator(".found-people li").nth(1)).containsText("no match");
        pages.checkNoBrokenPicture();

        page.locator(".photo-frame .box").nth(1).click();
        assertThat(page.locator(".verdict")).containsText("This is Bo");
        assertThat(page.locator(".found-people li").first()).containsText("Bo");

        page.locator(".hit").first().click();
        assertThat(page).hasURL(Pattern.compile("#/test/photo/"));
        page.goBack();
        assertThat(page.locator(".verdict")).containsText("This is Bo");
    }

    @Test
    void picture_thatIsPasted_replacesTheOneBefore() {
        Page page = start(WebPages.start(folder));
        paste(page, SquareModels.photo(20, 2));
        assertThat(page.locator(".verdict")).containsText("This is Bo");

        paste(page, SquareModels.photo(21, 9));
        assertThat(page.locator(".verdict")).containsText("Nobody in this gallery is certain to be this person");

        paste(page, SquareModels.landscape(22));
        assertThat(page.locator("main")).containsText("No face was found in this picture");

        page.reload();
        assertThat(page.locator("main")).containsText("Drop a picture here, or paste one");
    }

    @Test
    void face_ofTheGallery_isSearchedFilteredAndSorted() {
        Page page = start(WebPages.start(folder));
        pages.open("search?face=" + gallery.face(0));
        assertThat(page.locator(".verdict")).containsText("This is Ada");
        // The face that is searched for is not found itself.
        assertThat(page.locator(".found-head")).containsText("2 faces");
        pages.button("Show 3 less likely ones").click();
        assertThat(page.locator(".found-head")).containsText("5 faces");
        assertThat(page.getByText("less likely")).hasCount(0);
        assertThat(page.locator(".hit").first()).containsText("Ada");

        page.locator(".found-head select").selectOption("date");
        assertThat(page.locator(".hit").first()).containsText("14 Jul 2019");
        page.reload();
        assertThat(page.locator(".hit").first()).containsText("14 Jul 2019");

        page.getByText("Filters", new Page.GetByTextOptions().setExact(true)).click();
        page.locator("photo-filters name-field input").fill("bo");
        page.locator("photo-filters [role=option]").click();
        assertThat(page.locator(".chip")).containsText("Bo");
        assertThat(page.locator(".found-head")).containsText("3 faces");
        assertThat(page.locator(".hit .title")).hasText(new String[] {"Bo", "Bo", "Bo"});
        page.getByLabel("Remove Bo from the filters").click();
        assertThat(page.locator(".found-head")).containsText("5 faces");

        page.getByLabel("Taken in").fill("2019-07");
        page.keyboard().press("Enter");
        assertThat(page.locator(".found-head")).containsText("1 face");
    }

    @Test
    void face_thatOnlyMatchesFacesOfNobody_isNamedWithThem() {
        Page page = start(WebPages.start(folder));
        gallery.add("eve-1.jpg", SquareModels.photo(6, 7));
        gallery.add("eve-2.jpg", SquareModels.photo(7, 7));
        pages.open("search?face=" + gallery.face(6));
        assertThat(page.locator(".verdict")).containsText("Somebody whom nobody has named yet");
        page.locator(".verdict input").fill("Eve");
        page.keyboard().press("Enter");
        assertThat(pages.toast()).containsText("2 faces are Eve");
        assertThat(page.locator(".verdict")).containsText("This is Eve");
        assertThat(page.locator(".verdict")).containsText("almost certainly");
        assertThat(page.locator(".verdict input")).hasCount(0);
    }

    @Test
    void file_thatIsNoPicture_isRefusedInWordsAndAnotherCanBeChosen() {
        Page page = start(WebPages.start(folder));
        pages.expectError("422");
        page.evaluate("""
                () => {
                  const dataTransfer = new DataTransfer();
                  dataTransfer.items.add(new File(['text'], 'notes.txt', {type: 'text/plain'}));
                  document.body.dispatchEvent(new DragEvent('drop', {dataTransfer, bubbles: true, cancelable: true}));
                }""");
        assertThat(page.locator("main [role=alert]")).containsText("notes.txt is not a picture.");

        FilePayload broken = new FilePayload("broken.jpg", "image/jpeg", new byte[] {1, 2, 3});
        chooseAnother(page, broken);
        assertThat(page.locator("main [role=alert]")).containsText("This file is not a picture that can be read.");
        assertThat(pages.button("Try again")).hasCount(0);

        chooseAnother(page, new FilePayload("party.jpg", "image/jpeg", SquareModels.photo(20, 1, 2)));
        assertThat(page.locator(".verdict")).containsText("This is Ada");
    }

    private static void chooseAnother(Page page, FilePayload file) {
        page.waitForFileChooser(() -> page.getByText("Choose another").click()).setFiles(file);
    }

    @Test
    void search_onAPhone_fits() {
        Page page = start(WebPages.startOnPhone(folder));
        pages.checkWidth();
        paste(page, SquareModels.photo(20, 1, 2));
        assertThat(page.locator(".verdict")).containsText("This is Ada");
        pages.checkWidth();
        pages.button("Show 3 less likely ones").click();
        assertThat(page.locator(".hit")).hasCount(6);
        checkNothingOverlaps(page.locator(".hit"));
    }

    /// Fails if a cell of a grid is taller than its row.
    private static void checkNothingOverlaps(Locator cells) {
        org.assertj.core.api.Assertions.assertThat(cells.evaluateAll("""
                        (cells) => cells.filter((one) => one.scrollHeight > one.closest('li').clientHeight).length""")).isEqualTo(0);
    }

    private static void paste(Page page, byte[] picture) {
        page.evaluate("""
                (content) => {
                  const clipboardData = new DataTransfer();
                  const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
                  clipboardData.items.add(new File([bytes], 'image.png', {type: 'image/jpeg'}));
                  document.body.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true}));
                }""", Base64.getEncoder().encodeToString(picture));
    }
}
