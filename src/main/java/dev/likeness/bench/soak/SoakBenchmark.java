package dev.likeness.bench.soak;

import dev.likeness.evaluation.report.Latency;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageFiles;
import dev.likeness.image.content.PictureHash;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TemporaryFolder;
import java.io.IOException;
import java.net.http.HttpClient;
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
import tools.jackson.databind.json.JsonMapper;

/// Measures whether a server that is stopped and restarted under load loses data, fails, or leaks memory,
/// threads or files.
///
/// The server runs in a separate process, with an index in a temporary folder. Clients search, upload, delete,
/// name and cluster in parallel, and record what the server acknowledged. From time to time, the server
/// receives SIGTERM and SIGKILL in turn, and is restarted. After each restart, and at the end, its data are
/// compared with the clients' records.
public final class SoakBenchmark {
    /// Minimum share of the last run in the total time, so that the slopes of what it uses are meaningful.
    private static final double LAST_RUN_SHARE = 0.4;

    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(2);
    private static final String HEAP = "likeness_heap_after_collection ";
    private static final int MAX_LISTED = 10;

    private final List<String> program;
    private final Map<String, String> environment;
    private final List<String> options;
    private final Plan plan;
    private final Consumer<String> log;

    /// The parameters of a soak.
    ///
    /// @param minutes duration while the server is up, above 0
    /// @param restartSeconds seconds between restarts; the last run is longer
    /// @param port 0 for a free port
    /// @param clients number of parallel clients, 1 to 64
    /// @param requestsPerSecond maximum rate of all clients together
    /// @param seed random seed of the request sequence
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

    /// The responses to requests of one kind.
    ///
    /// @param succeeded number of all other responses
    /// @param latency latency of these responses
    /// @param busy number of responses 429 and 503, after which the request was repeated
    /// @param conflicts number of responses 409
    /// @param gone number of responses 404 for photos that this run deleted
    /// @param lost number of connections that ended before the response, after which the request was repeated
    /// @param refused number of connections that the stopped server refused
    public record RequestStatistics(
            String name,
            long succeeded,
            Latency latency,
            long busy,
            long conflicts,
            long gone,
            long lost,
            long refused) {}

    /// The result of comparing the server with what it acknowledged.
    ///
    /// @param present number of photos that exist as they must
    /// @param deleted number of photos that are deleted as they must be
    /// @param named number of faces whose last acknowledged name was checked
    /// @param uncertain number of photos and faces that were not checked, because the response to their last
    ///     change was lost
    /// @param lost differences, in words
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

    /// The result of a soak.
    ///
    /// @param photos number of photos of all clients
    /// @param errors number of unexpected responses and failures
    /// @param firstErrors the first ten errors
    /// @param serverErrors the first warnings and errors in the server's log
    public record SoakReport(
            int photos,
            List<RequestStatistics> requests,
            List<ServerRun> serverRuns,
            long errors,
            List<String> firstErrors,
            List<String> serverErrors) {

        /// All acknowledged changes that were lost.
        public List<String> lost() {
            return serverRuns.stream()
                    .flatMap(life -> life.consistency().lost.stream())
                    .distinct()
                    .toList();
        }

        /// Whether there were no errors and no lost changes.
        public boolean passed() {
            return errors == 0 && lost().isEmpty();
        }
    }

    /// @param program the command line of Likeness, without a command
    /// @param environment variables in addition to those of this process
    /// @param options additional options for `serve`, such as models
    /// @param log receives progress messages
    public SoakBenchmark(
            List<String> program,
            Map<String, String> environment,
            List<String> options,
            Plan plan,
            Consumer<String> log) {
        this.program = List.copyOf(program);
        this.environment = Map.copyOf(environment);
        this.options = List.copyOf(options);
        this.plan = plan;
        this.log = log;
    }

    /// Runs the soak.
    ///
    /// @param folder folder of photos
    /// @throws LikenessException `INVALID_ARGUMENT` if there are fewer photos than clients; `INTERNAL` if the
    ///     server does not start, stop, or stay up
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
        server.createKey();
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
                List<ServerSample> samples = sample(server, http, seconds);
                left -= seconds;
                if (last) {
                    clients.forEach(SoakClient::end);
                    join(threads);
                    Consistency judgement = checkConsistency(clients);
                    SoakServer.StopResult stop = stop(server, SoakServer.Signal.TERM, tally);
                    lives.add(new ServerRun(startSeconds, seconds, stop.seconds(), stop.status(), samples, judgement));
                    break;
                }
                SoakServer.Signal signal = lives.size() % 2 == 0 ? SoakServer.Signal.TERM : SoakServer.Signal.KILL;
                SoakServer.StopResult stop = stop(server, signal, tally);
                gate.arriveAndAwaitAdvance();
                double nextStart = server.start();
                Consistency judgement = checkConsistency(clients);
                lives.add(new ServerRun(startSeconds, seconds, stop.seconds(), stop.status(), samples, judgement));
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

    private static SoakServer.StopResult stop(SoakServer server, SoakServer.Signal signal, SoakStatistics tally) {
        SoakServer.StopResult stop = server.stop(signal);
        if (stop.status() != signal.status()) {
            tally.recordError("after SIG%s the server must end with status %d, and did with: %d"
                    .formatted(signal, signal.status(), stop.status()));
        }
        return stop;
    }

    private static List<ServerSample> sample(SoakServer server, HttpClient http, double seconds) {
        List<ServerSample> samples = new ArrayList<>();
        long start = System.nanoTime();
        double now = 0;
        while (now < seconds) {
            double wait = Math.min(seconds - now, BETWEEN_SAMPLES.toMillis() / 1e3);
            server.await(Duration.ofNanos((long) (1e9 * wait)));
            now = (System.nanoTime() - start) / 1e9;
            double heap = heap(server, http);
            if (heap > 0) {
                samples.add(
                        new ServerSample(now, heap, server.residentMegabytes(), server.threads(), server.openFiles()));
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
        return server.send(http, server.request(path).build()).body();
    }

    private static Consistency checkConsistency(List<SoakClient> clients) {
        return clients.stream()
                .map(SoakClient::checkConsistency)
                .reduce(new Consistency(0, 0, 0, 0, List.of()), Consistency::plus);
    }

    /// The photos without duplicates, in an order that depends on the seed.
    private List<SoakPhoto> photos(Path folder) {
        List<SoakPhoto> photos = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Path file : ImageFiles.find(List.of(folder))) {
            try {
                String id = PictureHash.of(RegularFile.readAllBytes(file, RegularFile.MAX_PHOTO_BYTES))
                        .sha256();
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
