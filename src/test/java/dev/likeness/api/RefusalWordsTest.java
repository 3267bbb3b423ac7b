package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer.Form;
import dev.likeness.api.compreface.CompreFace;
import dev.likeness.api.deepstack.DeepStack;
import dev.likeness.api.rekognition.Rekognition;
import dev.likeness.api.v1.NativeApi;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// What is wrong with a request is said in the API's words: wrong values of every kind at every place of the
/// contract and of the facades, and no refusal has a name of a class or a sentence of a library.
/// `-Dlikeness.problems.every=1` sends all requests; without it, a part of each kind is sent.
class RefusalWordsTest {
    private static final Pattern LIBRARY = Pattern.compile(
            "\\b(?:java|javax|com|org|tools|io|dev)\\.[a-z]|Jackson|Lucene|Netty|netty|Vert\\.x|vertx|Exception"
                    + "|[Cc]annot (?:deserialize|construct|convert|coerce)|(?:VALUE|START|END)_[A-Z]+|PROPERTY_NAME"
                    + "|\\btoken\\b|Unexpected (?:character|end)|Unrecognized|could not be parsed|Text '"
                    + "|For input string|out of bounds|\\bnull pointer|because \"|`[\\w$.]+`|Optional\\["
                    + "|\\b[A-Z]\\w+Request\\b|@[0-9a-f]{6,8}\\b");

    /// AWS's own names of errors.
    private static final Pattern AWS_TYPE = Pattern.compile("\"__type\":\"\\w+\"");

    private static final List<String> JSON_VALUES = List.of(
            "null",
            "true",
            "5.7",
            "-1",
            "1e400",
            "99999999999999999999",
            "\"x\"",
            "\"\"",
            "\"2019-13-45\"",
            "\"2019-02-30T25:61:00+01:00\"",
            "[]",
            "[null]",
            "[[1]]",
            "{}",
            "{\"x\":1}");

    private static final List<String> BROKEN_JSON = List.of(
            "",
            "{",
            "{\"",
            "{\"a\":}",
            "[1,]",
            "tru",
            "\"",
            "{\"a\":1}}",
            "{'a':1}",
            "{\"a\":1,\"a\":2}",
            "\u0000",
            "[".repeat(50),
            "<html>",
            "{\"a\":\"\\x\"}",
            "{\"a\":01}",
            "null",
            "7",
            "[]");

    private static final List<String> QUERY_VALUES = List.of(
            "",
            "x",
            "-1",
            "5.7",
            "99999999999",
            "NaN",
            "2019-13-45",
            "2019-02-30T25:61:00",
            "\u0000",
            "[]",
            "true,false");

    private static final List<String> TYPES =
            List.of("", "text/plain", "application/xml", "multipart/form-data", "image/jpeg", "x");

    /// A prime, so that no kind of value is always left out.
    private static final int EVERY = Integer.getInteger("likeness.problems.every", 7);

    @TempDir
    private Path folder;

    private final Queue<String> findings = new ConcurrentLinkedQueue<>();
    private final AtomicInteger problems = new AtomicInteger();

    /// @param target the operation of Rekognition; empty for others
    @SuppressWarnings("ArrayRecordComponent") // only read
    private record Sent(String method, String path, String type, byte[] body, String target) {
        Sent(String method, String path, String type, String body) {
            this(method, path, type, body.getBytes(StandardCharsets.UTF_8), "");
        }

        @Override
        public String toString() {
            String text = new String(body, StandardCharsets.UTF_8);
            return "%s %s%s %s %s"
                    .formatted(method, path, target, type, text.length() > 200 ? text.substring(0, 200) : text);
        }
    }

