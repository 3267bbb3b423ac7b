package dev.likeness.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody whose key may only look: whatever they press, on whatever page, nothing changes.
class ReadKeyJourneyTest {
    private static final Set<String> READING_METHODS = Set.of("GET", "HEAD");
    private static final Pattern READING_POSTS = Pattern.compile("/(search|verify|split-preview)$");

    /// All keys but those that lead to another page and to the list of keys, pressed where the focus is.
    private static final String PRESS_KEYS = """
            document.querySelector('main [data-index]')?.focus();
            const characters = Array.from({length: 95}, (_, i) => String.fromCharCode(32 + i));
            for (const key of [...characters, 'Delete', 'Backspace', 'Enter', 'ArrowRight', 'ArrowUp']) {
              if (/[g/?]/.test(key)) continue;
              for (const shiftKey of [false, true]) {
                const target = document.activeElement ?? document.body;
                target.dispatchEvent(new KeyboardEvent('keydown', {key, shiftKey, bubbles: true, cancelable: true}));
              }
            }
            """;

    @TempDir
    private Path folder;

    private WebPages pages;
    private String writer;
    private String photo;
    private String face;

    @BeforeEach
    void start() {
        KeyRing keys = KeyRing.of(folder.resolve("index"));
        String admin = secret(keys, Scope.ADMIN);
        String reader = secret(keys, Scope.READ);
        writer = secret(keys, Scope.WRITE);
        pages = WebPages.start(folder);
        // The test's model has no calibration, so nothing can be said about duplicates.
        pages.expectError("400 (Bad Request)");
        pages.server().with("X-Api-Key", admin);
        Answer added =
                pages.server().gallery(new int[] {1}, new int[] {1}, new int[] {1, 2}, new int[] {2}, new int[] {3});
        photo = added.text("/photos/2/photo/photo");
        face = added.text("/photos/2/photo/faces/0/face");
        pages.server()
                .post(
                        "/v1/galleries/test/people/split",
                        "{\"faces\":[\"%s\",\"%s\"],\"name\":\"Ada\"}"
                                .formatted(added.text("/photos/0/photo/faces/0/face"), face))
                .expect(201);
        pages.server()
                .post(
                        "/v1/galleries/test/people/split",
                        "{\"faces\":[\"%s\"]}".formatted(added.text("/photos/1/photo/faces/0/face")))
                .expect(201);
        signIn(reader);
    }

    private static String secret(KeyRing keys, Scope scope) {
        return keys.create(scope.name(), ApiKeyKind.BEARER, scope, Set.of(), 0).secret();
    }

    private void signIn(String key) {
        pages.page().navigate("/#/test/people");
        pages.page().locator("#key").fill(key);
        pages.page().keyboard().press("Enter");
        assertThat(pages.page().locator("main .person").first()).isVisible();
    }

    @AfterEach
    void stop() {
        pages.close();
    }

    @Test
    void everyPage_whateverIsPressed_changesNothing() throws Exception {
        List<String> changes = new ArrayList<>();
        pages.page().onRequest(request -> {
            if (isChange(request)) {
                changes.add(pages.page().url() + ": " + request.method() + " " + request.url());
            }
        });
        for (String place : places()) {
            open(place);
            assertNothingToChange(place);
            pressKeys(place);
            pressButtons(place);
        }

        assertThat(changes).isEmpty();
    }

    @Test
    void pages_offerWhatLooks_andNothingElse() {
        Page page = open("people");

        assertThat(page.locator(".rail")).not().containsText("Who is this?");
        assertThat(open("more").locator("main")).not().containsText("Add photos");
        assertThat(open("start").locator("main")).containsText("may only look");
        assertThat(page.locator("input[type=file]")).hasCount(0);

        assertThat(open("photo/" + photo).locator(".face-strip button")).hasCount(2);
        assertThat(open("people").locator("main select")).hasCount(2);
        assertThat(open("duplicates").locator("main")).containsText("CSV");
    }

    @Test
    void writeKey_seesEditsButNotWhatAdministers() {
        pages.button("Sign out").click();
        signIn(writer);

        assertThat(open("person/1").locator("main .buttons button")).hasCount(5);
        assertThat(open("jobs").locator("main button").first()).isVisible();
        assertThat(open("gallery").locator("main")).containsText("Model");
        assertThat(pages.page().locator(".admin-only")).isHidden();

        // The keys that do nothing with a read key do something with this one.
        open("people");
        pages.page().evaluate("() => {" + PRESS_KEYS + "}");
        assertThat(pages.toast()).isVisible();
    }

    /// All pages, those with an id and the tabs too.
    private List<String> places() throws Exception {
        List<String> places = new ArrayList<>(List.of(
                "person/1",
                "person/1?order=time",
                "photo/" + photo,
                "photo/" + photo + "?face=" + face,
                "search?face=" + face,
                "duplicates?tab=photos",
                "duplicates?min=0.3",
                "unclear?state=doubtful",
                "unclear?state=not-a-face"));
        AccessibilityTest.names().forEach(places::add);
        return places;
    }

    private Page open(String place) {
        Page page = pages.open(place);
        assertThat(page.locator("main .loading")).hasCount(0);
        return page;
    }

    private void assertNothingToChange(String place) {
        Locator found = pages.page()
                .locator(":is(.edit-only, .admin-only, button:not(.for-all), .selection-bar, dialog[open],"
                        + " main name-field:not(.filters name-field)):visible");
        assertThat(found.all().stream().map(one -> one.evaluate("element => element.outerHTML")))
                .as(place)
                .isEmpty();
    }

    private void pressKeys(String place) {
        pages.page().evaluate("() => {" + PRESS_KEYS + "}");
        assertNothingToChange(place);
    }

    private void pressButtons(String place) {
        Page page = pages.page();
        String address = page.url();
        Locator buttons = page.locator("main button:visible");
        for (int i = 0; i < buttons.count(); i++) {
            if (buttons.nth(i).isEnabled()) {
                buttons.nth(i).click();
                assertNothingToChange(place);
            }
            if (!page.url().equals(address)) {
                page.navigate(address);
            }
        }
    }

    private static boolean isChange(Request request) {
        return !READING_METHODS.contains(request.method())
                && !READING_POSTS.matcher(request.url()).find();
    }
}
