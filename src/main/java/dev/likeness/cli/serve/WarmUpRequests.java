package dev.likeness.cli.serve;

import dev.likeness.api.ApiServer;
import dev.likeness.api.http.ServerOptions;
import dev.likeness.api.trace.TracingOptions;
import dev.likeness.api.v1.NativeApi;
import dev.likeness.api.webhook.DuplicatesOptions;
import dev.likeness.engine.Engine;
import dev.likeness.engine.EngineOptions;
import dev.likeness.engine.WarmUp;
import dev.likeness.face.LikenessException;
import dev.likeness.support.TemporaryFolder;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the first requests of a server as quick as later ones: opens the models, and sends searches to a second
/// server with a small gallery of made-up faces, so that the virtual machine compiles what they run. Neither the
/// galleries nor the log and the figures of the real server see any of it.
final class WarmUpRequests {
    private static final Logger LOG = LoggerFactory.getLogger(WarmUpRequests.class);

    /// On a slow machine the searches end after this time.
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private static final int REQUESTS = 2000;
    private static final int BODIES = 64;
    private static final AtomicBoolean DONE = new AtomicBoolean();

    private WarmUpRequests() {}

    /// Warms up, once in a process. What goes wrong is only logged, for the requests themselves will tell.
    static void run(Engine engine, EngineOptions options) {
        if (DONE.getAndSet(true)) {
            return;
        }
        try {
            engine.openModels();
        } catch (LikenessException e) {
            LOG.debug("the models cannot be opened", e);
        }
        if (Thread.currentThread().isInterrupted()) {
            return;
        }
        try (TemporaryFolder folder = TemporaryFolder.create();
                Engine trial = WarmUp.open(options, folder.path());
                ApiServer server = ApiServer.start(
                        trial,
                        folder.path(),
                        ServerOptions.defaults().onFreePort(),
                        DuplicatesOptions.defaults(),
                        TracingOptions.defaults(),
                        List.of(),
                        List.of(new NativeApi()))) {
            send(server.port(), requests(trial));
        } catch (LikenessException | IOException e) {
            LOG.debug("the server is not warmed up", e);
        }
    }

    private static void send(int port, List<byte[]> requests) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                OutputStream out = socket.getOutputStream()) {
            socket.setTcpNoDelay(true);
            for (int i = 0; i < REQUESTS && System.nanoTime() < end && !Thread.interrupted(); i++) {
                out.write(requests.get(i % requests.size()));
                skipResponse(in);
            }
        }
    }

    private static List<byte[]> requests(Engine trial) {
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < BODIES; i++) {
            requests.add(request("{\"face\":\"" + WarmUp.face(i) + "\"}"));
            requests.add(request("{\"vector\":" + Arrays.toString(WarmUp.vector(trial, i)) + "}"));
        }
        return requests;
    }

    private static byte[] request(String probe) {
        String body = "{\"probes\":[" + probe + "]}";
        return String.join(
                        "\r\n",
                        "POST /v1/galleries/" + WarmUp.GALLERY + "/search HTTP/1.1",
                        "Host: localhost",
                        "Content-Type: application/json",
                        "Content-Length: " + body.length(),
                        "",
                        body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void skipResponse(InputStream in) throws IOException {
        long length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        in.skipNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int letter = in.read(); letter != '\n'; letter = in.read()) {
            if (letter < 0) {
                throw new EOFException();
            }
            line.append((char) letter);
        }
        return line.toString().strip();
    }
}
