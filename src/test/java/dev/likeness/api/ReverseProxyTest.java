package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.TestServer.Form;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import dev.likeness.api.web.WebInterface;
import dev.likeness.face.LikenessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The server behind a reverse proxy that serves it below a path prefix and under HTTPS.
class ReverseProxyTest {
    private static final Map<String, String> FORWARDED = Map.of(
            "X-Forwarded-For", "198.51.100.7",
            "X-Forwarded-Proto", "https",
            "X-Forwarded-Host", "photos.example",
            "X-Forwarded-Prefix", PrefixProxy.PREFIX);

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private String key = "";
    private TestServer server;
    private PrefixProxy proxy;

    @BeforeEach
    void start() throws IOException {
        key = KeyRing.of(folder.resolve("index"))
                .create("admin", ApiKeyKind.BEARER, Scope.ADMIN, Set.of(), 0)
                .secret();
        server = TestServer.start(folder, Map.of("server.trustedProxies", "127.0.0.1"), new WebInterface());
        proxy = new PrefixProxy(server.port(), FORWARDED);
    }

    @AfterEach
    void stop() {
        proxy.close();
        server.close();
        client.close();
    }

    private Answer send(URI uri, UnaryOperator<HttpRequest.Builder> how) throws Exception {
        return new Answer(client.send(how.apply(HttpRequest.newBuilder(uri)).build(), BodyHandlers.ofByteArray()));
    }

    private Answer get(String path) throws Exception {
        return send(proxy.uri(path), request -> request.header("X-Api-Key", key));
    }

    private Answer post(String path, String json) throws Exception {
        return send(
                proxy.uri(path),
                request -> request.POST(BodyPublishers.ofString(json))
                        .header("Content-Type", "application/json")
                        .header("X-Api-Key", key));
    }

    @Test
    void pageWithAllItsFiles_isServedBelowThePrefix() throws Exception {
        Answer page = send(proxy.uri("/"), request -> request.header("Accept", "text/html"))
                .expect(200);

        Matcher names =
                Pattern.compile("\"(?:\\./)?(web/[^\"]+\\.(?:js|css|svg))\"").matcher(page.text());
        int found = 0;
        while (names.find()) {
            send(proxy.uri("/").resolve(names.group(1)), request -> request).expect(200);
            found++;
        }
        assertThat(found).isGreaterThan(4);
        assertThat(page.text()).doesNotContain("=\"/");
    }

    @Test
    void documentation_callsTheServerBelowThePrefix() throws Exception {
        Answer docs = get("/docs").expect(200);

        assertThat(docs.text()).contains("\"docs/swagger-ui-bundle.js\"");
        assertThat(get("/docs/start.js").expect(200).text()).contains("../v1/openapi.yaml");
        assertThat(get("/v1/openapi.yaml").expect(200).text()).contains("\n- url: /likeness\n");
    }

    @Test
    void location_hasThePrefix() throws Exception {
        assertThat(post("/v1/galleries", "{\"name\":\"test\"}").expect(201).header("Location"))
                .isEqualTo("/likeness/v1/galleries/test");
    }

    @Test
    void upload_isStored() throws Exception {
        post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
        Form form = new Form().file("image", "a.jpg", SquareModels.photo(1, 1));

        Answer added = send(
                proxy.uri("/v1/galleries/test/photos"),
                request -> request.POST(form.body())
                        .header("Content-Type", form.contentType())
                        .header("X-Api-Key", key));

        assertThat(added.expect(201).text("/photos/0/photo/faces/0/face")).isNotEmpty();
    }

