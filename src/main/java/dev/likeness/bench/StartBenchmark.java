package dev.likeness.bench;

import dev.likeness.engine.EngineOptions;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.TemporaryFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Starts a server in a process of its own, waits until it is ready, and measures the CPU time of its process for
/// the first searches by face id and for later ones.
public final class StartBenchmark {
    private static final String ANSWERS_AT = "Likeness answers at ";
    private static final Duration POLL = Duration.ofMillis(100);
    private static final List<Integer> BATCHES = List.of(100, 900, 1000, 3000, 5000, 5000);

    private StartBenchmark() {}

    /// What some requests in a row cost.
    ///
    /// @param from number of the first of them, counted from 1
    /// @param cpuMillis CPU time of the server's process per request
    /// @param ofFirst what each of the first hundred cost, divided by this
    public record Requests(int from, int to, double cpuMillis, double ofFirst) {}

    /// The results.
    ///
    /// @param readySeconds time from the start of the process until it is ready
    /// @param readyCpuSeconds its CPU time until then
    public record Start(double readySeconds, double readyCpuSeconds, List<Requests> requests) {
        public Start {
            requests = List.copyOf(requests);
        }
    }

    /// Creates the gallery, starts the server and measures.
    ///
    /// @param program the command line of Likeness, without a command
    /// @param faces number of faces in the gallery
    /// @param log receives progress messages
    public static Start run(EngineOptions options, List<String> program, int faces, Consumer<String> log) {
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            log.accept("making a gallery of %,d faces".formatted(faces));
            HttpGallery.fill(options.withIndexDirectory(temporary.path()), faces);
            List<String> command = new ArrayList<>(program);
            command.addAll(List.of("serve", "--port=0", "--index=" + temporary.path()));
            log.accept("starting the server");
            long start = System.nanoTime();
            Process server = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return measure(server, start, faces);
            } finally {
                server.destroy();
                server.waitFor();
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "the server does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "interrupted", e);
        }
    }

    private static Start measure(Process server, long start, int faces) throws IOException, InterruptedException {
        try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
                HttpClient client = HttpClient.newHttpClient()) {
            URI address = address(output);
            while (client.send(
                                    HttpRequest.newBuilder(address.resolve("/ready"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    != 200) {
                Thread.sleep(POLL);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = cpuNanos(server) / 1e9;
            List<Requests> requests = new ArrayList<>();
            Random random = new Random(1);
            int done = 0;
            for (int batch : BATCHES) {
                long before = cpuNanos(server);
                for (int i = 0; i < batch; i++) {
                    search(client, address, random.nextInt(faces));
                }
                double millis = (cpuNanos(server) - before) / 1e6 / batch;
                double first = requests.isEmpty() ? millis : requests.getFirst().cpuMillis();
                requests.add(new Requests(done + 1, done + batch, millis, first / millis));
                done += batch;
            }
            return new Start(seconds, cpuSeconds, requests);
        }
    }

    private static URI address(BufferedReader output) throws IOException {
        for (@Nullable String line = output.readLine(); line != null; line = output.readLine()) {
            int at = line.indexOf(ANSWERS_AT);
            if (at >= 0) {
                String rest = line.substring(at + ANSWERS_AT.length());
                return URI.create(rest.substring(0, rest.indexOf(';')));
            }
        }
        throw new IOException("it ended");
    }

    private static void search(HttpClient client, URI address, int face) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(address.resolve("/v1/galleries/" + HttpGallery.NAME + "/search"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"include\":\"faces\",\"probes\":[{\"face\":\"" + HttpGallery.faceId(face) + "\"}]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(response.body());
        }
    }

    private static long cpuNanos(Process process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }
}
