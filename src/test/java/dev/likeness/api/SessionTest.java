package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signing in with a browser: what a session may do, and what others may not do with it.
class SessionTest {
    private static final String NEW_GALLERY = "{\"name\":\"new\"}";

    @TempDir
    private Path folder;

    private TestServer server;
    private KeyRing.NewKey reader;
    private KeyRing.NewKey admin;

    @BeforeEach
    void start() {
        KeyRing keys = KeyRing.of(folder.resolve("index"));
        reader = keys.create("reader", ApiKeyKind.BEARER, Scope.READ, Set.of(), 0);
        admin = keys.create("admin", ApiKeyKind.BEARER, Scope.ADMIN, Set.of(), 0);
        server = TestServer.start(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// A signed-in browser.
    private record Browser(String cookie, String csrfToken) {}

    private Answer signIn(String key) {
        return server.post("/v1/session", "{\"key\":\"%s\"}".formatted(key));
    }

    private Browser browser(String key) {
        Answer answer = signIn(key).expect(201);
        return new Browser(answer.header("Set-Cookie").split(";", 2)[0], answer.text("/csrfToken"));
    }

    private Answer get(Browser browser, String path) {
        return server.send(path, request -> request.GET().header("Cookie", browser.cookie()));
    }

    private Answer post(Browser browser, String csrfToken) {
        return server.send(
                "/v1/galleries",
                request -> request.POST(BodyPublishers.ofString(NEW_GALLERY))
                        .header("Content-Type", "application/json")
                        .header("Cookie", browser.cookie())
                        .header("X-CSRF-Token", csrfToken));
    }

    @Test
    void cookie_isForThisServerOnlyAndHiddenFromScripts() {
        Answer answer = signIn(admin.secret()).expect(201);

        assertThat(answer.header("Set-Cookie"))
                .matches("likeness-session-" + server.port()
                        + "=[A-Za-z0-9_-]{43}; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void session_mayDoWhatItsKeyMay() {
        Browser browser = browser(admin.secret());

        assertThat(get(browser, "/v1/session").expect(200).text("/scope")).isEqualTo("admin");
        get(browser, "/v1/galleries").expect(200);
        post(browser, browser.csrfToken()).expect(201);
    }

    @Test
    void change_withoutTheTokenOrWithAnother_isRefused() {
        Browser browser = browser(admin.secret());
        Browser other = browser(admin.secret());

        Answer without = server.send(
                "/v1/galleries",
                request -> request.POST(BodyPublishers.ofString(NEW_GALLERY))
                        .header("Content-Type", "application/json")
                        .header("Cookie", browser.cookie()));
        assertThat(without.expect(403).code()).isEqualTo("CSRF_TOKEN_INVALID");
        assertThat(post(browser, other.csrfToken()).expect(403).code()).isEqualTo("CSRF_TOKEN_INVALID");
        assertThat(get(browser, "/v1/galleries").text()).isEqualTo("{\"galleries\":[]}");
    }

    @Test
    void change_withTheTokenFromAnotherPage_isRefused() {
        Browser browser = browser(admin.secret());

        Answer answer = server.send(
                "/v1/galleries",
                request -> request.POST(BodyPublishers.ofString(NEW_GALLERY))
                        .header("Content-Type", "application/json")
                        .header("Cookie", browser.cookie())
                        .header("X-CSRF-Token", browser.csrfToken())
                        .header("Origin", "https://evil.example"));

        assertThat(answer.expect(403).code()).isEqualTo("ORIGIN_NOT_ALLOWED");
    }

    @Test
    void readScope_cannotChangeAnything() {
        Browser browser = browser(reader.secret());

        get(browser, "/v1/galleries").expect(200);
        assertThat(post(browser, browser.csrfToken()).expect(403).code()).isEqualTo("FORBIDDEN");
    }

    @Test
    void signIn_withASessionThatSomebodyPlanted_givesANewOne() {
        String planted = "likeness-session-" + server.port() + "=planted";
        Answer answer = server.send(
                "/v1/session",
                request -> request.POST(BodyPublishers.ofString("{\"key\":\"%s\"}".formatted(admin.secret())))
                        .header("Content-Type", "application/json")
                        .header("Cookie", planted));

        assertThat(answer.expect(201).header("Set-Cookie")).doesNotContain("planted");
        get(new Browser(planted, ""), "/v1/galleries").expect(401);
    }

    @Test
    void signIn_again_endsTheSessionBefore() {
        Browser before = browser(admin.secret());

        server.send(
                        "/v1/session",
                        request -> request.POST(BodyPublishers.ofString("{\"key\":\"%s\"}".formatted(reader.secret())))
                                .header("Content-Type", "application/json")
                                .header("Cookie", before.cookie()))
                .expect(201);

        get(before, "/v1/galleries").expect(401);
    }

    @Test
    void signOut_endsTheSessionAndDeletesTheCookie() {
        Browser browser = browser(admin.secret());

        Answer answer = server.send(
                "/v1/session",
                request -> request.DELETE()
                        .header("Cookie", browser.cookie())
                        .header("X-CSRF-Token", browser.csrfToken()));

        assertThat(answer.expect(204).header("Set-Cookie"))
                .startsWith("likeness-session-" + server.port() + "=; Path=/; Max-Age=0;");
        get(browser, "/v1/galleries").expect(401);
        assertThat(get(browser, "/v1/session").expect(200).json().get("scope").isNull())
                .isTrue();
    }

    @Test
    void signOut_withABody_isDoneAsWell() {
        Browser browser = browser(admin.secret());

        server.send(
                        "/v1/session",
                        request -> request.method("DELETE", BodyPublishers.ofString("{}"))
                                .header("Content-Type", "application/json")
                                .header("Cookie", browser.cookie())
                                .header("X-CSRF-Token", browser.csrfToken()))
                .expect(204);

        get(browser, "/v1/galleries").expect(401);
    }

    @Test
    void revokedKey_endsTheSession() {
        Browser browser = browser(admin.secret());

        server.server().backend().keys().revoke(admin.key().id());

        get(browser, "/v1/galleries").expect(401);
        signIn(admin.secret()).expect(401);
    }

    @Test
    void restart_leavesTheSession() {
        Browser before = browser(admin.secret());
        Browser signedOut = browser(admin.secret());
        server.send(
                        "/v1/session",
                        request -> request.DELETE()
                                .header("Cookie", signedOut.cookie())
                                .header("X-CSRF-Token", signedOut.csrfToken()))
                .expect(204);

        server.close();
        server = TestServer.start(folder);

        Browser after = new Browser(atThisPort(before.cookie()), before.csrfToken());
        assertThat(get(after, "/v1/session").expect(200).text("/csrfToken")).isEqualTo(before.csrfToken());
        get(after, "/v1/galleries").expect(200);
        post(after, after.csrfToken()).expect(201);
        get(new Browser(atThisPort(signedOut.cookie()), ""), "/v1/galleries").expect(401);
    }

    /// The cookie, as if the server had the same port after its restart.
    private String atThisPort(String cookie) {
        return "likeness-session-" + server.port() + "=" + cookie.split("=", 2)[1];
    }

    @Test
    void wrongKeys_areLimited_andTheRightOneIsNot() {
        for (int i = 0; i < 10; i++) {
            assertThat(signIn("lk_wrong").expect(401).header("Set-Cookie")).isEmpty();
        }

        Answer limited = signIn("lk_wrong").expect(429);
        assertThat(limited.code()).isEqualTo("RATE_LIMITED");
        assertThat(limited.header("Retry-After")).isEqualTo("30");
        signIn(admin.secret()).expect(201);
    }

    @Test
    void key_isInNoAnswerAndNoFile() throws Exception {
        Answer begun = signIn(admin.secret()).expect(201);
        Browser browser = new Browser(begun.header("Set-Cookie").split(";", 2)[0], begun.text("/csrfToken"));

        assertThat(begun.text() + begun.response().headers().map()).doesNotContain(admin.secret());
        assertThat(get(browser, "/v1/session").text()).doesNotContain(admin.secret());
        String audit = Files.readString(server.galleries().resolve(".server").resolve("audit.jsonl"));
        assertThat(audit)
                .contains("\"createSession\"", admin.key().id(), "\"source\":\"127.0.0.1\"")
                .doesNotContain(admin.secret(), browser.cookie(), browser.csrfToken());
    }

    /// Browsers send the cookies of a host to all its ports.
    @Test
    void signIn_toAServerOnAnotherPort_leavesTheSessionOfThis() {
        Browser here = browser(admin.secret());
        KeyRing keys = KeyRing.of(folder.resolve("other").resolve("index"));
        String key = keys.create("admin", ApiKeyKind.BEARER, Scope.ADMIN, Set.of(), 0)
                .secret();
        try (TestServer other = TestServer.start(folder.resolve("other"))) {
            String cookie = other.with("Cookie", here.cookie())
                    .post("/v1/session", "{\"key\":\"%s\"}".formatted(key))
                    .expect(201)
                    .header("Set-Cookie")
                    .split(";", 2)[0];

            Browser both = new Browser(here.cookie() + "; " + cookie, here.csrfToken());
            get(both, "/v1/galleries").expect(200);
            post(both, here.csrfToken()).expect(201);
            assertThat(cookie.split("=", 2)[0]).isNotEqualTo(here.cookie().split("=", 2)[0]);
        }
    }

    @Test
    void session_withoutKeys_isNotNeeded() {
        try (TestServer open = TestServer.start(folder.resolve("open"), Map.of())) {
            Answer answer = open.get("/v1/session").expect(200);

            assertThat(answer.json().get("keyRequired").booleanValue()).isFalse();
            assertThat(answer.text("/scope")).isEqualTo("admin");
        }
    }
}
