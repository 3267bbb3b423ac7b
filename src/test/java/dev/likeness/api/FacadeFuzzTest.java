package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.compreface.CompreFace;
import dev.likeness.api.deepstack.DeepStack;
import dev.likeness.api.rekognition.Rekognition;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// As [FuzzTest], for every operation of the facades. `-Dlikeness.fuzz.facade=30000` sets the number of
/// requests to each.
class FacadeFuzzTest {
    private static final int SEED = 20_261_126;
    private static final int THREADS = 4;
    private static final Pattern LEAK = Pattern.compile(
            "java\\.|\\bat [a-z]+\\.[a-z]+\\.|\\.java:|dev\\.likeness|io\\.vertx|org\\.apache|/tmp/|/home/");
    private static final String UNKNOWN = "00000000-0000-4000-8000-000000000000";

    static final String[] REKOGNITION = {
        "CreateCollection",
        "DescribeCollection",
        "ListCollections",
        "DeleteCollection",
        "IndexFaces",
        "ListFaces",
        "DeleteFaces",
        "SearchFaces",
        "SearchFacesByImage",
        "CreateUser",
        "ListUsers",
        "DeleteUser",
        "AssociateFaces",
        "DisassociateFaces",
        "SearchUsers",
        "SearchUsersByImage",
        "CompareFaces",
        "DetectFaces",
        "TagResource",
        "UntagResource",
        "ListTagsForResource"
    };

    static final String[] KEYS = {
        "CollectionId",
        "FaceId",
        "FaceIds",
        "UserId",
        "Image",
        "SourceImage",
        "TargetImage",
        "MaxFaces",
        "MaxResults",
        "MaxUsers",
        "NextToken",
        "FaceMatchThreshold",
        "UserMatchThreshold",
        "SimilarityThreshold",
        "QualityFilter",
        "ExternalImageId",
        "ClientRequestToken",
        "ResourceArn",
        "Tags",
        "TagKeys",
        "Attributes",
        "Nonsense"
    };

    private static final String[] VALUES = {
        "null",
        "0",
        "-1",
        "1",
        "99999999999",
        "1e309",
        "true",
        "[]",
        "{}",
        "\"\"",
        "\"\\u0000\"",
        "\"../../etc/passwd\"",
        "\"" + "x".repeat(300) + "\"",
        "[[[[[[[[[[",
        "\"🙂\"",
        "\"%s%n\"",
        "{\"Bytes\":\"!!\"}",
        "{\"S3Object\":{}}",
        "\"AUTO\"",
        "[\"" + UNKNOWN + "\"]"
    };

    @TempDir
    private Path folder;

    private final Queue<String> findings = new ConcurrentLinkedQueue<>();
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final String picture = Base64.getEncoder().encodeToString(SquareModels.photo(3, 1, 2));

    /// @param operation of the request
    private record Sent(String operation, String method, String path, String type, String body) {}

    @FunctionalInterface
    private interface Maker {
        Sent make(Random random);
    }

    @Test
    @DisplayName("no operation of Rekognition breaks, hangs or tells too much, seed " + SEED)
    void rekognition_underRandomRequests_refusesThemAndTellsNothing() throws Exception {
        try (TestServer server = TestServer.start(folder, Map.of("server.requestTimeout", "5s"), new Rekognition())) {
            server.gallery(new int[] {1, 2}, new int[] {1}).expect(201);
            fuzz(server, this::toRekognition);
            assertThat(asked).contains(REKOGNITION);
            assertThat(statuses).contains(200, 400);
        }
    }

    @Test
    @DisplayName("no operation of CompreFace breaks, hangs or tells too much, seed " + SEED)
    void compreFace_underRandomRequests_refusesThemAndTellsNothing() throws Exception {
        try (TestServer server = TestServer.start(folder, Map.of("server.requestTimeout", "5s"), new CompreFace())) {
            server.post("/api/v1/recognition/subjects", "{\"subject\":\"Ann\"}").expect(201);
            List<String[]> operations = server.server().operations().stream()
                    .map(operation -> operation.split(" "))
                    .filter(parts -> parts[2].startsWith("compreface."))
                    .sorted((one, other) -> one[2].compareTo(other[2]))
                    .toList();
            fuzz(server, random -> toCompreFace(random, operations.get(random.nextInt(operations.size()))));
            assertThat(asked)
                    .containsAll(operations.stream().map(parts -> parts[2]).toList());
            assertThat(statuses).contains(200, 201, 400, 404);
        }
    }

