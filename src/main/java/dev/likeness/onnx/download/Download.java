package dev.likeness.onnx.download;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Remedy;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.RegularFile;
import dev.likeness.support.WebAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Downloads one pinned file. What was received stays in `NAME.part` when the connection breaks or the
/// process is killed, and the next run asks the server for the rest only. The file gets its name when its
/// hash is right, never before.
///
/// A server that changed the file since, or does not know ranges, sends it from the beginning.
/// `HttpURLConnection` is used because it notices a connection that sends nothing any more.
final class Download {
    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_ATTEMPTS = 5;
    private static final int CONNECT_TIMEOUT_MILLIS = 30_000;
    private static final int READ_TIMEOUT_MILLIS = 60_000;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");

    private final KnownModel model;
    private final PinnedFile file;
    private final URI address;
    private final Path folder;
    private final Duration pause;
    private final DownloadListener listener;

    /// The host of the last connection, which may be one to which the server redirects.
    private String host;

    /// Creates a download.
    ///
    /// @param folder where the file and its part go; exists
    /// @param pause time before the second attempt; doubled for each further one
    Download(KnownModel model, URI address, Path folder, Duration pause, DownloadListener listener) {
        this.model = model;
        this.file = model.offered();
        this.address = address;
        this.host = String.valueOf(address.getHost());
        this.folder = folder;
        this.pause = pause;
        this.listener = listener;
    }

    /// Downloads the file, or what is missing of it.
    ///
    /// @return the file; its hash is the pinned one
    /// @throws LikenessException `SERVER_UNREACHABLE` if the server cannot be reached or breaks off;
    ///     `IO_FAILED` if it does not offer the file; `MODEL_INVALID` if it sends another one
    Path run() throws IOException {
        Path complete = folder.resolve(file.name());
        if (Files.exists(complete)) {
            if (RegularFile.sha256(complete).equals(file.sha256())) {
                return complete;
            }
            // It was damaged since.
            Files.delete(complete);
        }
        boolean resumed = receivedBytes() > 0;
        receive();
        String sha256 = RegularFile.sha256(part());
        if (resumed && !sha256.equals(file.sha256())) {
            // The parts may be of two files, or of one whose end a power failure took. Once more, as a whole.
            Files.delete(part());
            receive();
            sha256 = RegularFile.sha256(part());
        }
        if (!sha256.equals(file.sha256())) {
            Files.delete(part());
            throw new LikenessException(
                    ErrorCode.MODEL_INVALID,
                    "%s must have sha256 %s, got: %s from %s; it was deleted"
                            .formatted(file.name(), file.sha256(), sha256, WebAddress.masked(address)),
                    wayOut());
        }
        AtomicFile.move(part(), complete);
        Files.deleteIfExists(validatorFile());
        return complete;
    }

    private Path part() {
        return folder.resolve(file.name() + ".part");
    }

    /// What identifies the version of the file that the part belongs to: the server's `ETag` or
    /// `Last-Modified`.
    private Path validatorFile() {
        return folder.resolve(file.name() + ".version");
    }

    private long receivedBytes() throws IOException {
        return Files.exists(part()) ? Files.size(part()) : 0;
    }

    private void receive() throws IOException {
        int failures = 0;
        while (receivedBytes() < file.bytes()) {
            long before = receivedBytes();
            try {
                connect(before);
            } catch (InterruptedIOException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                failures = failed(e, before, failures);
            } catch (IOException e) {
                failures = failed(e, before, failures);
            } catch (IllegalArgumentException e) {
                // An address or a number that the server sent.
                failures = failed(new IOException("an unreadable answer", e), before, failures);
            }
        }
        if (receivedBytes() > file.bytes()) {
            Files.delete(part());
            throw wrongLength("more");
        }
    }

