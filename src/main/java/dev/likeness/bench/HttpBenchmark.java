package dev.likeness.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.likeness.api.ApiServer;
import dev.likeness.api.http.ServerOptions;
import dev.likeness.api.trace.TracingOptions;
import dev.likeness.api.v1.NativeApi;
import dev.likeness.api.webhook.DuplicatesOptions;
import dev.likeness.engine.Engine;
import dev.likeness.engine.EngineOptions;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.evaluation.report.Latency;
import dev.likeness.evaluation.report.LatencyRecorder;
import dev.likeness.extract.Probe;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.scoring.Threshold;
import dev.likeness.support.TemporaryFolder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Measures what a search costs beyond the index: the CPU time of the index alone, of the engine, and of the
/// server by the id of a face and by vectors, on synthetic faces, with 1 and 16 probes per request. The ways
/// take turns, so that what else the machine does weighs on all of them.
///
/// Clients are threads of this process that write prepared bytes to a socket and read the response. Their CPU
/// time is subtracted from that of the process; the remainder is that of the server, including garbage
/// collection.
public final class HttpBenchmark {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String GALLERY = HttpGallery.NAME;
    private static final int K = 10;
    private static final int CLIENTS = 4;
    private static final int ROUNDS = 10;
    private static final int WARM_UP_ROUNDS = 3;
    private static final long SEED = 1;

    private HttpBenchmark() {}

    /// The results for one way to send queries.
    ///
    /// @param description description of the way
    /// @param probes number of probes per request
    /// @param queriesPerSecond throughput in wall-clock time
    /// @param cpuMicros CPU time of the server, or the process, per query
    /// @param latency latency of a request
    /// @param overIndex `cpuMicros` divided by that of the index
    /// @param overEngine `cpuMicros` divided by that of the engine in the process, for a face by that for a face
    public record Run(
            String description,
            int probes,
            int queries,
            double queriesPerSecond,
            double cpuMicros,
            Latency latency,
            double overIndex,
            double overEngine) {}

    /// What was measured of one way so far.
    private static final class Way {
        private final String description;
        private final int probes;
        private final Sampler sampler;
        private final LatencyRecorder durations = new LatencyRecorder();
        private int queries;
        private long nanos;
        private long cpuNanos;

        Way(String description, int probes, Sampler sampler) {
            this.description = description;
            this.probes = probes;
            this.sampler = sampler;
        }

        void sample(int count, boolean kept) {
            LatencyRecorder recorder = kept ? durations : new LatencyRecorder();
            long start = System.nanoTime();
            long cpu = SYSTEM.getProcessCpuTime();
            long clients = sampler.ask(count / probes, recorder);
            if (kept) {
                cpuNanos += SYSTEM.getProcessCpuTime() - cpu - clients;
                nanos += System.nanoTime() - start;
                queries += count / probes * probes;
            }
        }

        double cpuMicros() {
            return cpuNanos / 1e3 / queries;
        }

        Run run(Way index, Way engine) {
            return new Run(
                    description,
                    probes,
                    queries,
                    queries * 1e9 / nanos,
                    cpuMicros(),
                    durations.latency(),
                    cpuMicros() / index.cpuMicros(),
                    cpuMicros() / engine.cpuMicros());
        }
    }

    /// Asks some times.
    @FunctionalInterface
    private interface Sampler {
        /// @return the CPU time of the clients in nanoseconds, which is not the server's
        long ask(int requests, LatencyRecorder durations);
    }

    /// Asks once in the process.
    @FunctionalInterface
    private interface Question {
        void ask(int number);
    }