    @Test
    @DisplayName("no operation of DeepStack breaks, hangs or tells too much, seed " + SEED)
    void deepStack_underRandomRequests_refusesThemAndTellsNothing() throws Exception {
        try (TestServer server = TestServer.start(folder, Map.of("server.requestTimeout", "5s"), new DeepStack())) {
            List<String[]> operations = server.server().operations().stream()
                    .map(operation -> operation.split(" "))
                    .filter(parts -> parts[2].startsWith("deepstack."))
                    .sorted((one, other) -> one[2].compareTo(other[2]))
                    .toList();
            fuzz(server, random -> toDeepStack(random, operations.get(random.nextInt(operations.size()))));
            assertThat(asked)
                    .containsAll(operations.stream().map(parts -> parts[2]).toList());
            assertThat(statuses).contains(200, 400, 415);
        }
    }

    private void fuzz(TestServer server, Maker maker) throws InterruptedException {
        int requests = Integer.getInteger("likeness.fuzz.facade", 3_000);
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(thread -> Thread.ofVirtual().start(() -> {
                    Random random = new Random(SEED + thread);
                    for (int i = 0; i < requests / THREADS; i++) {
                        send(server, maker.make(random));
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(findings).isEmpty();
        server.get("/health").expect(200);
    }

    private void send(TestServer server, Sent sent) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + sent.path))
                .timeout(Duration.ofSeconds(60))
                .method(sent.method, BodyPublishers.ofString(sent.body));
        if (!sent.type.isEmpty()) {
            request.header("Content-Type", sent.type);
        }
        if (sent.path.equals("/")) {
            request.header("X-Amz-Target", "RekognitionService." + sent.operation);
        }
        String what = sent.operation + " " + sent.path + " " + sent.body;
        try {
            judge(what, server.client().send(request.build(), BodyHandlers.ofString()));
            asked.add(sent.operation);
        } catch (HttpTimeoutException _) {
            findings.add("no answer in time: " + abbreviated(what));
        } catch (IOException _) {
            // A connection that is closed in the middle of a body that is too long.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void judge(String what, HttpResponse<String> answer) {
        int status = answer.statusCode();
        String text = answer.body();
        statuses.add(status);
        if (status >= 500
                && (status != 503 || answer.headers().firstValue("Retry-After").isEmpty())) {
            findings.add(status + ": " + abbreviated(what) + " -> " + abbreviated(text));
        }
        if (status >= 400 && (LEAK.matcher(text).find() || text.contains(folder.toString()))) {
            findings.add("tells too much: " + abbreviated(what) + " -> " + abbreviated(text));
        }
        if (text.contains("UnknownOperationException")) {
            findings.add("does not know: " + abbreviated(what));
        }
    }

    private Sent toRekognition(Random random) {
        String operation = pick(random, REKOGNITION);
        // Who deletes the collection leaves nothing to try.
        String collection = operation.endsWith("eCollection") ? "spare" : "test";
        StringBuilder json = new StringBuilder("{");
        if (operation.contains("Resource") && random.nextInt(4) > 0) {
            json.append("\"ResourceArn\":\"aws:rekognition:eu-west-1:0:collection/test\",");
        }
        if (random.nextInt(8) > 0) {
            json.append("\"CollectionId\":\"").append(collection).append("\",");
        }
        if (operation.contains("User") && random.nextInt(4) > 0) {
            json.append("\"UserId\":\"").append(pick(random, "Ann", "Ben")).append("\",");
        }
        if (operation.matches("IndexFaces|.*ByImage|DetectFaces|CompareFaces") && random.nextInt(3) > 0) {
            for (String key :
                    operation.equals("CompareFaces") ? List.of("SourceImage", "TargetImage") : List.of("Image")) {
                json.append("\"%s\":{\"Bytes\":\"%s\"},".formatted(key, picture));
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            json.append("\"%s\":".formatted(pick(random, KEYS)))
                    .append(pick(random, VALUES))
                    .append(',');
        }
        if (json.length() > 1) {
            json.setLength(json.length() - 1);
        }
        String body = random.nextInt(12) == 0 ? noise(random) : json + (random.nextInt(15) == 0 ? "" : "}");
        String type = random.nextInt(15) == 0
                ? pick(random, "", "text/plain", "multipart/form-data; boundary=x")
                : "application/x-amz-json-1.1";
        return new Sent(operation, "POST", "/", type, body);
    }

    private Sent toCompreFace(Random random, String[] operation) {
        String path = operation[1]
                .replace(":subject", random.nextInt(3) > 0 ? "Ann" : encoded(random))
                .replace(":image", random.nextInt(3) > 0 ? UNKNOWN : encoded(random))
                .replace("{key}", random.nextInt(3) > 0 ? UNKNOWN : encoded(random))
                .replace("{subject}", random.nextInt(3) > 0 ? "Ann" : encoded(random))
                .replace("{image}", random.nextInt(3) > 0 ? UNKNOWN : encoded(random));
        StringBuilder query = new StringBuilder("?");
        for (int i = random.nextInt(4); i > 0; i--) {
            query.append(pick(
                            random,
                            "limit",
                            "det_prob_threshold",
                            "prediction_count",
                            "face_plugins",
                            "status",
                            "page",
                            "size",
                            "subject"))
                    .append('=')
                    .append(random.nextBoolean() ? pick(random, "1", "Ann", "0.5", "true") : encoded(random))
                    .append(pick(random, "&", "?", "&&"));
        }
        String body = switch (random.nextInt(6)) {
            case 0 -> noise(random);
            case 1 ->
                "{\"file\":\"" + picture + "\",\"source_image\":\"" + picture + "\",\"target_image\":\"" + picture
                        + "\"}";
            case 2 -> "{\"embeddings\":[" + pick(random, "[1,2]", "[null]", vector(random), "[1e309]", "") + "]}";
            case 3 -> "{\"source\":" + vector(random) + ",\"targets\":[" + vector(random) + "]}";
            case 4 ->
                "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n"
                        + pick(random, VALUES) + "\r\n--x" + pick(random, "--\r\n", "");
            default -> "{\"subject\":" + pick(random, "\"Ann\"", "\"Ben\"", pick(random, VALUES)) + "}";
        };
        String type = body.startsWith("--x") || random.nextInt(10) == 0
                ? "multipart/form-data; boundary=x"
                : pick(random, "application/json", "application/json", "application/json", "text/plain");
        boolean hasBody = !operation[0].equals("GET") && !operation[0].equals("HEAD");
        return new Sent(operation[2], operation[0], path + query, hasBody ? type : "", hasBody ? body : "");
    }

    private Sent toDeepStack(Random random, String[] operation) {
        StringBuilder body = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            String part = pick(random, "image", "image1", "image2", "userid", "min_confidence", "api_key", "x");
            body.append("--x\r\nContent-Disposition: form-data; name=\"")
                    .append(part)
                    .append('"');
            if (part.startsWith("image") ? random.nextInt(8) > 0 : random.nextInt(8) == 0) {
                body.append("; filename=\"")
                        .append(pick(random, "a.jpg", "", "../x"))
                        .append('"');
            }
            body.append("\r\n\r\n")
                    .append(pick(random, "Ann", "0.5", "1", pick(random, VALUES)))
                    .append("\r\n");
        }
        body.append("--x").append(pick(random, "--\r\n", "--\r\n", "--\r\n", ""));
        return switch (random.nextInt(6)) {
            case 0 ->
                new Sent(operation[2], operation[0], operation[1], "multipart/form-data; boundary=x", noise(random));
            case 1 ->
                new Sent(
                        operation[2],
                        operation[0],
                        operation[1],
                        "application/x-www-form-urlencoded",
                        pick(random, "userid=", "min_confidence=", "%zz=", "=&&") + encoded(random));
            case 2 -> new Sent(operation[2], operation[0], operation[1], pick(random, "text/plain", "a/b", ""), "x");
            default ->
                new Sent(operation[2], operation[0], operation[1], "multipart/form-data; boundary=x", body.toString());
        };
    }

    private static String vector(Random random) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < SquareModels.DIMENSION; i++) {
            numbers.add(random.nextInt(200) == 0 ? pick(random, "null", "\"NaN\"", "1e39") : "" + random.nextFloat());
        }
        return numbers.toString();
    }

    private static String encoded(Random random) {
        return URLEncoder.encode(pick(random, VALUES), StandardCharsets.UTF_8);
    }

    private static String noise(Random random) {
        byte[] noise = new byte[random.nextInt(2_000)];
        random.nextBytes(noise);
        return random.nextInt(20) == 0 ? "x".repeat(2 << 20) : new String(noise, StandardCharsets.ISO_8859_1);
    }

    private static String pick(Random random, String... from) {
        return from[random.nextInt(from.length)];
    }

    private static String abbreviated(String text) {
        return text.length() < 300 ? text : text.substring(0, 300) + "…";
    }
}
