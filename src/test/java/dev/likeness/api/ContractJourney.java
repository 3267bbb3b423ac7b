package dev.likeness.api;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.TestServer.Form;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.Scope;
import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.FalseMatchTable;
import dev.likeness.calibration.MatchCalibration;
import dev.likeness.calibration.MatchModel;
import dev.likeness.calibration.QualityScale;
import dev.likeness.image.content.PictureHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Calls every operation of the contract on a gallery from its creation to its deletion.
public final class ContractJourney {
    private static final String GALLERY = "/v1/galleries/test";

    private ContractJourney() {}

    /// The photos, faces and people of the gallery.
    ///
    /// @param photos with one face each, of people 1, 1, 2, 2, 3, 4
    /// @param first the person of the first two
    /// @param second the person of the next two
    record Subjects(List<String> photos, List<String> faces, long first, long second) {}

    /// Creates the gallery `test` with a calibration, six photos and two people.
    static Subjects begin(TestServer server) {
        Answer brought = server.gallery(
                        new int[] {1}, new int[] {1}, new int[] {2}, new int[] {2}, new int[] {3}, new int[] {4})
                .expect(201);
        calibrate(server);
        List<String> photos = brought.json()
                .at("/photos")
                .valueStream()
                .map(photo -> photo.at("/photo/photo").stringValue())
                .toList();
        List<String> faces = brought.json()
                .at("/photos")
                .valueStream()
                .map(photo -> photo.at("/photo/faces/0/face").stringValue())
                .toList();
        return new Subjects(
                photos, faces, split(server, faces.get(0), faces.get(1)), split(server, faces.get(2), faces.get(3)));
    }

    private static long split(TestServer server, String one, String other) {
        return server.post(GALLERY + "/people/split", "{\"faces\":[\"%s\",\"%s\"]}".formatted(one, other))
                .expect(201)
                .json()
                .get("person")
                .longValue();
    }

    /// Gives the gallery `test` the calibration of [#calibration].
    public static void calibrate(TestServer server) {
        calibrate(server, "test");
    }

    /// As [#calibrate(TestServer)], of any gallery.
    public static void calibrate(TestServer server, String gallery) {
        calibration(server.engine().galleries().details(gallery).modelSha256())
                .write(server.engine().galleries().folder(gallery).resolve("calibration.json"));
    }

    /// A calibration with a likelihood ratio of 1 at cosine .9. Two takes of one person have a cosine above
    /// .95, two people below .8.
    static Calibration calibration(String modelSha256) {
        MatchCalibration matches = new MatchCalibration(
                new MatchModel.Logistic(-180, 0, 200, 200),
                List.of(),
                new FalseMatchTable(
                        List.of(new FalseMatchTable.Band(0, 1, 100_000, List.of(1.0, 1e-4), List.of(0.0, 0.9)))),
                .01,
                500,
                100_000);
        return new Calibration(modelSha256, "by hand", new QualityScale(10, 1), matches, matches, null);
    }