    /// Creates the gallery and measures.
    ///
    /// @param faces number of faces in the gallery, at least 1,000
    /// @param queries number of queries per way, at least 1,000
    /// @param log receives progress messages
    public static List<Run> run(EngineOptions options, int faces, int queries, Consumer<String> log) {
        if (faces < 1000 || queries < 1000) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "faces and queries must be at least 1000, got: %d and %d".formatted(faces, queries));
        }
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            Path folder = temporary.path();
            EngineOptions own = options.withIndexDirectory(folder);
            log.accept("making a gallery of %,d faces".formatted(faces));
            List<float[]> centres = HttpGallery.fill(own, faces);
            Random random = new Random(SEED + 1);
            List<float[]> probes = new ArrayList<>();
            for (int i = 0; i < 1024; i++) {
                probes.add(HttpGallery.near(centres.get(random.nextInt(centres.size())), random));
            }
            try (Engine engine = Engine.open(own, log);
                    ApiServer server = ApiServer.start(
                            engine,
                            folder,
                            ServerOptions.defaults().onFreePort(),
                            DuplicatesOptions.defaults(),
                            TracingOptions.defaults(),
                            List.of(),
                            List.of(new NativeApi()))) {
                return measure(engine, server.port(), probes, faces, queries, log);
            }
        }
    }

    private static List<Run> measure(
            Engine engine, int port, List<float[]> probes, int faces, int queries, Consumer<String> log) {
        SearchRequest request = new SearchRequest(GALLERY, K, Threshold.NONE, 0, FaceFilter.none(), false, false);
        Random random = new Random(SEED + 2);
        List<Embedding> embeddings = probes.stream().map(Embedding::ofRaw).toList();
        List<FaceId> ids = probes.stream()
                .map(_ -> HttpGallery.faceId(random.nextInt(faces)))
                .toList();
        try (GallerySnapshot snapshot = engine.galleries().snapshot(GALLERY)) {
            Way index = new Way(
                    "index",
                    1,
                    inProcess(number -> snapshot.nearest(of(embeddings, number).direction(), K, FaceFilter.none())));
            Way byVector = new Way(
                    "engine, vector",
                    1,
                    inProcess(number -> engine.search(
                            request, List.of(List.of(new Probe.EmbeddingProbe(of(embeddings, number)))))));
            Way byFace = new Way(
                    "engine, face id",
                    1,
                    inProcess(number ->
                            engine.search(request, List.of(List.of(new Probe.StoredFaceProbe(of(ids, number)))))));
            SearchRequest withPeople = new SearchRequest(GALLERY, K, Threshold.NONE, 0, FaceFilter.none(), false, true);
            Way people = new Way(
                    "engine, people",
                    1,
                    inProcess(number -> engine.search(
                            withPeople, List.of(List.of(new Probe.EmbeddingProbe(of(embeddings, number)))))));
            List<Way> ways = new ArrayList<>(List.of(index, byVector, people, byFace));
            List<String> faceTexts = ids.stream().map(HttpBenchmark::probe).toList();
            ways.add(new Way("HTTP, face id", 1, overHttp(port, bodies(faceTexts, 1))));
            for (int each : List.of(1, 16)) {
                for (boolean packed : List.of(false, true)) {
                    List<String> texts =
                            probes.stream().map(probe -> probe(probe, packed)).toList();
                    ways.add(new Way(
                            packed ? "HTTP, base64" : "HTTP, numbers", each, overHttp(port, bodies(texts, each))));
                }
            }
            log.accept("asking %,d times each way".formatted(queries));
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                for (Way way : ways) {
                    way.sample(queries / ROUNDS, round >= 0);
                }
            }
            return ways.stream()
                    .map(way -> way.run(index, way.description.endsWith("face id") ? byFace : byVector))
                    .toList();
        }
    }

    private static <T> T of(List<T> values, int number) {
        return values.get(number % values.size());
    }

    private static Sampler inProcess(Question question) {
        return (requests, durations) -> {
            for (int i = 0; i < requests; i++) {
                long one = System.nanoTime();
                question.ask(i);
                durations.record(Duration.ofNanos(System.nanoTime() - one));
            }
            return 0;
        };
    }

    private static Sampler overHttp(int port, List<byte[]> requests) {
        return (calls, durations) -> {
            AtomicInteger next = new AtomicInteger();
            AtomicLong clients = new AtomicLong();
            Queue<Exception> failures = new ConcurrentLinkedQueue<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                threads.add(Thread.ofPlatform().name("client-" + i).start(() -> {
                    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16)) {
                        socket.setTcpNoDelay(true);
                        OutputStream out = socket.getOutputStream();
                        int call;
                        while ((call = next.getAndIncrement()) < calls) {
                            long one = System.nanoTime();
                            out.write(of(requests, call));
                            readResponse(in);
                            durations.record(Duration.ofNanos(System.nanoTime() - one));
                        }
                    } catch (IOException e) {
                        failures.add(e);
                    }
                    clients.addAndGet(THREADS.getCurrentThreadCpuTime());
                }));
            }
            join(threads);
            if (!failures.isEmpty()) {
                throw new LikenessException(
                        ErrorCode.INTERNAL,
                        "the server did not answer: " + failures.peek().getMessage(),
                        failures.peek());
            }
            return clients.get();
        };
    }

    private static void join(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "interrupted", e);
        }
    }

    /// Reads the head and the body of one response, whose length is in its head.
    private static void readResponse(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
            int letter = in.read();
            if (letter < 0) {
                throw new IOException("closed");
            }
            head.append((char) letter);
        }
        if (!head.toString().startsWith("HTTP/1.1 200")) {
            throw new IOException(head.substring(0, head.indexOf("\r\n")));
        }
        String name = "content-length: ";
        int at = head.toString().toLowerCase(Locale.ROOT).indexOf(name) + name.length();
        in.skipNBytes(
                Long.parseLong(head.substring(at, head.indexOf("\r\n", at)).strip()));
    }

    private static String probe(FaceId face) {
        return "{\"face\":\"" + face + "\"}";
    }

    private static String probe(float[] vector, boolean packed) {
        return "{\"vector\":" + (packed ? base64(vector) : Arrays.toString(vector)) + "}";
    }

    /// @param probes their JSON
    private static List<byte[]> bodies(List<String> probes, int each) {
        List<byte[]> bodies = new ArrayList<>();
        for (int from = 0; from + each <= probes.size(); from += each) {
            byte[] json = ("{\"k\":" + K + ",\"include\":\"faces\",\"probes\":["
                            + String.join(",", probes.subList(from, from + each)) + "]}")
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] head = String.join(
                            "\r\n",
                            "POST /v1/galleries/" + GALLERY + "/search HTTP/1.1",
                            "Host: localhost",
                            "Content-Type: application/json",
                            "Content-Length: " + json.length,
                            "",
                            "")
                    .getBytes(StandardCharsets.US_ASCII);
            bodies.add(ByteBuffer.allocate(head.length + json.length)
                    .put(head)
                    .put(json)
                    .array());
        }
        return bodies;
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return "\"" + Base64.getEncoder().encodeToString(bytes.array()) + "\"";
    }
}
