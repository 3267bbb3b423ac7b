package dev.likeness.bench.soak;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Runs `likeness serve` in a separate process until it is killed.
public final class KillableServer implements AutoCloseable {
    private static final Duration MAX_END = Duration.ofSeconds(60);

    private final SoakServer server;
    private final URI address;

    /// Starts a server, and waits until it is ready.
    ///
    /// @param program the command line of Likeness, without a command
    /// @param environment variables in addition to those of this process
    /// @param folder of the galleries' folder `index` and of the server's log
    /// @throws LikenessException `INTERNAL` if it does not start
    public KillableServer(List<String> program, Map<String, String> environment, Path folder) {
        int port = freePort();
        address = URI.create("http://127.0.0.1:" + port);
        server = new SoakServer(program, environment, List.of(), folder, port);
        server.start();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "no port seems to be free", e);
        }
    }

    /// The URI of a path on the server.
    public URI uri(String path) {
        return address.resolve(path);
    }

    /// Kills the server: SIGKILL, where the platform has it. Returns when it has ended.
    @Override
    public void close() {
        server.close();
        try {
            server.await(MAX_END);
        } catch (LikenessException _) {
            // It has ended.
        }
    }
}
