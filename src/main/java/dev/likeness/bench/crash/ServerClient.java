package dev.likeness.bench.crash;

import dev.likeness.bench.soak.KillableServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// A server with a client that sends it changes one after another, until the server is killed in the midst of
/// them.
final class ServerClient implements AutoCloseable {
    private static final String GALLERY = "/v1/galleries/" + CrashSite.GALLERY;

    private final KillableServer server;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /// @param folder of the galleries' folder `index` and of the server's log
    ServerClient(CrashSite site, Path folder) {
        server = new KillableServer(site.program(), site.environment(), folder);
    }

    /// Lets the server be killed in a while.
    CompletableFuture<Void> killWithin(int millis, Random random) {
        Executor later = CompletableFuture.delayedExecutor(random.nextInt(millis), TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(server::close, later);
    }

    /// Sends a change.
    ///
    /// @param path below that of the gallery
    /// @return the status; 0 if there was no answer
    int send(String method, String path, String json) {
        HttpRequest request = HttpRequest.newBuilder(server.uri(GALLERY + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .header("Content-Type", "application/json")
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return response.statusCode();
        } catch (IOException _) {
            return 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        server.close();
        http.close();
    }
}
