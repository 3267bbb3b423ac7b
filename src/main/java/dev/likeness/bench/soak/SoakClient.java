package dev.likeness.bench.soak;

import dev.likeness.bench.soak.SoakSession.Response;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Phaser;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One client of a soak, which sends random requests until it is stopped. No other client uploads, deletes or
/// names its photos, so that its [SoakLedger] knows their state. It searches for the faces of all clients.
final class SoakClient implements Runnable {
    private final int number;
    private final SoakLedger ledger;
    private final SoakSession session;
    private final Shared shared;
    private final Random random;
    private int names;
    private volatile boolean stopped;

    /// The state that all clients share.
    ///
    /// @param gate where clients wait while the server is down: first until all clients have arrived, then
    ///     until the server is up and checked
    /// @param faces face ids to search for
    /// @param deleted ids of photos that were deleted at least once, or may have been
    /// @param dimension dimension of the gallery's embeddings
    /// @param pause mean pause of a client between two requests
    record Shared(
            SoakStatistics statistics,
            Phaser gate,
            ConcurrentSkipListSet<String> faces,
            Set<String> deleted,
            int dimension,
            Duration pause) {}

    SoakClient(int number, SoakServer server, HttpClient http, List<SoakPhoto> photos, Shared shared, long seed) {
        this.number = number;
        this.ledger = new SoakLedger(photos);
        this.session = new SoakSession(server, http, shared.statistics, shared.gate, ledger);
        this.shared = shared;
        this.random = new Random(seed + 1_000L * number);
        shared.gate.register();
    }

    /// Stops after the current request.
    void end() {
        stopped = true;
    }

