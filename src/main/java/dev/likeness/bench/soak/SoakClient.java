package dev.likeness.bench.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Phaser;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One client of a soak. It alone uploads, deletes and names its photos, so that it knows what must be
/// there: the last thing that the server acknowledged. It searches for everybody's faces.
final class SoakClient implements Runnable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration RETRY_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration MAX_WAIT = Duration.ofSeconds(1);
    private static final String PHOTOS = "/v1/galleries/default/photos";

    private final int number;
    private final SoakServer server;
    private final HttpClient http;
    private final List<Photo> photos;
    private final Shared shared;
    private final Random random;
    private final Map<String, Long> personOf = new HashMap<>();
    private final Map<Long, String> nameOf = new HashMap<>();
    private int names;
    private volatile boolean stopped;

    /// What the request under way would change; judged only if it cannot have been done.
    private @Nullable Photo subject;
    private Set<String> subjectFaces = Set.of();
    private boolean uncertain;

    /// What all clients share.
    ///
    /// @param gate where clients wait while the server is down: once for all to have come, once for it
    ///     to be up and judged
    /// @param faces that somebody may look for
    /// @param deleted photos that were deleted at least once, or may have been
    /// @param dimension of the gallery's vectors
    /// @param pause of a client between two requests
    record Shared(
            SoakStatistics tally,
            Phaser gate,
            ConcurrentSkipListSet<String> faces,
            Set<String> deleted,
            int dimension,
            Duration pause) {}

    /// A photo of this client's.
    static final class Photo {
        private final Path file;
        private final String id;
        private State state = State.NEVER_SENT;
        private List<String> faces = List.of();

        Photo(Path file, String id) {
            this.file = file;
            this.id = id;
        }
    }

    private enum State {
        NEVER_SENT,
        PRESENT,
        DELETED
    }

    /// An answer that settles a request.
    ///
    /// @param retried whether an earlier try may have been done without an answer
    private record Response(int status, String body, boolean retried) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        boolean succeeded() {
            return status / 100 == 2;
        }
    }

    SoakClient(int number, SoakServer server, HttpClient http, List<Photo> photos, Shared shared, long seed) {
        this.number = number;
        this.server = server;
        this.http = http;
        this.photos = List.copyOf(photos);
        this.shared = shared;
        this.random = new Random(seed + 1_000L * number);
        shared.gate.register();
    }

    /// Lets the request under way be the last.
    void end() {
        stopped = true;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                act(SoakRequest.next(random));
                // Between nothing and twice the pause, so that clients do not march in step.
                Thread.sleep(shared.pause.multipliedBy(random.nextInt(201)).dividedBy(100));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            shared.tally.recordError("client %d gave up: %s".formatted(number, e));
        } finally {
            shared.gate.arriveAndDeregister();
        }
    }

    private void act(SoakRequest request) throws IOException, InterruptedException {
        switch (request) {
            case SEARCH_BY_FACE -> searchByFace();
            case SEARCH_BY_VECTOR -> search(request, "\"vector\":\"" + vector() + "\"");
            case SEARCH_BY_PICTURE -> searchByPicture();
            case UPLOAD -> upload();
            case DELETE -> delete();
            case NAME_FACE -> nameFace();
            case RENAME_PERSON -> rename();
            case RETRACT_NAME -> retractName();
            case LIST_PEOPLE -> require(request, get("/v1/galleries/default/people?limit=50"), List.of());
            case READ_PHOTO -> readPhoto();
            case READ_METRICS -> require(request, get("/metrics"), List.of());
        }
    }

    private void searchByFace() throws InterruptedException {
        String face = Optional.ofNullable(shared.faces.ceiling(Integer.toHexString(random.nextInt() | 0x1000_0000)))
                .orElseGet(() -> shared.faces.isEmpty() ? "" : shared.faces.first());
        if (!face.isEmpty()) {
            boolean mayBeGone = shared.deleted.contains(photoOf(face));
            HttpRequest request =
                    json("POST", "/v1/galleries/default/search", "{\"probes\":[{\"face\":\"" + face + "\"}]}");
            Response answer = send(SoakRequest.SEARCH_BY_FACE, request);
            check(request, answer, mayBeGone || shared.deleted.contains(photoOf(face)) ? List.of(404) : List.of());
        }
    }

    private void search(SoakRequest kind, String probe) throws InterruptedException {
        require(kind, json("POST", "/v1/galleries/default/search", "{\"probes\":[{" + probe + "}]}"), List.of());
    }

    private void searchByPicture() throws IOException, InterruptedException {
        require(SoakRequest.SEARCH_BY_PICTURE, form("/v1/galleries/default/search", "image", pick(photos)), List.of());
    }

    private void upload() throws IOException, InterruptedException {
        List<Photo> missing =
                photos.stream().filter(photo -> photo.state != State.PRESENT).toList();
        // Now and then one that is there, which must change nothing.
        Photo photo = missing.isEmpty() || random.nextInt(10) == 0 ? pick(photos) : missing.getFirst();
        beginUncertainty(photo, Set.of());
        // Some uploads are followed by a job that groups the new faces.
        String query = random.nextInt(10) == 0 ? "?cluster=true" : "";
        HttpRequest request = form(PHOTOS + query, "photo", photo);
        Response answer = send(SoakRequest.UPLOAD, request);
        if (check(request, answer, List.of())) {
            JsonNode kept = answer.json().at("/photos/0/photo");
            photo.state = State.PRESENT;
            List<String> faces = new ArrayList<>();
            kept.get("faces").forEach(face -> faces.add(face.get("face").stringValue()));
            photo.faces = List.copyOf(faces);
            shared.faces.addAll(faces);
        }
        endUncertainty();
    }

    private void delete() throws InterruptedException {
        Photo photo = anyPresent();
        if (photo == null) {
            return;
        }
        beginUncertainty(photo, Set.of());
        shared.deleted.add(photo.id);
        HttpRequest request = request(PHOTOS + "/" + photo.id).DELETE().build();
        Response answer = send(SoakRequest.DELETE, request);
        if (check(request, answer, answer.retried ? List.of(404) : List.of()) || answer.status == 404) {
            photo.state = State.DELETED;
            photo.faces.forEach(shared.faces::remove);
            photo.faces.forEach(personOf::remove);
        }
        endUncertainty();
    }

    private void nameFace() throws InterruptedException {
        Photo photo = anyPresent();
        if (photo == null) {
            return;
        }
        // What was said of a face has to be taken back before something else can be said.
        List<String> nameless =
                photo.faces.stream().filter(face -> !personOf.containsKey(face)).toList();
        if (nameless.isEmpty()) {
            return;
        }
        String face = pick(nameless);
        String name = personOf.isEmpty() || random.nextBoolean() ? newName() : nameOf(pick(named()));
        beginUncertainty(null, Set.of(face));
        HttpRequest request =
                json("PUT", "/v1/galleries/default/faces/" + face + "/person", "{\"name\":\"" + name + "\"}");
        Response answer = send(SoakRequest.NAME_FACE, request);
        if (check(request, answer, List.of(409))) {
            long person = answer.json().get("person").longValue();
            personOf.put(face, person);
            nameOf.put(person, name);
        }
        endUncertainty();
    }

    private void rename() throws InterruptedException {
        if (personOf.isEmpty()) {
            return;
        }
        long person = personOf.getOrDefault(pick(named()), 0L);
        Set<String> faces = new HashSet<>(named());
        faces.removeIf(face -> personOf.getOrDefault(face, 0L) != person);
        beginUncertainty(null, faces);
        String name = newName();
        HttpRequest request = json("PATCH", "/v1/galleries/default/people/" + person, "{\"name\":\"" + name + "\"}");
        Response answer = send(SoakRequest.RENAME_PERSON, request);
        if (check(request, answer, List.of(409))) {
            nameOf.put(person, name);
        }
        endUncertainty();
    }

    private void retractName() throws InterruptedException {
        if (personOf.isEmpty()) {
            return;
        }
        String face = pick(named());
        beginUncertainty(null, Set.of(face));
        HttpRequest request = json("POST", "/v1/galleries/default/faces/retract", "{\"faces\":[\"" + face + "\"]}");
        Response answer = send(SoakRequest.RETRACT_NAME, request);
        if (check(request, answer, List.of(409))) {
            // Whose it is now is for the grouping to say.
            personOf.remove(face);
        }
        endUncertainty();
    }

    private void readPhoto() throws InterruptedException {
        List<Photo> known =
                photos.stream().filter(photo -> photo.state != State.NEVER_SENT).toList();
        if (known.isEmpty()) {
            return;
        }
        Photo photo = pick(known);
        HttpRequest request = get(PHOTOS + "/" + photo.id);
        check(request, send(SoakRequest.READ_PHOTO, request), photo.state == State.PRESENT ? List.of() : List.of(404));
    }

    private void require(SoakRequest kind, HttpRequest request, List<Integer> allowed) throws InterruptedException {
        check(request, send(kind, request), allowed);
    }

    /// Whether a request succeeded; what neither did nor is allowed is an error.
    private boolean check(HttpRequest request, Response answer, List<Integer> allowed) {
        if (!answer.succeeded() && !allowed.contains(answer.status)) {
            shared.tally.recordError(problem(request, answer.status, answer.body));
        }
        return answer.succeeded();
    }

    private static String problem(HttpRequest request, int status, String body) {
        return "%s %s: %d %s"
                .formatted(
                        request.method(),
                        request.uri().getPath(),
                        status,
                        body.substring(0, Math.min(300, body.length())));
    }

    /// Sends a request until it is answered with something else than "later". While the server is
    /// stopped it waits at the gate.
    private Response send(SoakRequest kind, HttpRequest request) throws InterruptedException {
        boolean again = false;
        while (true) {
            long start = System.nanoTime();
            try {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                int status = response.statusCode();
                shared.tally.recordResponse(kind, status, Duration.ofNanos(System.nanoTime() - start));
                if (status != 429 && status != 503) {
                    return new Response(status, response.body(), again);
                }
                Thread.sleep(wait(response));
            } catch (ConnectException e) {
                shared.tally.recordRefused(kind);
                waitForServer(request, e);
            } catch (IOException e) {
                again = true;
                uncertain = true;
                shared.tally.recordLost(kind);
                waitForServer(request, e);
            }
        }
    }

    private void waitForServer(HttpRequest request, IOException failure) throws InterruptedException {
        if (server.isStopping()) {
            shared.gate.arriveAndAwaitAdvance();
            shared.gate.arriveAndAwaitAdvance();
        } else {
            shared.tally.recordError("%s %s: %s, although the server was not asked to stop"
                    .formatted(request.method(), request.uri().getPath(), failure));
            Thread.sleep(MAX_WAIT);
        }
    }

    private static Duration wait(HttpResponse<String> response) {
        Duration asked = Duration.ofSeconds(
                response.headers().firstValueAsLong("Retry-After").orElse(1));
        return asked.compareTo(MAX_WAIT) < 0 ? asked : MAX_WAIT;
    }

    private void beginUncertainty(@Nullable Photo photo, Set<String> faces) {
        subject = photo;
        subjectFaces = faces;
        uncertain = false;
    }

    private void endUncertainty() {
        beginUncertainty(null, Set.of());
    }

    /// Holds the server against everything it acknowledged. Only while the client waits or is over.
    SoakBenchmark.Consistency checkConsistency() {
        List<String> lost = new ArrayList<>();
        int there = 0;
        int gone = 0;
        int named = 0;
        int doubtful = 0;
        for (Photo photo : photos) {
            if (photo.state == State.NEVER_SENT) {
                continue;
            }
            if (uncertain && photo == subject) {
                doubtful++;
                continue;
            }
            HttpRequest request = get(PHOTOS + "/" + photo.id);
            HttpResponse<String> response = server.send(http, request);
            int expected = photo.state == State.PRESENT ? 200 : 404;
            if (response.statusCode() != expected) {
                lost.add("expected %d: %s"
                        .formatted(expected, problem(request, response.statusCode(), response.body())));
            } else if (photo.state == State.DELETED) {
                gone++;
            } else {
                there++;
                for (JsonNode face : JSON.readTree(response.body()).get("faces")) {
                    String id = face.get("face").stringValue();
                    if (uncertain && subjectFaces.contains(id)) {
                        doubtful++;
                    } else if (personOf.containsKey(id)) {
                        named++;
                        String told = face.get("name").asString();
                        if (!nameOf(id).equals(told)) {
                            lost.add(
                                    "face %s was last named %s, and is told to be: %s".formatted(id, nameOf(id), told));
                        }
                    }
                }
            }
        }
        return new SoakBenchmark.Consistency(there, gone, named, doubtful, List.copyOf(lost));
    }

    private List<String> named() {
        return personOf.keySet().stream().sorted().toList();
    }

    private String nameOf(String face) {
        return nameOf.getOrDefault(personOf.getOrDefault(face, 0L), "");
    }

    private String newName() {
        names++;
        return "Person %d of %d".formatted(names, number);
    }

    private @Nullable Photo anyPresent() {
        List<Photo> there =
                photos.stream().filter(photo -> photo.state == State.PRESENT).toList();
        return there.isEmpty() ? null : pick(there);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String photoOf(String face) {
        return face.substring(0, face.indexOf('-'));
    }

    private String vector() {
        ByteBuffer bytes = ByteBuffer.allocate(shared.dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < shared.dimension; i++) {
            bytes.putFloat((float) (10 * random.nextGaussian()));
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.uri(path)).timeout(RETRY_TIMEOUT);
    }

    private HttpRequest get(String path) {
        return request(path).build();
    }

    private HttpRequest json(String method, String path, String body) {
        return request(path)
                .method(method, BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .build();
    }

    private HttpRequest form(String path, String part, Photo photo) throws IOException {
        String boundary = "----" + photo.id.substring(0, 32);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + part + "\"; filename=\""
                        + photo.id.substring(0, 16) + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(Files.readAllBytes(photo.file));
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return request(path)
                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .build();
    }
}
