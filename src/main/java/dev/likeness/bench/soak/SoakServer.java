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

/// Runs `likeness serve` in a separate process, which can be stopped and restarted on the same port.
final class SoakServer implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);
    private static final String READY_PREFIX = "Likeness answers at ";

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path errors;
    private final URI address;
    /// Kills the server on Ctrl-C.
    private final Thread hook = new Thread(this::kill, "soak-end");

    private volatile @Nullable Process process;
    private volatile boolean stopping;

    /// @param program the command line of Likeness, without a command
    /// @param options additional options for `serve`
    /// @param folder folder for the index and the server's log
    /// @param port 0 for a free port
    SoakServer(List<String> program, Map<String, String> environment, List<String> options, Path folder, int port) {
        int chosen = port == 0 ? freePort() : port;
        List<String> all = new ArrayList<>(program);
        all.addAll(List.of("serve", "--port=" + chosen, "--index=" + folder.resolve("index")));
        all.addAll(options);
        this.command = List.copyOf(all);
        this.environment = Map.copyOf(environment);
        this.errors = folder.resolve("server.log");
        this.address = URI.create("http://127.0.0.1:" + chosen);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// How the server stopped.
    ///
    /// @param status exit status: 143 after SIGTERM
    record StopResult(double seconds, int status) {}

    /// The URI of a path on the server.
    URI uri(String path) {
        return address.resolve(path);
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

    /// Stops the server, by SIGTERM where the platform has it, and waits for its end.
    ///
    /// @throws LikenessException `INTERNAL` if it does not
    StopResult stop() {
        long start = System.nanoTime();
        stopping = true;
        Process stopped = running();
        stopped.destroy();
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
        try (Stream<String> lines =
                Files.lines(Path.of("/proc", Long.toString(running().pid()), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) * 1024 / 1e6)
                    .findFirst()
                    .orElse(null);
        } catch (IOException _) {
            return null;
        }
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