    /// Compares the server with this client's ledger. Only allowed while the client waits at the gate or is
    /// over.
    SoakBenchmark.Consistency checkConsistency() {
        return ledger.check(session::read);
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                act(SoakRequest.next(random));
                // Between 0 and twice the pause, so that clients do not send in step.
                Thread.sleep(shared.pause.multipliedBy(random.nextInt(201)).dividedBy(100));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            shared.statistics.recordError("client %d gave up: %s".formatted(number, e));
        } finally {
            shared.gate.arriveAndDeregister();
        }
    }

    private void act(SoakRequest request) throws IOException, InterruptedException {
        switch (request) {
            case SEARCH_BY_FACE -> searchByFace();
            case SEARCH_BY_VECTOR -> session.require(request, search("\"vector\":\"" + vector() + "\""));
            case SEARCH_BY_PICTURE ->
                session.require(request, session.form(SoakSession.GALLERY + "/search", "image", pick(ledger.photos())));
            case RECOGNISE_LIKE_COMPREFACE -> recognise();
            case UPLOAD -> upload();
            case DELETE -> delete();
            case NAME_FACE -> nameFace();
            case RENAME_PERSON -> rename();
            case RETRACT_NAME -> retractName();
            case LIST_PEOPLE -> session.require(request, session.get(SoakSession.GALLERY + "/people?limit=50"));
            case LIST_QUESTIONS -> session.require(request, session.get(SoakSession.GALLERY + "/review"));
            case CLUSTER ->
                session.require(
                        request,
                        session.json("POST", SoakSession.GALLERY + "/jobs", "{\"kind\":\"cluster\",\"full\":true}"));
            case READ_PHOTO -> readPhoto();
            case READ_METRICS -> session.require(request, session.get("/metrics"));
        }
    }

    private void searchByFace() throws InterruptedException {
        String face = Optional.ofNullable(shared.faces.ceiling(Integer.toHexString(random.nextInt() | 0x1000_0000)))
                .orElseGet(() -> shared.faces.isEmpty() ? "" : shared.faces.first());
        if (!face.isEmpty()) {
            boolean mayBeDeleted = shared.deleted.contains(photoOf(face));
            HttpRequest request = search("\"face\":\"" + face + "\"");
            Response response = session.send(SoakRequest.SEARCH_BY_FACE, request);
            // Another client may have deleted the photo while the request was on its way.
            mayBeDeleted |= shared.deleted.contains(photoOf(face));
            session.check(request, response, mayBeDeleted ? List.of(404) : List.of());
        }
    }

    private HttpRequest search(String probe) {
        return session.json("POST", SoakSession.GALLERY + "/search", "{\"probes\":[{" + probe + "}]}");
    }

    private void recognise() throws IOException, InterruptedException {
        HttpRequest request = session.form("/api/v1/recognition/recognize?limit=0", "file", pick(ledger.photos()));
        Response response = session.send(SoakRequest.RECOGNISE_LIKE_COMPREFACE, request);
        // CompreFace answers 400 if no face is found.
        session.check(request, response, response.body().contains("\"code\":28") ? List.of(400) : List.of());
    }

    private void upload() throws IOException, InterruptedException {
        List<SoakPhoto> missing = ledger.missing();
        // Sometimes a photo that is there, which must change nothing.
        SoakPhoto photo = missing.isEmpty() || random.nextInt(10) == 0 ? pick(ledger.photos()) : missing.getFirst();
        ledger.begin(photo);
        // Some uploads are followed by a job that clusters the new faces.
        String query = random.nextInt(10) == 0 ? "?cluster=true" : "";
        HttpRequest request = session.form(SoakSession.PHOTOS + query, "image", photo);
        Response response = session.send(SoakRequest.UPLOAD, request);
        if (session.check(request, response, List.of())) {
            JsonNode stored = response.json().at("/photos/0/photo");
            List<String> faces = new ArrayList<>();
            stored.get("faces").forEach(face -> faces.add(face.get("face").stringValue()));
            ledger.uploaded(photo, faces);
            shared.faces.addAll(faces);
        }
        ledger.end();
    }

    private void delete() throws InterruptedException {
        SoakPhoto photo = anyPresent();
        if (photo == null) {
            return;
        }
        ledger.begin(photo);
        shared.deleted.add(photo.id());
        HttpRequest request = session.delete(SoakSession.PHOTOS + "/" + photo.id());
        Response response = session.send(SoakRequest.DELETE, request);
        if (session.check(request, response, response.retried() ? List.of(404) : List.of())
                || response.status() == 404) {
            ledger.faces(photo).forEach(shared.faces::remove);
            ledger.deleted(photo);
        }
        ledger.end();
    }

    private void nameFace() throws InterruptedException {
        SoakPhoto photo = anyPresent();
        if (photo == null) {
            return;
        }
        // A named face must be retracted before it can get another name.
        List<String> unnamed = ledger.unnamedFaces(photo);
        if (unnamed.isEmpty()) {
            return;
        }
        String face = pick(unnamed);
        List<String> named = ledger.namedFaces();
        String name = named.isEmpty() || random.nextBoolean() ? newName() : ledger.name(pick(named));
        ledger.begin(Set.of(face));
        HttpRequest request =
                session.json("PUT", SoakSession.GALLERY + "/faces/" + face + "/person", "{\"name\":\"" + name + "\"}");
        Response response = session.send(SoakRequest.NAME_FACE, request);
        if (session.check(request, response, List.of(409))) {
            ledger.named(face, response.json().get("person").longValue(), name);
        }
        ledger.end();
    }

    private void rename() throws InterruptedException {
        List<String> named = ledger.namedFaces();
        if (named.isEmpty()) {
            return;
        }
        long person = ledger.person(pick(named));
        ledger.begin(ledger.facesOf(person));
        String name = newName();
        HttpRequest request =
                session.json("PATCH", SoakSession.GALLERY + "/people/" + person, "{\"name\":\"" + name + "\"}");
        Response response = session.send(SoakRequest.RENAME_PERSON, request);
        if (session.check(request, response, List.of(409))) {
            ledger.renamed(person, name);
        }
        ledger.end();
    }

    private void retractName() throws InterruptedException {
        List<String> named = ledger.namedFaces();
        if (named.isEmpty()) {
            return;
        }
        String face = pick(named);
        ledger.begin(Set.of(face));
        HttpRequest request =
                session.json("POST", SoakSession.GALLERY + "/faces/retract", "{\"faces\":[\"" + face + "\"]}");
        Response response = session.send(SoakRequest.RETRACT_NAME, request);
        if (session.check(request, response, List.of(409))) {
            ledger.retracted(face);
        }
        ledger.end();
    }

    private void readPhoto() throws InterruptedException {
        List<SoakPhoto> sent = ledger.sent();
        if (sent.isEmpty()) {
            return;
        }
        SoakPhoto photo = pick(sent);
        HttpRequest request = session.get(SoakSession.PHOTOS + "/" + photo.id());
        Response response = session.send(SoakRequest.READ_PHOTO, request);
        session.check(request, response, ledger.isPresent(photo) ? List.of() : List.of(404));
    }

    private String newName() {
        names++;
        return "Person %d of %d".formatted(names, number);
    }

    private @Nullable SoakPhoto anyPresent() {
        List<SoakPhoto> present = ledger.present();
        return present.isEmpty() ? null : pick(present);
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
}
