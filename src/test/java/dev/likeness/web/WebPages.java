package dev.likeness.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import dev.likeness.api.Facade;
import dev.likeness.api.TestServer;
import dev.likeness.api.web.WebInterface;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/// A server and a browser that looks at its pages. Closing fails if a page wrote an error to the console or asked
/// another host for something.
final class WebPages implements AutoCloseable {
    private static final int DESKTOP_WIDTH = 1280;
    private static final int PHONE_WIDTH = 390;

    /// Long enough for a busy machine; what a user waits for is there within moments.
    private static final int TIMEOUT_MS = 15_000;

    private final Path folder;
    private final BrowserContext context;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<String> expected = new CopyOnWriteArrayList<>();
    private final Page page;
    private final boolean isForChecks;
    private TestServer server;

    private WebPages(Path folder, TestServer server, int width, boolean bypassesPolicy) {
        this.folder = folder;
        this.server = server;
        this.isForChecks = bypassesPolicy;
        this.context = Chromium.get()
                .newContext(new NewContextOptions()
                        .setBaseURL(server.uri("/").toString())
                        .setColorScheme(ColorScheme.LIGHT)
                        .setLocale("en-GB")
                        .setBypassCSP(bypassesPolicy)
                        .setViewportSize(width, 800));
        this.page = newTab();
    }

    static WebPages start(Path folder) {
        return start(folder, Map.of());
    }

    /// Pages of a server with the given settings, by keys of the configuration.
    static WebPages start(Path folder, Map<String, Object> settings) {
        return start(folder, settings, DESKTOP_WIDTH, false);
    }

    /// Pages as wide as on a phone.
    static WebPages startOnPhone(Path folder) {
        return start(folder, Map.of(), PHONE_WIDTH, false);
    }

    /// Pages for [#checkAccessible()], whose checker adds styles of its own, which the policy would refuse.
    static WebPages forChecks(Path folder) {
        return start(folder, Map.of(), DESKTOP_WIDTH, true);
    }

    private static WebPages start(Path folder, Map<String, Object> settings, int width, boolean bypassesPolicy) {
        Chromium.get();
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MS);
        Facade pages = new WebInterface();
        return new WebPages(folder, TestServer.start(folder, settings, pages), width, bypassesPolicy);
    }

    /// Stops the server; [#startServer] starts one on the same port with the same galleries.
    void stopServer() {
        server.close();
    }

    void startServer() {
        server = TestServer.start(folder, Map.of("server.port", server.port()), new WebInterface());
    }

    TestServer server() {
        return server;
    }

    /// Allows errors in the console that contain this text, such as a status that the test provokes.
    void expectError(String text) {
        expected.add(text);
    }

    /// The first tab.
    Page page() {
        return page;
    }

    /// One more tab of the same browser.
    Page newTab() {
        Page tab = context.newPage();
        String home = server.uri("/").toString();
        tab.setDefaultTimeout(TIMEOUT_MS);
        tab.onConsoleMessage(message -> {
            // An uploaded photo has no file, so its picture is missing and the page shows the crop instead.
            boolean isMissingPicture =
                    message.text().contains("404") && message.location().contains("/photos/");
            // A name that another person has is a question to the user.
            boolean isConflict = message.text().contains("409");
            boolean isExpected = expected.stream().anyMatch(message.text()::contains);
            if (message.type().equals("error") && !isMissingPicture && !isConflict && !isExpected) {
                faults.add("console: " + message.text() + " " + message.location());
            }
        });
        tab.onPageError(error -> faults.add("script: " + error));
        tab.onRequest(request -> {
            String url = request.url();
            if (!url.startsWith(home) && !url.startsWith("data:") && !url.startsWith("blob:")) {
                faults.add("request to another host: " + url);
            }
        });
        return tab;
    }

    /// Opens a place such as `people` of the gallery `test`, and waits for its heading.
    Page open(String place) {
        page.navigate("/#/test/" + place);
        // Until then, the page before is shown.
        String name = place.split("[/?]", 2)[0];
        page.locator("main > %s-page, main > .state".formatted(name)).first().waitFor();
        page.locator("main h1").first().waitFor();
        return page;
    }

    /// Fails if something is wider than the screen, so that the page would scroll sideways.
    void checkWidth() {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
                .isEqualTo(true);
    }

    /// Fails if a picture that is shown could not be read.
    void checkNoBrokenPicture() {
        page.waitForFunction("""
                () => [...document.images].filter((one) => one.checkVisibility()).every((one) => one.complete)""");
        assertThat(page.evaluate("""
                [...document.images].filter((one) => one.checkVisibility() && !one.naturalWidth).map((one) => one.src)""")).isEqualTo(List.of());
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + "\\b")));
    }

    /// The sentence that tells what was done last.
    Locator toast() {
        return page.locator(".toast").last();
    }

    /// Fails if the page breaks a rule of WCAG 2.2 AA that can be checked by a program: all rules in the light theme,
    /// and
    /// in the dark one the contrast, because nothing else depends on the theme.
    void checkAccessible() {
        check(new AxeBuilder(page).withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")), "light");
        page.emulateMedia(look(ColorScheme.DARK));
        check(new AxeBuilder(page).withRules(List.of("color-contrast")), "dark");
        page.emulateMedia(look(ColorScheme.LIGHT));
    }

    /// Colours change at once, so that none is looked at half way.
    private static Page.EmulateMediaOptions look(ColorScheme scheme) {
        return new Page.EmulateMediaOptions().setColorScheme(scheme).setReducedMotion(ReducedMotion.REDUCE);
    }

    private static void check(AxeBuilder checker, String theme) {
        List<Rule> violations = checker.analyze().getViolations();
        assertThat(violations.stream()
                        .map(rule -> theme + ": " + rule.getId() + ": " + rule.getHelp() + " "
                                + rule.getNodes().getFirst().getHtml()))
                .isEmpty();
    }

    @Override
    public void close() {
        context.close();
        server.close();
        // The checker of accessibility asks for style sheets at addresses of its own.
        assertThat(isForChecks ? List.of() : faults).isEmpty();
    }
}