    /// Every operation that writes to a gallery, in an order in which all of them succeed after [#begin].
    static Map<String, Function<TestServer, Answer>> changes(Subjects all) {
        List<String> faces = all.faces();
        String first = GALLERY + "/people/" + all.first();
        String last = "{\"faces\":[\"%s\"]}".formatted(faces.getLast());
        String different = first + "/different/" + all.second();
        String both = "{\"people\":[%d,%d]}".formatted(all.first(), all.second());
        Map<String, Function<TestServer, Answer>> changes = new LinkedHashMap<>();
        changes.put(
                "addPhotos",
                server -> server.upload(GALLERY + "/photos", Map.of("new.jpg", SquareModels.photo(50, 5))));
        changes.put(
                "addPerson",
                server -> server.upload(
                        GALLERY + "/people?name=Una&externalId=4712", Map.of("una.jpg", SquareModels.photo(51, 6))));
        changes.put("changePerson", server -> server.json("PATCH", first, "{\"name\":\"Ann\"}"));
        changes.put(
                "putPersonByExternalId",
                server -> server.json("PUT", GALLERY + "/people/by-external-id/4711", "{\"name\":\"Eve\"}"));
        changes.put(
                "confirmFaces",
                server -> server.post(first + "/confirm", "{\"faces\":[\"%s\"]}".formatted(faces.getFirst())));
        changes.put(
                "rejectFaces",
                server -> server.post(first + "/reject", "{\"faces\":[\"%s\"]}".formatted(faces.get(4))));
        changes.put("markNotAFace", server -> server.post(GALLERY + "/faces/mark-not-a-face", last));
        changes.put("unmarkNotAFace", server -> server.post(GALLERY + "/faces/unmark-not-a-face", last));
        changes.put("moveFaces", server -> server.post(first + "/faces", last));
        changes.put("retractFaces", server -> server.post(GALLERY + "/faces/retract", last));
        changes.put(
                "assignFace",
                server -> server.json("PUT", GALLERY + "/faces/" + faces.getLast() + "/person", "{\"name\":\"Bob\"}"));
        changes.put(
                "markPeopleDifferent",
                server -> server.send(different, request -> request.PUT(BodyPublishers.noBody())));
        changes.put("unmarkPeopleDifferent", server -> server.delete(different));
        changes.put("rejectDuplicatePeople", server -> server.post(GALLERY + "/duplicates/people/reject", both));
        changes.put(
                "decideDuplicatePeople",
                server -> server.post(
                        GALLERY + "/duplicates/people/decide",
                        "{\"reject\":[[%d,%d]]}".formatted(all.first(), all.second())));
        changes.put(
                "hidePeople",
                server -> server.post(GALLERY + "/people/hide", "{\"people\":[%d]}".formatted(all.second())));
        changes.put("undo", server -> server.post(GALLERY + "/history/undo", "{\"count\":1}"));
        changes.put("redo", server -> server.post(GALLERY + "/history/redo", ""));
        changes.put(
                "rejectDuplicatePhotos",
                server -> server.post(
                        GALLERY + "/duplicates/photos/reject",
                        "{\"photos\":[\"%s\",\"%s\"]}"
                                .formatted(all.photos().get(0), all.photos().get(1))));
        changes.put(
                "acceptDuplicatePhotos",
                server -> server.post(
                        GALLERY + "/duplicates/photos/accept",
                        "{\"photos\":[\"%s\"]}".formatted(all.photos().get(1))));
        changes.put(
                "deletePhoto",
                server -> server.delete(GALLERY + "/photos/" + all.photos().get(4)));
        changes.put("deletePerson", server -> server.delete(first));
        return changes;
    }

    /// Calls every operation successfully at least once.
    static void through(TestServer server) {
        for (String open : List.of("/health", "/ready", "/metrics", "/docs", "/docs/start.js", "/v1/openapi.yaml")) {
            server.get(open).expect(200);
        }
        Subjects subjects = begin(server);
        for (String look : List.of(
                "/v1/galleries",
                GALLERY,
                GALLERY + "/quality",
                GALLERY + "/photos",
                GALLERY + "/photos/" + subjects.photos().getFirst(),
                GALLERY + "/faces",
                GALLERY + "/faces?state=unassigned&order=quality&limit=10",
                GALLERY + "/faces/" + subjects.faces().getFirst(),
                GALLERY + "/faces/" + subjects.faces().getFirst() + "/crop",
                GALLERY + "/faces/" + subjects.faces().getFirst() + "/crop?size=128&context=2",
                GALLERY + "/people/" + subjects.first() + "/cover?size=256",
                GALLERY + "/people?order=name&hidden=true&limit=10",
                GALLERY + "/people?named=false&search=a",
                GALLERY + "/people/" + subjects.first() + "/together",
                GALLERY + "/people/" + subjects.first(),
                GALLERY + "/history",
                GALLERY + "/review?limit=3&skip=group-1&skip=likely-2",
                "/v1/folders",
                GALLERY + "/duplicates/people?minProbability=0.5&limit=10",
                GALLERY + "/duplicates/photos")) {
            server.get(look).expect(200);
        }
        server.post(
                        GALLERY + "/people/" + subjects.first() + "/split-preview",
                        "{\"faces\":[\"%s\"]}".formatted(subjects.faces().getFirst()))
                .expect(200);
        server.post(
                        GALLERY + "/search",
                        "{\"probes\":[{\"face\":\"%s\"}],\"k\":3}"
                                .formatted(subjects.faces().getFirst()))
                .expect(200);
        server.form(
                        GALLERY + "/verify",
                        new Form()
                                .file("first", "a.jpg", SquareModels.photo(1, 1))
                                .file("second", "b.jpg", SquareModels.photo(2, 2)))
                .expect(200);
        byte[] zip = server.get(GALLERY + "/backup").expect(200).bytes();
        server.send(
                        "/v1/galleries/copy/restore",
                        request ->
                                request.POST(BodyPublishers.ofByteArray(zip)).header("Content-Type", "application/zip"))
                .expect(201);
        jobs(server);
        backups(server);
        changes(subjects).forEach((operation, send) -> {
            Answer answer = send.apply(server);
            if (answer.status() >= 300) {
                throw new AssertionError(operation + ": " + answer.text());
            }
        });
        server.get(GALLERY + "/people/by-external-id/4711").expect(200);
        // The events end when the gallery is deleted.
        CompletableFuture<Answer> events = CompletableFuture.supplyAsync(() -> server.get("/v1/galleries/copy/events"));
        merge(server);
        server.delete("/v1/galleries/copy").expect(204);
        events.join().expect(200);
        session(server);
    }

