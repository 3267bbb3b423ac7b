package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import dev.likeness.api.SquareModels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Photos for an empty gallery: what is seen while they are read, and afterwards.
class FirstPhotosJourneyTest {
    private static final byte[] NO_PICTURE = "not a picture".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void drop_intoAnEmptyGallery_showsFacesMeanwhileAndPeopleAfterwards() {
        try (WebPages pages = WebPages.start(folder)) {
            TestGallery.in(pages.server());
            pages.expectError("422");
            Page page = pages.page();
            page.navigate("/");
            assertThat(page).hasURL(Pattern.compile("#/test/start$"));

            List<Route> held = holdUploadsAfter(page, 4);
            drop(
                    page,
                    file("a.jpg", SquareModels.photo(0, 5)),
                    file("b.jpg", SquareModels.photo(1, 5)),
                    file("broken.jpg", NO_PICTURE),
                    file("c.jpg", SquareModels.photo(2, 5, 2)),
                    file("d.jpg", SquareModels.photo(3, 2)),
                    file("e.jpg", SquareModels.photo(4, 2)),
                    file("notes.txt", NO_PICTURE));

            Locator running = page.locator(".running");
            assertThat(running).containsText("Sending photos and looking for faces");
            assertThat(running).containsText("4 of 6 photos");
            assertThat(page.getByLabel("Faces found just now").locator("img")).hasCount(4);
            pages.checkNoBrokenPicture();

            release(held);
            Locator ended = page.locator(".ended");
            assertThat(ended).containsText("5 new photos with 6 faces. 1 file is no photo.");
            ended.getByText("1 file could not be read").click();
            assertThat(ended.locator("li")).containsText("broken.jpg");
            assertThat(ended.locator("li")).containsText("a photo must be one of JPEG, PNG");

            page.getByText("See the people").click();
            assertThat(page.locator(".person")).hasCount(2);
            assertThat(page.locator(".person").first()).containsText("3 photos");
            pages.checkNoBrokenPicture();
        }
    }

    @Test
    void choose_onAPhone_readsPhotosWhileAnotherPageIsShown() {
        try (WebPages pages = WebPages.startOnPhone(folder)) {
            TestGallery.in(pages.server());
            assertThat(pages.open("unclear").locator("main")).containsText("No photos yet");
            pages.page().locator("main .button").click();
            Page page = pages.page();
            page.locator(".drop").waitFor();
            pages.checkWidth();

            List<Route> held = holdUploadsAfter(page, 1);
            page.waitForFileChooser(() -> pages.button("Choose photos").click()).setFiles(new FilePayload[] {
                new FilePayload("a.jpg", "image/jpeg", SquareModels.photo(0, 5)),
                new FilePayload("b.jpg", "image/jpeg", SquareModels.photo(1, 5)),
            });
            assertThat(page.locator(".running")).containsText("1 of 2 photos");
            pages.checkWidth();

            pages.open("people");
            assertThat(page.locator("upload-progress")).containsText("1 of 2 photos");
            pages.checkWidth();
            release(held);
            assertThat(pages.toast()).containsText("2 new photos with 2 faces.");
            assertThat(page.locator(".person")).hasCount(1);

            pages.toast().getByText("Add photos").click();
            assertThat(page.locator(".ended")).containsText("2 new photos with 2 faces.");
            pages.checkWidth();
        }
    }

    @Test
    void folderOfTheServer_isReadAndTheEndIsTold() throws IOException {
        Path photos = Files.createDirectories(folder.resolve("photos/2019/summer"));
        Files.write(photos.resolve("a.jpg"), SquareModels.photo(0, 5));
        Files.write(photos.resolve("b.jpg"), SquareModels.photo(1, 5));
        Files.write(photos.resolve("broken.jpg"), NO_PICTURE);
        Path root = folder.resolve("photos").toRealPath();
        try (WebPages pages = WebPages.start(folder, Map.of("server.photoRoots", List.of(root.toString())))) {
            TestGallery.in(pages.server());
            Page page = pages.open("start");

            page.locator(".folders")
                    .getByText("photos", new Locator.GetByTextOptions().setExact(true))
                    .click();
            page.locator(".folders a").getByText("2019").click();
            page.reload();
            assertThat(page.locator(".place")).containsText("2019");
            pages.button("Add summer").click();

            Locator ended = page.locator(".ended");
            assertThat(ended).containsText("2 new photos with 2 faces.");
            assertThat(ended).containsText("The gallery now has 1 person");
            ended.getByText("1 file could not be read").click();
            assertThat(ended.locator("li")).containsText("broken.jpg");
            page.getByText("See the people").click();
            assertThat(page.locator(".person")).hasCount(1);
            pages.checkNoBrokenPicture();
        }
    }

    /// Lets only the first uploads through; the others wait for [#release].
    private static List<Route> holdUploadsAfter(Page page, int count) {
        List<Route> held = new ArrayList<>();
        int[] uploads = {0};
        page.route(Pattern.compile("/photos\\?.*keep=true"), route -> {
            if (++uploads[0] > count) {
                held.add(route);
            } else {
                route.resume();
            }
        });
        return held;
    }

    private static void release(List<Route> held) {
        held.forEach(Route::resume);
    }

    private static Map<String, String> file(String name, byte[] content) {
        return Map.of("name", name, "content", Base64.getEncoder().encodeToString(content));
    }

    /// Drops files onto the field for photos.
    @SafeVarargs
    @SuppressWarnings("varargs")
    private static void drop(Page page, Map<String, String>... files) {
        page.locator("start-page .drop").evaluate("""
                (field, files) => {
                  const dataTransfer = new DataTransfer();
                  for (const {name, content} of files) {
                    const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
                    dataTransfer.items.add(new File([bytes], name));
                  }
                  for (const kind of ['dragenter', 'dragover', 'drop']) {
                    field.dispatchEvent(new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true}));
                  }
                }""", List.of(files));
    }
}
