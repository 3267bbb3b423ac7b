package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The gallery as a whole: backup, restore, and galleries that are damaged.
class GalleryJourneyTest {
    @TempDir
    private Path folder;

    private WebPages pages;

    @BeforeEach
    void start() {
        pages = WebPages.start(folder);
        TestGallery gallery = TestGallery.in(pages.server(), new int[] {1}, new int[] {1}, new int[] {2});
        gallery.person("Ada", 0, 1);
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    @Test
    void backup_isRestoredAsANewGallery_withItsPeople() throws IOException {
        Page page = pages.open("gallery");
        Download saved =
                page.waitForDownload(() -> page.getByText("Download a backup").click());
        byte[] backup = Files.readAllBytes(saved.path());

        pages.button("Restore a backup").click();
        Locator dialog = page.locator("dialog.restore");
        Locator file = dialog.getByLabel("Backup", new Locator.GetByLabelOptions().setExact(true));
        file.setInputFiles(new FilePayload("test (1).zip", "application/zip", backup));
        Locator name = dialog.getByLabel("Name of the new gallery");
        assertThat(name).hasValue("test");
        page.keyboard().press("Tab");
        name.press("Enter");
        assertThat(dialog.locator(".error")).containsText("There is a gallery test already");

        name.fill("copy");
        name.press("Enter");

        assertThat(page).hasURL(Pattern.compile("#/copy/people$"));
        assertThat(page.locator(".person .title").first()).hasText("Ada");
        page.navigate("/#/copy/gallery");
        assertThat(page.locator(".others")).containsText("test");
    }

    @Test
    void severalGalleries_theOneSeenLastIsOpenedAndNamed() {
        pages.server().post("/v1/galleries", "{\"name\":\"another\"}").expect(201);
        Page page = pages.open("people");
        assertThat(page.locator(".rail .which")).hasText("test");

        page.navigate("/");

        assertThat(page).hasURL(Pattern.compile("#/test/people$"));
        assertThat(page).hasTitle("People · test · Likeness");
    }

    @Test
    void check_ofASoundGallery_saysSo() {
        Page page = pages.open("gallery");

        pages.button("Check").click();

        assertThat(page.locator("gallery-page [role=status]"))
                .hasText("The gallery is sound: its files are whole and fit together.");
    }

    @Test
    void restore_ofAnotherFile_saysThatItIsNoBackup() {
        pages.expectError("422");
        Page page = pages.open("gallery");
        pages.button("Restore a backup").click();
        Locator dialog = page.locator("dialog.restore");
        dialog.getByLabel("Backup", new Locator.GetByLabelOptions().setExact(true))
                .setInputFiles(new FilePayload("holiday.zip", "application/zip", new byte[] {1, 2, 3}));
        dialog.getByLabel("Name of the new gallery").press("Enter");

        assertThat(dialog.locator(".error")).containsText("not a complete backup");
    }

    @Test
    void damagedGallery_isListedWithWhyAndWhatToDo() throws IOException {
        Files.createDirectories(folder.resolve("index/broken/generation-1"));
        Page page = pages.open("gallery");

        Locator damaged = page.locator(".others .damaged");
        assertThat(damaged).containsText("CURRENT is missing");
        assertThat(damaged).containsText("likeness gallery check --repair --gallery broken");

        page.navigate("/#/nowhere/people");
        assertThat(page.locator("main")).containsText("There is no gallery nowhere");
        page.locator("main .button").getByText("test").click();
        assertThat(page.locator(".person .title").first()).hasText("Ada");
    }
}
