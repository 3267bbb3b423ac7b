package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A face that the detector missed is drawn on the page of a photo.
class DrawFaceJourneyTest {
    @TempDir
    private Path folder;

    private WebPages pages;
    private String photo;

    @BeforeEach
    void start() {
        pages = WebPages.start(folder);
        TestServer server = pages.server();
        server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
        // Drawing needs the pixels, so the server keeps the file.
        Answer added = server.form(
                        "/v1/galleries/test/photos?keep=true",
                        new TestServer.Form().file("image", "party.jpg", SquareModels.photo(1, 1)))
                .expect(201);
        photo = SomePeople.photo(added, 0);
        SomePeople.make(server, added, "Ada", 0);
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    private Locator faces() {
        return pages.page().locator(".face-strip li");
    }

    @Test
    void draw_byDragging_isStillThereAfterAReload_andOnThePageOfThePerson() {
        Page page = pages.open("photo/" + photo);
        assertThat(faces()).hasCount(1);
        pages.button("Draw a missed face").click();
        BoundingBox canvas = page.locator(".canvas").boundingBox();
        page.mouse().move(canvas.x + .6 * canvas.width, canvas.y + .6 * canvas.height);
        page.mouse().down();
        page.mouse().move(canvas.x + .9 * canvas.width, canvas.y + .95 * canvas.height);
        page.mouse().up();
        assertThat(page.locator(".drawing-bar input")).isFocused();
        page.keyboard().type("Eve");
        page.keyboard().press("Enter");

        assertThat(pages.toast()).containsText("Added a face of Eve");
        assertThat(faces()).hasCount(2);
        page.reload();
        assertThat(faces()).hasCount(2);
        assertThat(page.locator(".face-panel h2")).hasText("Eve");
        page.getByText("Open Eve").click();
        assertThat(page.locator("main h1")).hasText("Eve");
        assertThat(page.locator(".person-face")).hasCount(1);
    }

    @Test
    void draw_byKeyboard_withoutAName_isUndone() {
        Page page = pages.open("photo/" + photo);
        page.keyboard().press("f");
        assertThat(page.locator(".canvas")).isFocused();
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Shift+ArrowRight");
        assertThat(page.locator(".drawing-bar [role=status]")).containsText("Box at");
        page.keyboard().press("Enter");
        assertThat(page.locator(".drawing-bar input")).isFocused();
        page.keyboard().press("Enter");

        assertThat(pages.toast()).containsText("Added a face");
        assertThat(faces()).hasCount(2);
        pages.toast().getByText("Undo").click();
        assertThat(faces()).hasCount(1);
    }

    @Test
    void draw_cancelled_changesNothing() {
        Page page = pages.open("photo/" + photo);
        page.keyboard().press("f");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("Escape");

        assertThat(page.locator("face-drawer")).hasCount(0);
        assertThat(faces()).hasCount(1);
    }
}
