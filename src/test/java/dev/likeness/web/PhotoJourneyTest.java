package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.likeness.api.PhotosOfAMoment;
import dev.likeness.api.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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
    void photo_isEnlarged_andShownSmallWhenItsFileIsGone() throws IOException {
        TestGallery gallery = TestGallery.in(pages.server(), new int[] {1}, new int[] {2});
        Page page = pages.open("photo/" + gallery.photo(0));
        Locator scale = page.getByLabel("Show the whole photo");
        Locator window = page.locator(".photo-window");

        pages.button("Enlarge").click();
        assertThat(scale).hasText("150 %");
        page.keyboard().press("+");
        assertThat(scale).hasText("225 %");
        page.keyboard().press("ArrowRight");
        page.waitForFunction(
                "window => window.scrollLeft + window.clientWidth > .8 * window.scrollWidth", window.elementHandle());
        page.keyboard().press("0");
        assertThat(scale).hasText("Fit");

        try (Stream<Path> files = Files.walk(pages.server().galleries().resolve("test/uploads"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
        pages.open("photo/" + gallery.photo(1));
        assertThat(page.getByText("This small picture of it was kept.")).isVisible();
        assertThat(page.locator(".photo-frame .box")).hasCount(1);
        pages.checkNoBrokenPicture();
    }

    @Test
    void turn_showsTheTurnedPicture() {
        TestGallery gallery = TestGallery.in(pages.server(), new int[] {1, 2});
        Page page = pages.open("photo/" + gallery.photo(0));
        Locator picture = page.locator(".photo-frame img");
        page.waitForFunction("image => image.complete && /turned=0/.test(image.currentSrc)", picture.elementHandle());

        pages.button("Turn").click();

        // Another address: a browser shows what it has of the same one, whatever follows a `#`.
        page.waitForFunction("image => image.complete && /turned=90/.test(image.currentSrc)", picture.elementHandle());
        pages.checkNoBrokenPicture();
    }

    @Test
    void faceThatIsNotClear_isExplainedByItsMomentAndItsCompany() {
        PhotosOfAMoment photos = PhotosOfAMoment.addTo(pages.server());
        Page page = pages.open("photo/" + photos.photo(0) + "?face=" + photos.faceOfAnn(0));
        Locator why = page.locator(".face-panel dd").first();

        assertThat(why)
                .containsText(
                        "Taken 40 seconds after another photo of Ann; Ben is here too, and in 4 other photos with Ann.");

        why.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("another photo of Ann"))
                .press("Enter");
        page.waitForURL("**/photo/" + photos.photo(1));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Ann"))
                .first()
                .click();
        assertThat(why).hasText("Somebody said so.");
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
