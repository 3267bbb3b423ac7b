package dev.likeness.api;

import dev.likeness.api.v1.NativeApi;
import dev.likeness.config.Configuration;
import dev.likeness.config.ConfigurationReader;
import dev.likeness.config.Setting;
import dev.likeness.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real server on a free port of loopback: real HTTP, real Lucene, and ONNX Runtime on
/// [SquareModels].
public final class TestServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Engine engine;
    private final ApiServer server;
    private final Path galleries;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> headers = new HashMap<>();
    private final Set<String> operations = ConcurrentHashMap.newKeySet();

    private TestServer(Engine engine, ApiServer server, Path galleries) {
        this.engine = engine;
        this.server = server;
        this.galleries = galleries;
    }

    /// A server without keys.
    public static TestServer start(Path folder) {
        return start(folder, Map.of());
    }

    /// A server with the given settings, by keys of the configuration.
    public static TestServer start(Path folder, Map<String, Object> settings, Facade... further) {
        Configuration configuration = configuration(folder, settings);
        Engine engine = engine(configuration);
        List<Facade> facades = new java.util.ArrayList<>(List.of(new NativeApi()));
        facades.addAll(List.of(further));
        Path galleries = galleries(folder);
        return new TestServer(
                engine,
                ApiServer.start(
                        engine,
                        galleries,
                        configuration.server(),
                        configuration.duplicates(),
                        configuration.tracing(),
                        List.of(),
                        facades),
                galleries);
    }

    /// The galleries as another program sees them, which runs beside the server.
    public static Engine anotherProgram(Path folder) {
        return engine(configuration(folder, Map.of()));
    }

    private static Engine engine(Configuration configuration) {
        return Engine.open(configuration.engine(), warning -> {
            throw new AssertionError("unexpected warning: " + warning);
        });
    }

    private static Path galleries(Path folder) {
        return folder.resolve("index");
    }

    private static Configuration configuration(Path folder, Map<String, Object> settings) {
        try {
            Map<String, Setting> flags = new HashMap<>();
            put(flags, "index.directory", galleries(folder).toString());
            put(
                    flags,
                    "models.directories",
                    SquareModels.in(folder.resolve("models")).toString());
            put(flags, "models.detector", SquareModels.DETECTOR);
            put(flags, "models.embedder", SquareModels.EMBEDDER);
            put(flags, "inference.device", "cpu");
            put(flags, "server.port", 0);
            settings.forEach((key, value) -> put(flags, key, value));
            return ConfigurationReader.read(null, Map.of(), flags);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(Map<String, Setting> flags, String key, Object value) {
        flags.put(key, new Setting(value, "test"));
    }

    public Engine engine() {
        return engine;
    }

    public ApiServer server() {
        return server;
    }

    /// The folder of the galleries.
    public Path galleries() {
        return galleries;
    }

    public int port() {
        return server.port();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /// Adds a header to all further requests.
    public TestServer with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public Answer get(String path) {
        return send(path, HttpRequest.Builder::GET);
    }

    public Answer delete(String path) {
        return send(path, HttpRequest.Builder::DELETE);
    }

    /// Sends JSON.
    public Answer post(String path, String json) {
        return json("POST", path, json);
    }

    /// Sends JSON.
    public Answer json(String method, String path, String json) {
        return send(
                path,
                request -> request.method(method, BodyPublishers.ofString(json))
                        .header("Content-Type", "application/json"));
    }

    /// Sends files as a form, each as the part `image` under its name.
    public Answer upload(String path, Map<String, byte[]> files) {
        Form form = new Form();
        files.forEach((name, bytes) -> form.file("image", name, bytes));
        return form(path, form);
    }

    public Answer form(String path, Form form) {
        return send(path, request -> request.POST(form.body()).header("Content-Type", form.contentType()));
    }

    public Answer send(String path, UnaryOperator<HttpRequest.Builder> how) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60));
        headers.forEach(request::header);
        return send(how.apply(request).build());
    }

    /// Sends a request and checks it and the response against the contract.
    public Answer send(HttpRequest request) {
        try {
            Answer answer = new Answer(client.send(request, BodyHandlers.ofByteArray()));
            Contract.check(request, answer.status(), answer.header("Content-Type"), answer.bytes())
                    .ifPresent(operations::add);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The operations that have succeeded so far.
    public Set<String> succeeded() {
        return operations;
    }

    public HttpClient client() {
        return client;
    }

    /// Creates a gallery `test` with one photo for each list of people.
    public Answer gallery(int[]... photos) {
        post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
        Form form = new Form();
        for (int i = 0; i < photos.length; i++) {
            form.file("image", "photo-" + i + ".jpg", SquareModels.photo(i, photos[i]));
        }
        return photos.length == 0 ? get("/v1/galleries/test") : form("/v1/galleries/test/photos", form);
    }

    /// Waits for the end of a job and returns its status.
    public JsonNode await(String job) {
        for (int i = 0; i < 600; i++) {
            JsonNode report = get("/v1/jobs/" + job).expect(200).json();
            if (List.of("done", "failed", "cancelled")
                    .contains(report.get("state").stringValue())) {
                return report;
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        throw new AssertionError("job did not end: " + job);
    }

    @Override
    public void close() {
        client.close();
        server.close();
        engine.close();
    }

    /// A response.
    public record Answer(HttpResponse<byte[]> response) {
        public int status() {
            return response.statusCode();
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public byte[] bytes() {
            return response.body();
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        /// A text at a JSON pointer.
        public String text(String pointer) {
            return json().at(pointer).asString();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /// The problem's code.
        public String code() {
            return text("/code");
        }

        /// This, if the status is the expected one.
        public Answer expect(int status) {
            if (status() != status) {
                throw new AssertionError("expected %d, got %d: %s".formatted(status, status(), text()));
            }
            return this;
        }
    }

    /// A multipart body.
    public static final class Form {
        private final String boundary = "----" + UUID.randomUUID();
        private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();

        public Form file(String part, String name, byte[] content) {
            head("form-data; name=\"%s\"; filename=\"%s\"".formatted(part, name), "image/jpeg");
            bytes.writeBytes(content);
            text("\r\n");
            return this;
        }

        public Form field(String part, String value) {
            head("form-data; name=\"%s\"".formatted(part), "text/plain; charset=utf-8");
            text(value + "\r\n");
            return this;
        }

        private void head(String disposition, String type) {
            text("--" + boundary + "\r\nContent-Disposition: " + disposition + "\r\nContent-Type: " + type
                    + "\r\n\r\n");
        }

        private void text(String text) {
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        }

        public String contentType() {
            return "multipart/form-data; boundary=" + boundary;
        }

        public BodyPublisher body() {
            return BodyPublishers.ofByteArray(bytes());
        }

        byte[] bytes() {
            java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
            all.writeBytes(bytes.toByteArray());
            all.writeBytes(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
            return all.toByteArray();
        }
    }
}