    /// Waits before the next attempt. A connection that received something counts as the first one.
    private int failed(IOException failure, long before, int failures) throws IOException {
        int count = receivedBytes() > before ? 1 : failures + 1;
        if (count >= MAX_ATTEMPTS) {
            long received = receivedBytes();
            throw new LikenessException(
                    ErrorCode.SERVER_UNREACHABLE,
                    received == 0
                            ? "cannot download %s from %s: %s".formatted(file.name(), host, reason(failure))
                            : "the download of %s from %s ended after %,d of %,d bytes: %s"
                                    .formatted(file.name(), host, received, file.bytes(), reason(failure)),
                    failure,
                    wayOut());
        }
        listener.retrying(reason(failure));
        try {
            Thread.sleep(pause.multipliedBy(1L << (count - 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        return count;
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case UnknownHostException _ -> "the host cannot be found; is there a network?";
            case SocketTimeoutException _ -> "the host does not answer";
            default ->
                failure.getMessage() == null
                        ? failure.getClass().getSimpleName().replaceAll("Exception$", "")
                        : WebAddress.masked(failure.getMessage());
        };
    }

    private void connect(long received) throws IOException {
        listener.connecting(address, file, received);
        HttpURLConnection connection = follow(received);
        try {
            int status = connection.getResponseCode();
            switch (status) {
                case HttpURLConnection.HTTP_OK -> {
                    requireLength(connection.getContentLengthLong());
                    saveValidator(connection);
                    append(connection, 0);
                }
                case HttpURLConnection.HTTP_PARTIAL -> {
                    requireRange(String.valueOf(connection.getHeaderField("Content-Range")), received);
                    append(connection, received);
                }
                case RANGE_NOT_SATISFIABLE -> {
                    Files.deleteIfExists(part());
                    throw new IOException("status " + status);
                }
                case HttpURLConnection.HTTP_CLIENT_TIMEOUT, TOO_MANY_REQUESTS ->
                    throw new IOException("status " + status);
                default -> {
                    if (status >= HttpURLConnection.HTTP_INTERNAL_ERROR) {
                        throw new IOException("status " + status);
                    }
                    throw new LikenessException(
                            ErrorCode.IO_FAILED,
                            "the download of %s must be answered with its bytes, got: status %d from %s"
                                    .formatted(
                                            file.name(),
                                            status,
                                            WebAddress.masked(String.valueOf(connection.getURL()))),
                            wayOut());
                }
            }
        } finally {
            connection.disconnect();
        }
    }

    /// Opens the address and follows redirections, never from an encrypted connection to a plain one.
    private HttpURLConnection follow(long received) throws IOException {
        URI current = address;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpURLConnection connection = open(current, received);
            int status = connection.getResponseCode();
            String location = connection.getHeaderField("Location");
            boolean redirected = status / 100 == 3 && location != null;
            if (!redirected) {
                return connection;
            }
            connection.disconnect();
            URI next = current.resolve(location);
            if (!isAllowed(current, next)) {
                throw new LikenessException(
                        ErrorCode.IO_FAILED,
                        "the download of %s must stay on https, got: a redirection to %s"
                                .formatted(file.name(), WebAddress.masked(next)),
                        wayOut());
            }
            current = next;
        }
        throw new IOException("more than %d redirections".formatted(MAX_REDIRECTS));
    }

    private static boolean isAllowed(URI from, URI to) {
        String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
        return scheme.equals("https") || (scheme.equals("http") && "http".equalsIgnoreCase(from.getScheme()));
    }

    private HttpURLConnection open(URI current, long received) throws IOException {
        if (!(current.toURL().openConnection() instanceof HttpURLConnection connection)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a download must have an http or https address, got: " + WebAddress.masked(current));
        }
        host = String.valueOf(current.getHost());
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        connection.setReadTimeout(READ_TIMEOUT_MILLIS);
        connection.setUseCaches(false);
        connection.setRequestProperty("User-Agent", "likeness");
        connection.setRequestProperty("Accept-Encoding", "identity");
        if (received > 0) {
            connection.setRequestProperty("Range", "bytes=%d-".formatted(received));
            if (Files.exists(validatorFile())) {
                connection.setRequestProperty("If-Range", RegularFile.readString(validatorFile()));
            }
        }
        return connection;
    }

    private void saveValidator(HttpURLConnection connection) throws IOException {
        // A weak ETag must not be used for ranges (RFC 9110, 13.1.5).
        Optional<String> validator = Optional.ofNullable(connection.getHeaderField("ETag"))
                .filter(tag -> !tag.startsWith("W/"))
                .or(() -> Optional.ofNullable(connection.getHeaderField("Last-Modified")));
        if (validator.isPresent()) {
            Files.writeString(validatorFile(), validator.get());
        } else {
            Files.deleteIfExists(validatorFile());
        }
    }

    private void append(HttpURLConnection connection, long position) throws IOException {
        try (InputStream body = connection.getInputStream();
                FileChannel channel = FileChannel.open(part(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(position).position(position);
            byte[] buffer = new byte[BUFFER_BYTES];
            long received = position;
            int read = body.read(buffer);
            while (read >= 0 && received <= file.bytes()) {
                channel.write(ByteBuffer.wrap(buffer, 0, read));
                received += read;
                listener.received(received);
                read = body.read(buffer);
            }
            channel.force(true);
            if (received < file.bytes()) {
                throw new IOException("the connection ended after %,d bytes".formatted(received));
            }
        }
    }

    private void requireRange(String range, long received) throws IOException {
        Matcher matcher = CONTENT_RANGE.matcher(range);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) != received) {
            Files.deleteIfExists(part());
            throw new IOException("another range than bytes %d-: %s".formatted(received, range));
        }
        if (!matcher.group(2).equals("*")) {
            requireLength(Long.parseLong(matcher.group(2)));
        }
    }

    private void requireLength(long bytes) {
        if (bytes >= 0 && bytes != file.bytes()) {
            throw wrongLength("%,d".formatted(bytes));
        }
    }

    private LikenessException wrongLength(String got) {
        return new LikenessException(
                ErrorCode.MODEL_INVALID,
                "%s must have %,d bytes, got: %s from %s"
                        .formatted(file.name(), file.bytes(), got, WebAddress.masked(address)),
                wayOut());
    }

    private ErrorFacts wayOut() {
        return ErrorFacts.ofRemedies(new Remedy.TakeModelFromFile(model.id(), WebAddress.masked(address)));
    }
}
