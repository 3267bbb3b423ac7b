package dev.likeness.bench.soak;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Runs `likeness serve` in a separate process, which can be stopped and restarted on the same port.
final class SoakServer implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final String READY_PREFIX = "Likeness answers at ";

    private final List<String> program;
    private final Path index;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path errors;
    private final URI address;
    /// Kills the server on Ctrl-C.
    private final Thread hook = new Thread(this::kill, "soak-end");

    private volatile @Nullable String key;
    private volatile @Nullable Process process;
    private volatile boolean stopping;

    /// @param program the command line of Likeness, without a command
    /// @param environment variables in addition to those of this process
    /// @param options additional options for `serve`
    /// @param folder folder for the index and the server's log
    /// @param port 0 for a free port
    SoakServer(List<String> program, Map<String, String> environment, List<String> options, Path folder, int port) {
        int chosen = port == 0 ? freePort() : port;
        this.program = List.copyOf(program);
        this.index = folder.resolve("index");
        List<String> all = new ArrayList<>(program);
        all.addAll(List.of("serve", "--port=" + chosen, "--index=" + index));
        all.addAll(options);
        this.command = List.copyOf(all);
        this.environment = Map.copyOf(environment);
        this.errors = folder.resolve("server.log");
        this.address = URI.create("http://127.0.0.1:" + chosen);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// How a server is stopped, with the exit status that follows.
    enum Signal {
        TERM(143),
        KILL(137);

        private final int status;

        Signal(int status) {
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /// How the server stopped.
    ///
    /// @param status exit status
    record StopResult(double seconds, int status) {}

    /// A request to the server, with its key if there is one.
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
        String now = key;
        return now == null ? request : request.header("X-Api-Key", now);
    }

    /// Creates a key for all requests: one of those that CompreFace's clients use.
    ///
    /// @throws LikenessException `INTERNAL` if that fails
    void createKey() {
        List<String> create = new ArrayList<>(program);
        create.addAll(List.of("keys", "create", "--json", "--uuid", "--scope=admin", "--rate=100000"));
        create.addAll(List.of("--index=" + index, "soak"));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(create).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
            builder.environment().putAll(environment);
            Process creating = builder.start();
            String answer = new String(creating.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (creating.waitFor() != 0) {
                throw new LikenessException(ErrorCode.INTERNAL, "a key must be created, got: " + lastOutput());
            }
            key = JsonMapper.shared().readTree(answer).get("secret").stringValue();
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "a key must be created, got: " + e, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Whether the server is stopping or stopped, and not yet restarted.
    boolean isStopping() {
        return stopping;
    }

    /// Sends a request to the running server.
    ///
    /// @throws LikenessException `INTERNAL` if it does not answer
    HttpResponse<String> send(HttpClient http, HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "the server does not answer: " + e, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Starts the server, and waits until it is ready.
    ///
    /// @return the duration in seconds
    /// @throws LikenessException `INTERNAL` if the server ends or does not become ready
    double start() {
        long start = System.nanoTime();
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
            builder.environment().putAll(environment);
            Process started = builder.start();
            process = started;
            CompletableFuture<String> answers = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> listen(started, answers));
            answers.get(START_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException | ExecutionException | TimeoutException e) {
            throw new LikenessException(ErrorCode.INTERNAL, "the server does not start: " + lastOutput(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        stopping = false;
        return (System.nanoTime() - start) / 1e9;
    }

    private static void listen(Process started, CompletableFuture<String> answers) {
        try (BufferedReader lines = started.inputReader(StandardCharsets.UTF_8)) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith(READY_PREFIX)) {
                    answers.complete(line);
                }
            }
            answers.completeExceptionally(new IOException("it has ended"));
        } catch (IOException e) {
            answers.completeExceptionally(e);
        }
    }

    /// Waits while the server runs.
    ///
    /// @throws LikenessException `INTERNAL` if the server ends by itself
    void await(Duration time) {
        try {
            if (running().waitFor(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new LikenessException(
                        ErrorCode.INTERNAL,
                        "the server ended by itself with status %d: %s"
                                .formatted(running().exitValue(), lastOutput()));
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Stops the server, by a signal where the platform has them, and waits for its end.
    ///
    /// @throws LikenessException `INTERNAL` if it does not
    StopResult stop(Signal signal) {
        long start = System.nanoTime();
        stopping = true;
        Process stopped = running();
        if (signal == Signal.KILL) {
            stopped.destroyForcibly();
        } else {
            stopped.destroy();
        }
        try {
            if (!stopped.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                throw new LikenessException(
                        ErrorCode.INTERNAL,
                        "the server must stop within %d s, and did not: %s"
                                .formatted(STOP_TIMEOUT.toSeconds(), lastOutput()));
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return new StopResult((System.nanoTime() - start) / 1e9, stopped.exitValue());
    }

    /// The resident memory of the server; null on platforms other than Linux.
    @Nullable
    Double residentMegabytes() {
        Double kilobytes = status("VmRSS:");
        return kilobytes == null ? null : (Double) (kilobytes * 1024 / 1e6);
    }

    /// The number of the server's threads; null on platforms other than Linux.
    @Nullable
    Double threads() {
        return status("Threads:");
    }

    /// The number of files and sockets that the server has open; null on platforms other than Linux.
    @Nullable
    Double openFiles() {
        try (Stream<Path> files = Files.list(ofProcess("fd"))) {
            return (double) files.count();
        } catch (IOException _) {
            return null;
        }
    }

    private @Nullable Double status(String key) {
        try (Stream<String> lines = Files.lines(ofProcess("status"))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(null);
        } catch (IOException _) {
            return null;
        }
    }

    private Path ofProcess(String name) {
        return Path.of("/proc", Long.toString(running().pid()), name);
    }

    /// The warnings and errors in the server's log.
    List<String> errorLines() {
        return outputLines().stream()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR ") || line.startsWith("likeness: "))
                .toList();
    }

    private String lastOutput() {
        List<String> said = outputLines();
        return String.join(" | ", said.subList(Math.max(0, said.size() - 5), said.size()));
    }

    private List<String> outputLines() {
        try {
            return Files.exists(errors) ? Files.readAllLines(errors) : List.of();
        } catch (IOException _) {
            return List.of();
        }
    }

    private Process running() {
        Process now = process;
        if (now == null) {
            throw new IllegalStateException("not started");
        }
        return now;
    }

    static LikenessException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LikenessException(ErrorCode.CANCELLED, "interrupted", e);
    }

    /// Finds a free port below the range for outgoing connections, so that no connection takes it while the
    /// server is down.
    private static int freePort() {
        Random random = new Random();
        for (int i = 0; i < 100; i++) {
            int port = random.nextInt(20_000, 30_000);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException _) {
                // Another process uses it.
            }
        }
        throw new LikenessException(ErrorCode.IO_FAILED, "no port between 20000 and 29999 seems to be free");
    }

    private void kill() {
        Process last = process;
        if (last != null) {
            last.destroyForcibly();
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The JVM is already shutting down.
        }
    }
}