    @Test
    void events_arriveThroughTheProxyWithTheCookie() throws Exception {
        post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
        String job = post("/v1/galleries/test/jobs", "{\"kind\":\"cluster\"}")
                .expect(202)
                .text("/id");
        String cookie = signIn().header("Set-Cookie").split(";", 2)[0];

        HttpResponse<InputStream> events = client.send(
                HttpRequest.newBuilder(proxy.uri("/v1/jobs/" + job + "/events"))
                        .header("Cookie", cookie)
                        .build(),
                BodyHandlers.ofInputStream());

        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            assertThat(events.statusCode()).isEqualTo(200);
            assertThat(lines.lines()
                            .filter(line -> line.startsWith("data: "))
                            .findFirst()
                            .orElseThrow())
                    .contains(job);
        }
    }

    private Answer signIn() throws Exception {
        return send(
                proxy.uri("/v1/session"),
                request -> request.POST(BodyPublishers.ofString("{\"key\":\"%s\"}".formatted(key)))
                        .header("Content-Type", "application/json")
                        .header("Origin", "https://photos.example"));
    }

    @Test
    void signIn_fromTheOwnPage_setsASecureCookieForThePrefix() throws Exception {
        assertThat(signIn().expect(201).header("Set-Cookie"))
                .contains("; Path=/likeness/;")
                .endsWith("; HttpOnly; SameSite=Strict; Secure");
    }

    @Test
    void origin_thatIsNotTheProxys_isRefused() throws Exception {
        for (String origin : new String[] {"http://photos.example", "https://evil.example", "http://127.0.0.1"}) {
            Answer answer = send(
                    proxy.uri("/v1/galleries"),
                    request -> request.header("X-Api-Key", key).header("Origin", origin));
            assertThat(answer.expect(403).code()).as(origin).isEqualTo("ORIGIN_NOT_ALLOWED");
        }
    }

    @Test
    void auditLog_namesTheClientAndNotTheProxy() throws Exception {
        post("/v1/galleries", "{\"name\":\"test\"}").expect(201);

        assertThat(Files.readString(server.galleries().resolve(".server").resolve("audit.jsonl")))
                .contains("\"source\":\"198.51.100.7\"")
                .doesNotContain("127.0.0.1");
    }

    @Test
    void failedSignIns_areLimitedByClient() throws Exception {
        String wrong = "{\"key\":\"lk_wrong\"}";
        for (int i = 0; i < 10; i++) {
            post("/v1/session", wrong).expect(401);
        }
        post("/v1/session", wrong).expect(429);
        try (PrefixProxy other = new PrefixProxy(server.port(), Map.of("X-Forwarded-For", "198.51.100.8"))) {
            send(
                            other.uri("/v1/session"),
                            request -> request.POST(BodyPublishers.ofString(wrong))
                                    .header("Content-Type", "application/json"))
                    .expect(401);
        }
    }

    @Test
    void headers_ofAProxyThatIsNotTrusted_areIgnored() throws Exception {
        try (TestServer suspicious =
                        TestServer.start(folder.resolve("other"), Map.of("server.allowedHosts", "photos.example"));
                PrefixProxy untrusted = new PrefixProxy(suspicious.port(), FORWARDED)) {
            Answer created = send(
                    untrusted.uri("/v1/galleries"),
                    request -> request.POST(BodyPublishers.ofString("{\"name\":\"test\"}"))
                            .header("Content-Type", "application/json"));
            assertThat(created.expect(201).header("Location")).isEqualTo("/v1/galleries/test");
            Answer fromPage =
                    send(untrusted.uri("/v1/galleries"), request -> request.header("Origin", "https://photos.example"));
            assertThat(fromPage.expect(403).code()).isEqualTo("ORIGIN_NOT_ALLOWED");
            assertThat(Files.readString(
                            suspicious.galleries().resolve(".server").resolve("audit.jsonl")))
                    .contains("\"source\":\"127.0.0.1\"");
        }
    }

    @Test
    void server_behindAProxyWithoutKeys_doesNotStart() {
        Path other = folder.resolve("without-keys");

        assertThatThrownBy(() -> TestServer.start(other, Map.of("server.trustedProxies", "10.0.0.0/8")))
                .isInstanceOf(LikenessException.class)
                .hasMessageContaining("needs at least one API key, got none for trustedProxies: 10.0.0.0/8");
    }
}
