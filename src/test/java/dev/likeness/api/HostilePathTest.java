package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer.Form;
import dev.likeness.api.compreface.CompreFace;
import dev.likeness.api.deepstack.DeepStack;
import dev.likeness.api.rekognition.Rekognition;
import dev.likeness.api.web.WebInterface;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every route of the contract and of the facades gets every hostile segment in every place, with every
/// method. Each request is refused before it is routed, and the galleries are afterwards as they were.
class HostilePathTest {
    private static final List<String> SEGMENTS = List.of(
            ".",
            "..",
            "%2E",
            "%2e%2e",
            ".%2e",
            "%2E.",
            "%252e",
            "%252E%252e",
            "%25252e%25252e",
            "..;x=1",
            "%2e%2e;x",
            "..%3Bx",
            "a%2f..",
            "..%2Fa",
            "a%5c..",
            "..\\a",
            "%2f",
            "%5C",
            "",
            "%20");
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}|\\*");
    private static final String SUBJECTS = "/api/v1/recognition/subjects";

    @TempDir
    private Path folder;

    private TestServer start() {
        TestServer server = TestServer.start(
                folder,
                Map.of("server.requestsPerSecond", 1_000_000),
                new WebInterface(),
                new Rekognition(),
                new CompreFace(),
                new DeepStack());
        server.gallery(new int[] {1, 2}, new int[] {3}).expect(201);
        server.post(SUBJECTS, "{\"subject\":\"Ann\"}").expect(201);
        server.form("/api/v1/recognition/faces?subject=Ann", new Form().file("file", "a.jpg", SquareModels.photo(1, 4)))
                .expect(201);
        return server;
    }

    /// What could be lost.
    private static List<String> state(TestServer server) {
        List<String> state = new ArrayList<>();
        for (String gallery : List.of("test", "default")) {
            for (String list : List.of("faces", "people", "photos", "history")) {
                state.add(server.get("/v1/galleries/" + gallery + "/" + list).text());
            }
        }
        state.add(server.get("/v1/galleries").expect(200).text());
        state.add(server.get(SUBJECTS).expect(200).text());
        state.add(server.get("/api/v1/recognition/faces").expect(200).text());
        return state;
    }

    @Test
    void everyRoute_withHostileSegments_refusesThemAndChangesNothing() throws Exception {
        try (TestServer server = start()) {
            List<String> before = state(server);
            Map<String, String> values = Map.of(
                    "gallery",
                    "test",
                    "face",
                    server.get("/v1/galleries/test/faces").text("/faces/0/face"),
                    "photo",
                    server.get("/v1/galleries/test/photos").text("/photos/0/photo"),
                    "subject",
                    "Ann");
            Set<String> paths = new LinkedHashSet<>();
            for (String operation : new TreeSet<>(server.server().operations())) {
                paths.addAll(hostile(operation.split(" ", 3)[1], values));
            }
            assertThat(paths).hasSizeGreaterThan(1000);

            List<String> requests = new ArrayList<>();
            paths.forEach(path -> METHODS.forEach(method -> requests.add(method + " " + path)));
            List<String> passed = requests.parallelStream()
                    .filter(request -> !isRefused(server, request) && !isReadWithASlash(request))
                    .toList();

            assertThat(state(server)).isEqualTo(before);
            assertThat(passed).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/galleries/test/people/%2E%2E",
                "/v1/galleries/test/people/..",
                "/v1/galleries/test/photos/%2e%2e",
                "/v1/galleries/test/",
                SUBJECTS + "/%2E",
                SUBJECTS + "/",
                "/api/v1/recognition/faces/%2E",
                "/api/v1/recognition/faces/"
            })
    void delete_dotSegment_deletesNothing(String path) {
        try (TestServer server = start()) {
            List<String> before = state(server);

            assertThat(isRefused(server, "DELETE " + path)).isTrue();
            assertThat(state(server)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void name_thatIsADotSegment_isRefused(String name) {
        try (TestServer server = start()) {
            String face = server.get("/v1/galleries/test/faces").text("/faces/0/face");

            server.post("/v1/galleries", "{\"name\":\"" + name + "\"}").expect(400);
            server.post("/v1/galleries/test/people/split", "{\"faces\":[\"" + face + "\"],\"name\":\"" + name + "\"}")
                    .expect(400);
            server.post(SUBJECTS, "{\"subject\":\"" + name + "\"}").expect(400);
            server.json("PUT", SUBJECTS + "/Ann", "{\"subject\":\"" + name + "\"}")
                    .expect(400);
            server.send(
                            "/",
                            request -> request.POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                                            "{\"CollectionId\":\"test\",\"UserId\":\"" + name + "\"}"))
                                    .header("Content-Type", "application/x-amz-json-1.1")
                                    .header("X-Amz-Target", "RekognitionService.CreateUser"))
                    .expect(400);
        }
    }

    @Test
    void deleteFaces_subjectWithoutValue_isNotAllFaces() {
        try (TestServer server = start()) {
            List<String> before = state(server);

            server.delete("/api/v1/recognition/faces?subject").expect(400);
            server.delete("/api/v1/recognition/faces?subject=").expect(400);

            assertThat(state(server)).isEqualTo(before);
        }
    }

    /// A request that may end with a slash, because it only reads.
    private static boolean isReadWithASlash(String request) {
        return request.matches("(GET|HEAD) .*[^/]/");
    }

    /// A route's paths with each hostile segment in the place of each parameter, and at the end.
    private static List<String> hostile(String template, Map<String, String> values) {
        List<String> paths = new ArrayList<>();
        long places = PARAMETER.matcher(template).results().count();
        for (String segment : SEGMENTS) {
            for (int place = 0; place < places; place++) {
                paths.add(fill(template, values, place, segment));
            }
            String whole = fill(template, values, -1, "");
            paths.add(whole.equals("/") ? "//" + segment : whole + "/" + segment);
        }
        return paths;
    }

    private static String fill(String template, Map<String, String> values, int place, String segment) {
        int[] number = {0};
        return PARAMETER
                .matcher(template)
                .replaceAll(match -> Matcher.quoteReplacement(
                        number[0]++ == place
                                ? segment
                                : values.getOrDefault(match.group(1) == null ? "" : match.group(1), "1")));
    }

    /// Sends a request as it is, since clients would normalise it.
    private static boolean isRefused(TestServer server, String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1)
                    .equals("HTTP/1.1 400");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
