package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// `serve` as a terminal shows it: a real process, from its first line until it is told to stop.
@Timeout(180)
class ServeTest {
    private static final Pattern ADDRESS = Pattern.compile("Likeness answers at (http://127\\.0\\.0\\.1:\\d+);.*");

    @TempDir
    private Path folder;

    @Test
    void serve_ofAFolder_tellsTheAddressWhatItAddsAndWhatItCannotRead() throws Exception {
        Path photos = Files.createDirectories(folder.resolve("photos"));
        for (int i = 0; i < 6; i++) {
            Files.write(photos.resolve(i + ".jpg"), SquareModels.photo(i, i % 2));
        }
        Files.writeString(photos.resolve("broken.jpg"), "no photo");

        Process server = start(photos);
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
            readUntil("The gallery default has .*", output, lines);
            assertThat(status(address(lines) + "/health")).isEqualTo(200);
            // The process's own destroy would close its output before the last line.
            assertThat(server.toHandle().destroy()).isTrue();
            readUntil("Stopping.*", output, lines);
        } finally {
            if (!server.waitFor(60, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }

        assertThat(lines)
                .anyMatch(line -> line.startsWith("Adding photos to the gallery default: 7 files."))
                .anyMatch(line -> line.startsWith(
                        "Done: 6 new photos with 6 faces, 0 of them without a face, 0 known already, 1 unreadable;"))
                .contains("Gallery default in " + folder.resolve("index"))
                .anyMatch(line -> line.startsWith("To open it from another device: likeness keys create "))
                .anyMatch(line -> line.startsWith("  unreadable: " + photos.resolve("broken.jpg")));
    }

    @Test
    void serve_withADamagedGalleryAndStrayFiles_startsAndLogsJson() throws Exception {
        Path index = Files.createDirectories(folder.resolve("index"));
        Files.createDirectories(index.resolve("default/generation-1"));
        Files.writeString(index.resolve("default/CURRENT"), "nothing");
        Files.writeString(index.resolve("notes"), "a stray file");
        Path photos = Files.createDirectories(folder.resolve("photos"));

        Process server = start(photos, "--log-format=json");
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = server.inputReader(StandardCharsets.UTF_8)) {
            readUntil(".*\"Likeness answers at .*", output, lines);
            assertThat(status(address(messages(lines)) + "/v1/galleries")).isEqualTo(200);
            assertThat(server.toHandle().destroy()).isTrue();
            readUntil(".*\"Stopping.*", output, lines);
        } finally {
            if (!server.waitFor(60, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        }

        assertThat(messages(lines))
                .contains("Gallery default in " + index)
                .anyMatch(message -> message.startsWith("cannot look for files of uploads that gallery default"));
        assertThat(lines).anyMatch(line -> line.contains("\"level\":\"WARN\"") && line.contains("\"error\":{"));
    }

    /// The messages of a log in JSON, of which every line is an object.
    private static List<String> messages(List<String> lines) {
        return lines.stream()
                // The Java runtime's own remark about the module of vectors.
                .filter(line -> !line.startsWith("WARNING: "))
                .map(line -> JsonMapper.shared().readTree(line).get("message").asString())
                .toList();
    }

    private Process start(Path photos, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Likeness.class.getName(),
                "serve",
                "--port=0",
                "--index=" + folder.resolve("index"),
                "--models=" + SquareModels.in(folder.resolve("models")),
                "--detector=" + SquareModels.DETECTOR,
                "--embedder=" + SquareModels.EMBEDDER,
                "--device=cpu",
                photos.toString()));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static void readUntil(String pattern, BufferedReader output, List<String> lines) throws IOException {
        String line;
        do {
            line = output.readLine();
            assertThat(line).as("the output ended after %s", lines).isNotNull();
            lines.add(line);
        } while (!line.matches(pattern));
    }

    private static String address(List<String> lines) {
        return lines.stream()
                .map(ADDRESS::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();
    }

    private static int status(String address) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