    @Test
    void contract_wrongRequests_areRefusedInItsOwnWords() throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            server.gallery(new int[] {1, 2}, new int[] {1}).expect(201);
            List<Sent> requests = new ArrayList<>();
            JsonNode contract = contract();
            contract.get("paths")
                    .properties()
                    .forEach(path -> path.getValue().properties().forEach(method -> {
                        if (method.getValue().has("operationId")) {
                            add(
                                    requests,
                                    contract,
                                    path.getKey(),
                                    method.getKey().toUpperCase(Locale.ROOT),
                                    method.getValue());
                        }
                    }));
            send(server, requests);
        }
        assertThat(findings).isEmpty();
        assertThat(problems.get()).isGreaterThan(100);
    }

    private static JsonNode contract() throws IOException {
        try (InputStream yaml = NativeApi.class.getResourceAsStream("openapi.yaml")) {
            return YAMLMapper.shared().readTree(yaml);
        }
    }

    private static void add(
            List<Sent> requests, JsonNode contract, String template, String method, JsonNode operation) {
        String path = template.replace("{gallery}", "test")
                .replace("{photo}", "a".repeat(64))
                .replace("{face}", "a".repeat(64) + "-0")
                .replace("{person}", "999")
                .replace("{other}", "998")
                .replaceAll("\\{\\w+}", "none");
        for (String parameter : parameters(contract, operation, "query")) {
            for (String value : QUERY_VALUES) {
                requests.add(new Sent(method, path + "?" + parameter + "=" + encoded(value), "", ""));
            }
        }
        if (template.matches(".*\\{(?!gallery)\\w+}.*")) {
            for (String value : List.of("x", "-1", "1e9", "99999999999999999999", "\u0000", "ä", "1".repeat(300))) {
                requests.add(new Sent(
                        method, template.replace("{gallery}", "test").replaceAll("\\{\\w+}", encoded(value)), "", ""));
            }
        }
        JsonNode body = resolved(contract, operation.path("requestBody"));
        if (body.isMissingNode()) {
            return;
        }
        for (String text : BROKEN_JSON) {
            requests.add(new Sent(method, path, "application/json", text));
            requests.add(new Sent(method, path, "multipart/form-data; boundary=x", text));
        }
        requests.add(new Sent(method, path, "application/json", new byte[] {'"', (byte) 0xC3, '(', '"'}, ""));
        for (String type : TYPES) {
            requests.add(new Sent(method, path, type, "x"));
        }
        for (String part : List.of("image", "photo", "request", "x")) {
            requests.add(new Sent(
                    method,
                    path,
                    "multipart/form-data; boundary=x",
                    "--x\r\nContent-Disposition: form-data; name=\"" + part + "\"\r\n\r\n5\r\n--x--\r\n"));
        }
        for (String property : properties(contract, body.at("/content/application~1json/schema"), 0)) {
            for (String value : JSON_VALUES) {
                requests.add(new Sent(method, path, "application/json", "{\"" + property + "\":" + value + "}"));
            }
        }
    }

    private static Set<String> parameters(JsonNode contract, JsonNode operation, String in) {
        Set<String> names = new TreeSet<>();
        operation.path("parameters").forEach(parameter -> {
            JsonNode resolved = resolved(contract, parameter);
            if (resolved.path("in").asString().equals(in)) {
                names.add(resolved.get("name").stringValue());
            }
        });
        return names;
    }

    /// The keys of an object, wherever the schema says them.
    private static Set<String> properties(JsonNode contract, JsonNode schema, int depth) {
        Set<String> names = new LinkedHashSet<>();
        JsonNode resolved = resolved(contract, schema);
        resolved.path("properties").propertyNames().forEach(names::add);
        for (String of : List.of("allOf", "oneOf", "anyOf")) {
            if (depth < 4) {
                resolved.path(of).forEach(part -> names.addAll(properties(contract, part, depth + 1)));
            }
        }
        return names;
    }

    private static JsonNode resolved(JsonNode contract, JsonNode node) {
        return node.has("$ref") ? contract.at(node.get("$ref").stringValue().substring(1)) : node;
    }

    @Test
    void rekognition_wrongRequests_areRefusedInItsOwnWords() throws Exception {
        try (TestServer server = TestServer.start(folder, Map.of(), new Rekognition())) {
            server.gallery(new int[] {1}).expect(201);
            List<Sent> requests = new ArrayList<>();
            String json = "application/x-amz-json-1.1";
            for (String operation : FacadeFuzzTest.REKOGNITION) {
                if (!operation.equals("DeleteCollection")) {
                    BROKEN_JSON.forEach(text -> requests.add(aws(operation, json, text)));
                    TYPES.forEach(type -> requests.add(aws(operation, type, "{}")));
                    for (String key : FacadeFuzzTest.KEYS) {
                        for (String value : JSON_VALUES) {
                            String collection = key.equals("CollectionId") ? "" : "\"CollectionId\":\"test\",";
                            requests.add(aws(operation, json, "{" + collection + "\"" + key + "\":" + value + "}"));
                        }
                    }
                }
            }
            requests.add(aws("Nonsense", json, "{}"));
            send(server, requests);
        }
        assertThat(findings).isEmpty();
        assertThat(problems.get()).isGreaterThan(100);
    }

    private static Sent aws(String operation, String type, String body) {
        return new Sent("POST", "/", type, body.getBytes(StandardCharsets.UTF_8), operation);
    }

    @Test
    void compreFaceAndDeepStack_wrongRequests_areRefusedInTheirOwnWords() throws Exception {
        try (TestServer server = TestServer.start(folder, Map.of(), new CompreFace(), new DeepStack())) {
            server.post("/api/v1/recognition/subjects", "{\"subject\":\"Ann\"}").expect(201);
            List<Sent> requests = new ArrayList<>();
            for (String operation : new TreeSet<>(server.server().operations())) {
                String[] parts = operation.split(" ", -1);
                String path = parts[1].replaceAll("\\{\\w+}", "x");
                boolean hasBody = !List.of("GET", "HEAD").contains(parts[0]);
                if (parts[2].startsWith("compreface.")) {
                    for (String name : List.of(
                            "limit", "det_prob_threshold", "prediction_count", "page", "size", "subject", "status")) {
                        QUERY_VALUES.forEach(value -> requests.add(new Sent(
                                parts[0],
                                path + "?" + name + "=" + encoded(value),
                                hasBody ? "application/json" : "",
                                hasBody ? "{}" : "")));
                    }
                    for (String key : List.of("subject", "file", "source_image", "embeddings", "source")) {
                        JSON_VALUES.forEach(value -> requests.add(
                                new Sent(parts[0], path, "application/json", "{\"" + key + "\":" + value + "}")));
                    }
                } else if (parts[2].startsWith("deepstack.")) {
                    for (String name : List.of("userid", "min_confidence", "image", "api_key")) {
                        QUERY_VALUES.forEach(value -> {
                            requests.add(
                                    form(path, new Form().field(name, value).field("userid", "x")));
                            requests.add(form(
                                    path,
                                    new Form()
                                            .file(name, "a.jpg", new byte[] {1})
                                            .field("userid", "x")));
                            requests.add(new Sent(
                                    "POST",
                                    path,
                                    "application/x-www-form-urlencoded",
                                    name + "=" + encoded(value) + "%z"));
                        });
                    }
                } else {
                    continue;
                }
                if (hasBody) {
                    BROKEN_JSON.forEach(text -> {
                        requests.add(new Sent(parts[0], path, "application/json", text));
                        requests.add(new Sent(parts[0], path, "multipart/form-data; boundary=x", text));
                    });
                    TYPES.forEach(type -> requests.add(new Sent(parts[0], path, type, "x")));
                }
            }
            send(server, requests);
        }
        assertThat(findings).isEmpty();
        assertThat(problems.get()).isGreaterThan(100);
    }

    private static Sent form(String path, Form form) {
        return new Sent("POST", path, form.contentType(), form.bytes(), "");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private void send(TestServer server, List<Sent> requests) {
        IntStream.range(0, requests.size())
                .filter(i -> i % EVERY == 0)
                .parallel()
                .forEach(i -> send(server, requests.get(i)));
    }

    private void send(TestServer server, Sent sent) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + sent.path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        sent.method,
                        sent.body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(sent.body));
        if (!sent.type.isEmpty()) {
            request.header("Content-Type", sent.type);
        }
        if (!sent.target.isEmpty()) {
            request.header("X-Amz-Target", "RekognitionService." + sent.target);
        }
        try {
            HttpResponse<InputStream> answer = server.client().send(request.build(), BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() >= 400) {
                    problems.incrementAndGet();
                    judge(sent, answer.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void judge(Sent sent, int status, String text) {
        String said = AWS_TYPE.matcher(text).replaceAll("");
        if (status == 500 || LIBRARY.matcher(said).find()) {
            findings.add("%d: %s -> %s".formatted(status, sent, text));
        }
    }
}
