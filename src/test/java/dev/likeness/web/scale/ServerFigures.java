package dev.likeness.web.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the server needs for a gallery of this size, without a browser.
final class ServerFigures implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int AT_ONCE = 6;
    private static final int MAX_COVERS = 3000;

    /// What takes longer is NaN.
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI server;
    private final String gallery;
    private final Figures figures;

    ServerFigures(URI server, String gallery, Figures figures) {
        this.server = server;
        this.gallery = gallery;
        this.figures = figures;
    }

    /// Times of lists and pictures. The first list is the first request since the server started.
    void measure() throws Exception {
        figures.add("GET people, first 200, after the start", "%s", time("/people?limit=200"));
        figures.add("GET people, first 200, again", "%s", median("/people?limit=200"));
        figures.add("GET people, 200 in the middle", "%s", median("/people?limit=200&offset=" + count() / 2));
        figures.add("GET people by name, first 200", "%s", time("/people?limit=200&order=name"));
        figures.add("GET people, 6 names that begin with \"ad\"", "%s", median("/people?limit=6&search=ad"));
        covers();
        changes();
        figures.add("GET photos, first 200", "%s", time("/photos?limit=200&order=newest"));
        figures.add("GET photos, 200 far down", "%s", time("/photos?limit=200&order=newest&offset=" + 5 * count()));
        figures.add("GET history, first 200", "%s", time("/history?limit=200"));
        figures.add("GET history, first 200, again", "%s", time("/history?limit=200"));
        figures.add("GET review, first question", "%s", time("/review?limit=3"));
        figures.add("GET review, again", "%s", time("/review?limit=3"));
        figures.add("GET duplicates/people", "%s", time("/duplicates/people?limit=1000"));
        figures.add("GET duplicates/people, again", "%s", time("/duplicates/people?limit=1000"));
    }

    private int count() throws Exception {
        return read("/people?limit=1").get("count").intValue();
    }

    private void covers() throws Exception {
        List<String> faces = new ArrayList<>();
        String cursor = "";
        while (faces.size() < MAX_COVERS) {
            JsonNode page = read("/people?limit=1000" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.get("people").forEach(person -> faces.add(person.get("cover").stringValue()));
            if (page.get("next").isNull()) {
                break;
            }
            cursor = page.get("next").stringValue();
        }
        long start = System.nanoTime();
        long processors = processorNanos();
        Semaphore free = new Semaphore(AT_ONCE);
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (String face : faces) {
            free.acquire();
            all.add(client.sendAsync(request("/faces/" + face + "/crop").build(), BodyHandlers.ofByteArray())
                    .whenComplete((_, _) -> free.release()));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        figures.add(
                "covers, " + AT_ONCE + " at once",
                "%,.0f a second (processors: %.1f ms each)",
                faces.size() / seconds(start),
                (processorNanos() - processors) / 1e6 / faces.size());
    }

    /// Names somebody while the gallery's events are read.
    private void changes() throws Exception {
        HttpResponse<java.io.InputStream> events = client.send(
                request("/events").header("Accept", "text/event-stream").build(), BodyHandlers.ofInputStream());
        BlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> listen(events, arrivals));
        Thread.sleep(2000);
        List<Time> edits = new ArrayList<>();
        List<Time> latencies = new ArrayList<>();
        List<Time> lists = new ArrayList<>();
        List<Time> questions = new ArrayList<>();
        time("/review?limit=3");
        for (int i = 0; i < 5; i++) {
            arrivals.clear();
            long start = System.nanoTime();
            long processors = processorNanos();
            name(9000 + i, "Measured " + i + " " + start);
            edits.add(new Time(seconds(start) * 1000, (processorNanos() - processors) / 1e6));
            long edited = System.nanoTime();
            processors = processorNanos();
            Long arrival = arrivals.poll(10, TimeUnit.SECONDS);
            latencies.add(new Time(
                    arrival == null ? Double.NaN : (arrival - edited) / 1e6, (processorNanos() - processors) / 1e6));
            lists.add(time("/people?limit=200"));
            questions.add(time("/review?limit=3"));
        }
        figures.add("naming one person", "%s", median(edits));
        figures.add("its event, after that", "%s", median(latencies));
        figures.add("GET people, first 200, after it", "%s", median(lists));
        figures.add("GET review, after it", "%s", median(questions));
        events.body().close();
    }

    /// Names a person, as another client does.
    void name(int person, @Nullable String name) throws Exception {
        HttpRequest rename = request("/people/" + person)
                .method("PATCH", BodyPublishers.ofString(JSON.writeValueAsString(java.util.Map.of("name", name))))
                .header("Content-Type", "application/json")
                .build();
        HttpResponse<String> done = client.send(rename, BodyHandlers.ofString());
        if (done.statusCode() != 200) {
            throw new IllegalStateException(done.body());
        }
    }

    private static void listen(HttpResponse<java.io.InputStream> events, BlockingQueue<Long> arrivals) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("people-changed")) {
                    arrivals.add(System.nanoTime());
                }
            }
        } catch (IOException _) {
            // The measurement is over.
        }
    }

    /// How many programs want to run; with more than there are processors, every time is longer than it would be alone.
    void load(String when) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        figures.add(
                "load of the machine, " + when,
                "%.1f on %d processors",
                system.getSystemLoadAverage(),
                system.getAvailableProcessors());
    }

    /// The person with the most faces.
    JsonNode largest() throws Exception {
        return read("/people?limit=1&order=faces").get("people").get(0);
    }

    /// The heap of this process, in which the server runs.
    void heap(String when) {
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        figures.add("server heap, " + when, "%,.0f MB", used / 1e6);
    }

    private JsonNode read(String path) throws Exception {
        return JSON.readTree(
                client.send(request(path).build(), BodyHandlers.ofByteArray()).body());
    }

    /// How long a request takes, and the time of all processors in this process, which other load hardly changes.
    private record Time(double millis, double processorMillis) {
        @Override
        public String toString() {
            return "%,.0f ms (processors: %,.0f ms)".formatted(millis, processorMillis);
        }
    }

    private Time time(String path) throws Exception {
        long start = System.nanoTime();
        long processors = processorNanos();
        HttpResponse<byte[]> answer;
        try {
            answer = client.send(request(path).timeout(LONGEST).build(), BodyHandlers.ofByteArray());
        } catch (HttpTimeoutException _) {
            return new Time(Double.NaN, (processorNanos() - processors) / 1e6);
        }
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return new Time(seconds(start) * 1000, (processorNanos() - processors) / 1e6);
    }

    static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    private Time median(String path) throws Exception {
        List<Time> all = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            all.add(time(path));
        }
        return median(all);
    }

    private static Time median(List<Time> times) {
        return new Time(
                times.stream()
                        .mapToDouble(Time::millis)
                        .sorted()
                        .skip(times.size() / 2)
                        .findFirst()
                        .orElseThrow(),
                times.stream()
                        .mapToDouble(Time::processorMillis)
                        .sorted()
                        .skip(times.size() / 2)
                        .findFirst()
                        .orElseThrow());
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve("/v1/galleries/" + gallery + path));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
