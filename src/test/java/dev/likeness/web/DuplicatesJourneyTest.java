package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.likeness.api.SquareModels;
import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People who are in the gallery twice, and copies of photos.
class DuplicatesJourneyTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // every test starts its own
    private WebPages pages;

    /// Ada and Bo have a second person each, without a name.
    private Page startWithPeople() {
        pages = WebPages.start(folder);
        TestGallery gallery = TestGallery.in(
                pages.server(),
                new int[] {1},
                new int[] {1},
                new int[] {1},
                new int[] {2},
                new int[] {2},
                new int[] {2},
                new int[] {1},
                new int[] {2});
        gallery.person("Ada", 0, 1, 2);
        gallery.person("Bo", 3, 4, 5);
        gallery.person(null, 6);
        gallery.person(null, 7);
        return pages.open("duplicates");
    }

    /// A photo is there twice, the second time smaller.
    private Page startWithPhotos(WebPages started) {
        pages = started;
        TestGallery gallery = TestGallery.in(pages.server(), new int[] {1}, new int[] {3, 2});
        byte[] smaller = new ImageReader(ImageOptions.defaults())
                .open(SquareModels.photo(0, 1))
                .decode()
                .resized(96, 96)
                .toJpeg(90);
        gallery.add("small.jpg", smaller);
        Page page = pages.open("duplicates");
        page.getByText("Photo copies").click();
        return page;
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    @Test
    void people_sideBySide_areAnsweredByKeysAndSaved() throws IOException {
        Page page = startWithPeople();
        Locator question = page.locator(".duplicate");
        assertThat(question).containsText("1 of 2");
        assertThat(question).containsText("almost certainly");
        assertThat(question.locator(".side .title").nth(1)).containsText("Unnamed #");
        assertThat(question.locator(".side img")).hasCount(2);
        pages.checkNoBrokenPicture();
        String first = question.getAttribute("aria-label");

        Download saved =
                page.waitForDownload(() -> pages.button("Save the list as CSV").click());
        assertThat(saved.suggestedFilename()).isEqualTo("test-duplicate-people.csv");
        assertThat(Files.readAllLines(saved.path())).hasSize(3).anyMatch(line -> line.contains("Ada"));

        page.keyboard().press("s");
        assertThat(question).containsText("2 of 2");
        assertThat(question).not().hasAttribute("aria-label", first);
        String second = question.getAttribute("aria-label");

        page.keyboard().press("y");
        assertThat(pages.toast()).containsText("Merged 2 people into");
        assertThat(page.locator("main")).containsText("1 question put off");
        pages.button("Ask them again").click();
        assertThat(question).hasAttribute("aria-label", first);

        page.keyboard().press("d");
        assertThat(pages.toast()).containsText("are different people");
        assertThat(page.locator("main")).containsText("All answered");

        page.keyboard().press("z");
        assertThat(question).hasAttribute("aria-label", first);
        page.keyboard().press("z");
        assertThat(question).containsText("of 2");
        page.reload();
        assertThat(question).containsText("1 of 2");
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void photoCopies_areComparedAndRemovedByKeys() throws IOException {
        Page page = startWithPhotos(WebPages.start(folder));
        Locator question = page.locator(".duplicate.of-photos");
        assertThat(question).containsText("Saved in another size");
        assertThat(question).containsText("128 × 128");
        assertThat(question).containsText("96 × 96");
        assertThat(question).containsText("small.jpg");
        pages.checkNoBrokenPicture();

        Download saved =
                page.waitForDownload(() -> pages.button("Save the list as CSV").click());
        assertThat(Files.readString(saved.path())).contains("resized").contains("small.jpg");

        page.keyboard().press("d");
        assertThat(pages.toast()).containsText("Marked 2 photos as not copies of each other");
        assertThat(page.locator("main")).containsText("All answered");
        page.keyboard().press("z");
        assertThat(question).containsText("small.jpg");

        page.keyboard().press("1");
        assertThat(page.locator("dialog[open]")).containsText("leaves the gallery");
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog.question")).hasCount(0);
        assertThat(question).containsText("small.jpg");
        page.keyboard().press("1");
        pages.button("Remove the copy").click();
        assertThat(pages.toast()).containsText("small.jpg from the gallery");
        page.reload();
        assertThat(page.locator("main")).containsText("No copies");
    }

    @Test
    void photoCopies_onAPhone_fit() {
        Page page = startWithPhotos(WebPages.startOnPhone(folder));
        assertThat(page.locator(".duplicate.of-photos")).containsText("small.jpg");
        pages.checkWidth();
        assertThat(pages.button("Keep the left one")).isInViewport();
        pages.button("Not now").click();
        assertThat(page.locator("main")).containsText("1 question put off");
    }
}
