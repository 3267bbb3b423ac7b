package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The list of photos: two of Dora, one of Gus, and one of somebody without a name.
class PhotosJourneyTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // every test starts its own
    private WebPages pages;

    @SuppressWarnings("NullAway.Init")
    private TestGallery gallery;

    private Page start(WebPages started) {
        pages = started;
        gallery = TestGallery.in(pages.server(), new int[] {1}, new int[] {1}, new int[] {2}, new int[] {3});
        gallery.person("Dora", 0, 1);
        gallery.person("Gus", 2);
        return pages.open("photos");
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    @Test
    void enter_inTheFilterOfPeople_takesTheFirstSuggestionAndEmptiesTheField() {
        Page page = start(WebPages.start(folder));
        page.getByText("Filters", new Page.GetByTextOptions().setExact(true)).click();
        Locator field = page.locator("photo-filters name-field input");

        field.fill("dor");
        assertThat(page.locator("photo-filters [role=option]")).hasText(Pattern.compile("Dora"));
        page.keyboard().press("Enter");
        assertThat(page.locator(".chip")).hasCount(1);
        assertThat(page.locator(".chip")).containsText("With Dora");
        assertThat(field).hasValue("");
        assertThat(page.locator(".page-head .count")).hasText("2 photos");

        // At once, without waiting for suggestions.
        field.pressSequentially("GUS");
        page.keyboard().press("Enter");
        assertThat(page.locator(".chip")).hasCount(2);
        assertThat(field).hasValue("");
        assertThat(page.locator(".filters summary")).hasText("Filters (2)");
        assertThat(page.locator("main")).containsText("No photo is like that");

        page.navigate("/#/test/photos?minQuality=900&captured=2019-02-31&unnamed=true");
        assertThat(pages.toast()).containsText("cannot be understood: minQuality=900, captured=2019-02-31");
        assertThat(page).hasURL(Pattern.compile("photos\\?unnamed=true$"));
        assertThat(page.locator(".page-head .count")).hasText("1 photo");
        pages.expectError("400");
        page.navigate("/#/test/photo/000");
        assertThat(page.locator("main")).containsText("This photo is not here");
        page.navigate("/#/test/person/abc");
        assertThat(page.locator("main")).containsText("There is no such person");
    }

    @Test
    void enter_withANameThatNobodyHas_isSaidAndTheNextNameReplacesIt() {
        Page page = start(WebPages.start(folder));
        page.getByText("Filters", new Page.GetByTextOptions().setExact(true)).click();
        Locator field = page.locator("photo-filters name-field input");

        field.fill("Zoe");
        page.keyboard().press("Enter");
        Locator nobody = page.locator("photo-filters [role=status]");
        assertThat(nobody).hasText("Nobody is called Zoe.");
        assertThat(page.locator(".chip")).hasCount(0);

        page.keyboard().type("gus");
        assertThat(nobody).isHidden();
        assertThat(field).hasValue("gus");
        page.keyboard().press("Enter");
        assertThat(page.locator(".chip")).containsText("With Gus");
        assertThat(page.locator(".page-head .count")).hasText("1 photo");
    }

    @Test
    void tap_onAFaceOnAPhone_explainsItInView() {
        Page page = start(WebPages.startOnPhone(folder));
        pages.open("photo/" + gallery.photo(0));
        page.locator(".photo-frame .box").click();
        assertThat(page.locator(".face-panel h2")).hasText("Dora");
        assertThat(page.locator(".face-panel h2")).isInViewport();
        assertThat(page.locator(".photo-frame .box")).isInViewport();
        assertThat(page.locator(".face-panel")).containsText("Somebody said so.");
        assertThat(page.locator("alike-faces")).containsText("Compared with Dora");
        pages.checkWidth();
        page.getByLabel("Close the face").click();
        assertThat(page.locator(".face-panel")).hasCount(0);
    }
}
