package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the examples for users of the HTTP API as users do: as processes that know a URL and a picture.
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("src", "examples");

    @TempDir
    private Path folder;

    private TestServer server;
    private Path picture;

    private record Run(int status, String out, String err) {}

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(folder);
        picture = Files.write(folder.resolve("picture of Ann.jpg"), SquareModels.photo(1, 1));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void curlJourney_onAnEmptyServer_doesAllStepsAndLeavesNothing() throws Exception {
        requireCurl();

        Run run = run("sh", EXAMPLES.resolve("curl-journey.sh").toString(), url(), picture.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(server.engine().galleries().list().galleries()).isEmpty();
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("created gallery curl-journey"),
                        line -> assertThat(line).matches("found face [0-9a-f]{64}-0"),
                        line -> assertThat(line).isEqualTo("created person 1"),
                        line -> assertThat(line).isEqualTo("named #1 Ann"),
                        line -> assertThat(line).isEqualTo("first person in the list: Ann"),
                        line -> assertThat(line).isEqualTo("found in the picture: Ann"),
                        line -> assertThat(line).isEqualTo("undid event 2: named #1 Ann"),
                        line -> assertThat(line).isEqualTo("deleted the gallery"));
    }

    @Test
    void curlJourney_withAGalleryThatExists_showsTheProblemAndFails() throws Exception {
        requireCurl();
        server.post("/v1/galleries", "{\"name\":\"curl-journey\"}").expect(201);

        Run run = run("sh", EXAMPLES.resolve("curl-journey.sh").toString(), url(), picture.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("ALREADY_EXISTS");
    }

    @Test
    void javaClient_printsThePeopleOfAPicture() throws Exception {
        String face = server.gallery(new int[] {1}).expect(201).text("/photos/0/photo/faces/0/face");
        server.json("PUT", "/v1/galleries/test/faces/" + face + "/person", "{\"name\":\"Ann\"}")
                .expect(200);

        Run run = runClient("test");

        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("\"name\":\"Ann\"");
    }

    @Test
    void javaClient_onAGalleryThatIsMissing_printsTheProblemAndFails() throws Exception {
        Run run = runClient("none");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("NOT_FOUND");
    }

    private String url() {
        return "http://127.0.0.1:" + server.port();
    }

    private Run runClient(String gallery) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String client =
                EXAMPLES.resolve(Path.of("java-client", "SearchClient.java")).toString();
        return run(java, client, url(), picture.toString(), gallery);
    }

    private Run run(String... command) throws Exception {
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        // What a developer's machine sets must not change what the examples print.
        builder.environment()
                .keySet()
                .removeAll(List.of("LIKENESS_KEY", "JAVA_TOOL_OPTIONS", "http_proxy", "HTTP_PROXY"));
        Process process = builder.start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end: " + Arrays.toString(command));
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static void requireCurl() {
        boolean isThere = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "curl")));
        Assumptions.assumeTrue(isThere, "skipped: curl is not installed");
    }
}