    /// Signs in and out. From then on, the server requires a key.
    private static void session(TestServer server) {
        String key = server.server()
                .backend()
                .keys()
                .create("one", ApiKeyKind.BEARER, Scope.READ, Set.of(), 0)
                .secret();
        Answer begun =
                server.post("/v1/session", "{\"key\":\"%s\"}".formatted(key)).expect(201);
        server.with("Cookie", begun.header("Set-Cookie").split(";", 2)[0])
                .with("X-CSRF-Token", begun.text("/csrfToken"));
        server.get("/v1/session").expect(200);
        server.delete("/v1/session").expect(204);
    }

    /// Merges people in another gallery, where they still exist.
    private static void merge(TestServer server) {
        String people = "/v1/galleries/copy/people";
        List<Long> numbers = server.get(people)
                .expect(200)
                .json()
                .get("people")
                .valueStream()
                .map(person -> person.get("person").longValue())
                .toList();
        server.post(people + "/merge", "{\"from\":[%d],\"into\":%d}".formatted(numbers.get(0), numbers.get(1)))
                .expect(200);
        server.post("/v1/galleries/copy/history/undo", "").expect(200);
        server.post(
                        "/v1/galleries/copy/duplicates/people/accept",
                        "{\"people\":[%d,%d]}".formatted(numbers.get(0), numbers.get(1)))
                .expect(200);
    }

    private static void jobs(TestServer server) {
        Path photo;
        byte[] bytes = SquareModels.photo(70, 7);
        try {
            photo = Files.write(server.galleries().resolveSibling("one.jpg"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String job = server.post(GALLERY + "/jobs", "{\"kind\":\"ingest\",\"paths\":[\"%s\"]}".formatted(photo))
                .expect(202)
                .text("/id");
        server.await(job);
        // Only a photo of the server's disk has a file.
        String files = GALLERY + "/photos/" + PictureHash.of(bytes);
        server.get(files + "/image?width=320").expect(200);
        server.get(files + "/original").expect(200);
        server.json("PATCH", files, "{\"turned\":180}").expect(200);
        server.post(files + "/faces", "{\"box\":{\"left\":80,\"top\":80,\"right\":112,\"bottom\":120}}")
                .expect(200);
        server.get("/v1/jobs").expect(200);
        server.get("/v1/jobs/" + job + "/events").expect(200);
        server.delete("/v1/jobs/" + job).expect(202);
    }

    private static void backups(TestServer server) {
        String checked = server.await(
                        server.post(GALLERY + "/check", "").expect(202).text("/id"))
                .at("/result/sound")
                .toString();
        String backup = server.await(
                        server.post(GALLERY + "/backups", "").expect(202).text("/id"))
                .at("/result/backup/backup")
                .stringValue();
        String listed = server.get("/v1/backups").expect(200).text("/backups/0/backup");
        String verified = server.await(server.post("/v1/backups/" + backup + "/verify", "")
                        .expect(202)
                        .text("/id"))
                .at("/result/backup")
                .stringValue();
        String restored = server.await(server.post("/v1/backups/" + backup + "/restore", "{\"gallery\":\"restored\"}")
                        .expect(202)
                        .text("/id"))
                .at("/result/name")
                .stringValue();
        String held = server.delete("/v1/galleries/restored").expect(204).text();
        List<String> answers = List.of(checked, listed, verified, restored, held);
        if (!answers.equals(List.of("true", backup, backup, "restored", ""))) {
            throw new AssertionError("backup %s: %s".formatted(backup, answers));
        }
    }
}
