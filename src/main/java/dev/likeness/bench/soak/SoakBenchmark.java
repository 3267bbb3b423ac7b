package dev.likeness.bench.soak;

import dev.likeness.evaluation.report.Latency;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.image.ImageFiles;
import dev.likeness.support.TemporaryFolder;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Phaser;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Does a server that is stopped and started while it works lose anything, fail, or fill its memory?
///
/// A real server is a process of its own, with an index in a temporary folder. Clients search, upload,
/// delete and name at the same time, and remember what was acknowledged. Now and then the server gets
/// SIGTERM and is started again; then, and at the end, it is held against what the clients remember.
public final class SoakBenchmark {
    /// Of the whole time the last life has at least this much, for a slope of the heap that means something.
    private static final double LAST_RUN_SHARE = 0.4;

    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(2);
    private static final String HEAP = "likeness_heap_after_collection ";
    private static final int STATUS_AFTER_SIGTERM = 143;
    private static final int MAX_LISTED = 10;

    private final List<String> program;
    private final Map<String, String> environment;
    private final List<String> options;
    private final Plan plan;
    private final Consumer<String> log;

    /// How much is done.
    ///
    /// @param minutes with the server up, above 0
    /// @param restartSeconds seconds of a life, but for the last, which is longer
    /// @param port 0 for a free one
    /// @param clients side by side, 1 to 64
    /// @param requestsPerSecond requests of all clients together, at most
    /// @param seed of what is asked, and in which order
    public record Plan(double minutes, int restartSeconds, int port, int clients, int requestsPerSecond, long seed) {
        /// @throws LikenessException `INVALID_ARGUMENT` if a value is out of its range
        public Plan {
            if (!(minutes >= 0.01 && minutes <= 10_000)) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT, "minutes must be between 0.01 and 10000, got: " + minutes);
            }
            check("restarts-every", restartSeconds, 1, 1_000_000);
            check("port", port, 0, 65_535);
            check("clients", clients, 1, 64);
            check("rate", requestsPerSecond, 1, 100_000);
        }

        private static void check(String name, int value, int min, int max) {
            if (value < min || value > max) {
                throw new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "%s must be between %d and %d, got: %d".formatted(name, min, max, value));
            }
        }
    }

    /// Requests of one kind.
    ///
    /// @param succeeded neither busy, a clash nor gone
    /// @param latency of those
    /// @param busy 429 and 503, which were asked again
    /// @param conflicts 409
    /// @param gone 404 for what this run had deleted
    /// @param lost connections that ended before the answer, so that the request was asked again
    /// @param refused connections that the stopped server did not take
    public record RequestStatistics(
            String name,
            long succeeded,
            Latency latency,
            long busy,
            long conflicts,
            long gone,
            long lost,
            long refused) {}

    /// From a start of the server to its end.
    ///
    /// @param startSeconds until it answered
    /// @param seconds with clients
    /// @param stopSeconds from SIGTERM to the end of the process
    /// @param status with which it ended, 143 after SIGTERM
    /// @param heap in use after a collection, as time went by
    /// @param consistency of all that was acknowledged by then, made after the next start, or before the last
    ///     end
    public record ServerRun(
            double startSeconds,
            double seconds,
            double stopSeconds,
            int status,
            List<Sample> heap,
            Consistency consistency) {

        /// Least-squares growth of the heap in MB a minute; null for fewer than three samples.
        public @Nullable Double heapGrowth() {
            if (heap.size() < 3) {
                return null;
            }
            double meanTime =
                    heap.stream().mapToDouble(Sample::seconds).average().orElse(0);
            double meanHeap =
                    heap.stream().mapToDouble(Sample::megabytes).average().orElse(0);
            double both = 0;
            double squares = 0;
            for (Sample sample : heap) {
                both += (sample.seconds - meanTime) * (sample.megabytes - meanHeap);
                squares += (sample.seconds - meanTime) * (sample.seconds - meanTime);
            }
            return 60 * both / squares;
        }
    }

    /// The server's memory at a time.
    ///
    /// @param seconds since the life began
    /// @param megabytes of its heap
    /// @param resident MB of the process in memory, files it has mapped among them; null where the system does
    ///     not tell
    public record Sample(
            double seconds, double megabytes, @Nullable Double resident) {}

    /// What the server was held against.
    ///
    /// @param present photos that must be there
    /// @param deleted photos that must not
    /// @param named faces whose name must be the last that was said
    /// @param uncertain photos and faces whose last change had no answer, so that nothing is known
    /// @param lost what is not as acknowledged, in words
    public record Consistency(int present, int deleted, int named, int uncertain, List<String> lost) {
        Consistency plus(Consistency other) {
            return new Consistency(
                    present + other.present,
                    deleted + other.deleted,
                    named + other.named,
                    uncertain + other.uncertain,
                    Stream.concat(lost.stream(), other.lost.stream()).toList());
        }
    }

    /// What came of it.
    ///
    /// @param photos that clients had to upload
    /// @param errors answers that must not come
    /// @param firstErrors the first ten of them
    /// @param serverErrors the first warnings and errors in the server's log
    public record SoakReport(
            int photos,
            List<RequestStatistics> requests,
            List<ServerRun> serverRuns,
            long errors,
            List<String> firstErrors,
            List<String> serverErrors) {

        /// What was acknowledged and is not so.
        public List<String> lost() {
            return serverRuns.stream()
                    .flatMap(life -> life.consistency.lost.stream())
                    .distinct()
                    .toList();
        }

        /// Whether no error came and nothing was lost.
        public boolean passed() {
            return errors == 0 && lost().isEmpty();
        }
    }

    /// @param program the command line of Likeness, without a command
    /// @param environment beside this process's own
    /// @param options further ones for `serve`, such as which models
    /// @param told what goes on
    public SoakBenchmark(
            List<String> program,
            Map<String, String> environment,
            List<String> options,
            Plan plan,
            Consumer<String> told) {
        this.program = List.copyOf(program);
        this.environment = Map.copyOf(environment);
        this.options = List.copyOf(options);
        this.plan = plan;
        this.log = told;
    }

    /// Runs it.
    ///
    /// @param folder of photos
    /// @throws LikenessException `INVALID_ARGUMENT` for fewer photos than clients; `INTERNAL` if the server
    ///     does not start, stop, or stay up
    public SoakReport run(Path folder) {
        List<SoakPhoto> photos = photos(folder);
        if (photos.size() < plan.clients) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "there must be a photo for each client, got: %d photos for %d clients"
                            .formatted(photos.size(), plan.clients));
        }
        try (TemporaryFolder temporary = TemporaryFolder.create();
                SoakServer server = new SoakServer(program, environment, options, temporary.path(), plan.port);
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(10))
                        .build()) {
            return run(photos, server, http);
        }
    }

    private SoakReport run(List<SoakPhoto> photos, SoakServer server, HttpClient http) {
        double startSeconds = server.start();
        SoakStatistics tally = new SoakStatistics();
        Phaser gate = new Phaser(1);
        SoakClient.Shared shared = new SoakClient.Shared(
                tally,
                gate,
                new ConcurrentSkipListSet<>(),
                ConcurrentHashMap.newKeySet(),
                dimension(server, http),
                Duration.ofNanos(1_000_000_000L * plan.clients / plan.requestsPerSecond));
        List<SoakClient> clients = new ArrayList<>();
        for (int i = 0; i < plan.clients; i++) {
            List<SoakPhoto> own = new ArrayList<>();
            for (int j = i; j < photos.size(); j += plan.clients) {
                own.add(photos.get(j));
            }
            clients.add(new SoakClient(i, server, http, own, shared, plan.seed));
        }
        List<Thread> threads = new ArrayList<>();
        clients.forEach(
                client -> threads.add(Thread.ofVirtual().name("soak-client").start(client)));
        List<ServerRun> lives = new ArrayList<>();
        try {
            double left = 60 * plan.minutes;
            while (true) {
                boolean last =
                        left - plan.restartSeconds < Math.max(plan.restartSeconds, LAST_RUN_SHARE * 60 * plan.minutes);
                double seconds = last ? left : plan.restartSeconds;
                List<Sample> heap = sampleMemory(server, http, seconds);
                left -= seconds;
                if (last) {
                    clients.forEach(SoakClient::end);
                    join(threads);
                    Consistency judgement = checkConsistency(clients);
                    SoakServer.StopResult stop = stop(server, tally);
                    lives.add(new ServerRun(startSeconds, seconds, stop.seconds(), stop.status(), heap, judgement));
                    break;
                }
                SoakServer.StopResult stop = stop(server, tally);
                gate.arriveAndAwaitAdvance();
                double nextStart = server.start();
                Consistency judgement = checkConsistency(clients);
                lives.add(new ServerRun(startSeconds, seconds, stop.seconds(), stop.status(), heap, judgement));
                log.accept(
                        "life %d: stopped in %.1f s, started in %.1f s, %d photos and %d names as acknowledged, %d errors"
                                .formatted(
                                        lives.size(),
                                        stop.seconds(),
                                        nextStart,
                                        judgement.present,
                                        judgement.named,
                                        tally.errors()));
                startSeconds = nextStart;
                gate.arriveAndAwaitAdvance();
            }
        } finally {
            clients.forEach(SoakClient::end);
            threads.forEach(Thread::interrupt);
        }
        return new SoakReport(
                photos.size(),
                tally.requests(),
                List.copyOf(lives),
                tally.errors(),
                tally.firstErrors(),
                server.errorLines().stream().limit(MAX_LISTED).toList());
    }

    private static SoakServer.StopResult stop(SoakServer server, SoakStatistics tally) {
        SoakServer.StopResult stop = server.stop();
        if (stop.status() != STATUS_AFTER_SIGTERM) {
            tally.recordError("after SIGTERM the server must end with status %d, and did with: %d"
                    .formatted(STATUS_AFTER_SIGTERM, stop.status()));
        }
        return stop;
    }

    private static List<Sample> sampleMemory(SoakServer server, HttpClient http, double seconds) {
        List<Sample> samples = new ArrayList<>();
        long start = System.nanoTime();
        double now = 0;
        while (now < seconds) {
            double wait = Math.min(seconds - now, BETWEEN_SAMPLES.toMillis() / 1e3);
            server.await(Duration.ofNanos((long) (1e9 * wait)));
            now = (System.nanoTime() - start) / 1e9;
            double megabytes = heap(server, http);
            if (megabytes > 0) {
                samples.add(new Sample(now, megabytes, server.residentMegabytes()));
            }
        }
        return List.copyOf(samples);
    }

    private static double heap(SoakServer server, HttpClient http) {
        return get(server, http, "/metrics")
                .lines()
                .filter(line -> line.startsWith(HEAP))
                .mapToDouble(line -> Double.parseDouble(line.substring(HEAP.length())) / 1e6)
                .findFirst()
                .orElseThrow(() -> new LikenessException(ErrorCode.INTERNAL, "the server tells nothing of its heap"));
    }

    private static int dimension(SoakServer server, HttpClient http) {
        return JsonMapper.shared()
                .readTree(get(server, http, "/v1/galleries/default"))
                .get("dimension")
                .intValue();
    }

    private static String get(SoakServer server, HttpClient http, String path) {
        return server.send(http, HttpRequest.newBuilder(server.uri(path)).build())
                .body();
    }

    private static Consistency checkConsistency(List<SoakClient> clients) {
        return clients.stream()
                .map(SoakClient::checkConsistency)
                .reduce(new Consistency(0, 0, 0, 0, List.of()), Consistency::plus);
    }

    /// Each picture once, in an order of the seed's.
    private List<SoakPhoto> photos(Path folder) {
        List<SoakPhoto> photos = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Path file : ImageFiles.find(List.of(folder))) {
            try {
                String id = PhotoId.of(Files.readAllBytes(file)).sha256();
                if (seen.add(id)) {
                    photos.add(new SoakPhoto(file, id));
                }
            } catch (IOException e) {
                throw new LikenessException(ErrorCode.IO_FAILED, "photos must be readable, got: " + file, e);
            }
        }
        Collections.shuffle(photos, new Random(plan.seed));
        return photos;
    }

    private static void join(List<Thread> threads) {
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            throw SoakServer.interrupted(e);
        }
    }
}
