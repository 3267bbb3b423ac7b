package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.TestServer.Form;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The native API from end to end: real HTTP, Lucene and ONNX Runtime.
class NativeApiTest {
    private static final String GALLERY = "/v1/galleries/test";

    @TempDir
    private Path folder;

    private TestServer server;
    private Path photos;

    @BeforeEach
    void start() throws Exception {
        photos = Files.createDirectories(folder.resolve("photos"));
        server = TestServer.start(folder, Map.of("server.photoRoots", List.of(photos.toString())));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void upload_ofPhotos_findsTheirFacesAndIsKnownTheSecondTime() {
        Answer first =
                server.gallery(new int[] {1}, new int[] {1, 2}, new int[] {}).expect(201);

        assertThat(first.json().at("/photos")).hasSize(3);
        assertThat(first.text("/photos/0/name")).isEqualTo("upload:photo-0.jpg");
        assertThat(first.json().at("/photos/1/photo/faces")).hasSize(2);
        assertThat(first.json().at("/photos/2/photo/faces")).isEmpty();

        Answer again = server.upload(GALLERY + "/photos", Map.of("copy.jpg", SquareModels.photo(0, 1)))
                .expect(200);
        assertThat(again.text("/photos/0/added")).isEqualTo("false");
        assertThat(again.json().at("/photos/0/photo/paths")).hasSize(2);
        assertThat(server.get(GALLERY).expect(200).text("/faces")).isEqualTo("3");
    }

    @Test
    void upload_withOneUnreadablePhoto_keepsTheOthersAndSaysWhy() {
        server.gallery();
        Form form = new Form()
                .file("image", "good.jpg", SquareModels.photo(1, 1))
                .file("image", "bad.jpg", new byte[] {1, 2, 3});

        Answer answer = server.form(GALLERY + "/photos", form).expect(201);

        assertThat(answer.text("/photos/0/added")).isEqualTo("true");
        assertThat(answer.text("/photos/1/problem/code")).isEqualTo("UNSUPPORTED_FORMAT");
        assertThat(server.upload(GALLERY + "/photos", Map.of("bad.jpg", new byte[] {1, 2, 3}))
                        .expect(422)
                        .code())
                .isEqualTo("UNSUPPORTED_FORMAT");
    }

    @Test
    void upload_underOneIdempotencyKey_isDoneOnce() {
        server.gallery();
        server.with("Idempotency-Key", "k1");
        Form form = new Form().file("image", "a.jpg", SquareModels.photo(1, 1));

        Answer first = server.form(GALLERY + "/photos", form).expect(201);
        Answer again = server.form(GALLERY + "/photos", form).expect(201);

        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.text()).isEqualTo(first.text());
        Form other = new Form().file("image", "b.jpg", SquareModels.photo(2, 2));
        assertThat(server.form(GALLERY + "/photos", other).expect(409).code()).isEqualTo("IDEMPOTENCY_CONFLICT");
    }

    @Test
    void photos_byServerPath_areTakenFromAllowedRootsOnly() throws Exception {
        server.gallery();
        Path inside = Files.write(photos.resolve("in.jpg"), SquareModels.photo(1, 1));
        Path outside = Files.write(folder.resolve("out.jpg"), SquareModels.photo(2, 2));
        Files.createSymbolicLink(photos.resolve("escape.jpg"), outside);

        server.post(GALLERY + "/photos", "{\"paths\":[\"" + inside + "\"]}").expect(201);
        server.post(GALLERY + "/photos", "{\"paths\":[\"in.jpg\"]}").expect(200);

        for (String path : List.of(
                outside.toString(),
                photos + "/../out.jpg",
                "../out.jpg",
                photos.resolve("escape.jpg").toString(),
                "escape.jpg",
                "/etc/passwd",
                "/no/such/file",
                "in.jpg\\u0000")) {
            Answer rejected = server.post(GALLERY + "/photos", "{\"paths\":[\"" + path + "\"]}")
                    .expect(403);
            assertThat(rejected.code()).isEqualTo("PATH_NOT_ALLOWED");
            assertThat(rejected.text()).doesNotContain(folder.toString());
        }
    }

    @Test
    void search_byPictureFaceAndVector_findsTheSamePerson() {
        server.gallery(new int[] {1}, new int[] {2}, new int[] {1, 3}).expect(201);
        String face = server.get(GALLERY + "/faces").expect(200).text("/faces/0/face");
        byte[] probe = SquareModels.photo(77, 1);

        Answer byForm = server.form(GALLERY + "/search", new Form().file("image", "probe.jpg", probe))
                .expect(200);
        Answer byJson = server.post(
                        GALLERY + "/search",
                        "{\"probes\":[{\"image\":\"%s\"},{\"face\":\"%s\"}],\"k\":2}"
                                .formatted(Base64.getEncoder().encodeToString(probe), face))
                .expect(200);

        assertThat(byForm.json().at("/faces/0/hits")).hasSize(4);
        assertThat(byForm.json().at("/faces/0/hits/1/cosine").floatValue()).isGreaterThan(0.9f);
        assertThat(byForm.json().at("/faces/0/hits/2/cosine").floatValue()).isLessThan(0.8f);
        assertThat(byJson.text("/faces/0/hits/0/face")).isEqualTo(byForm.text("/faces/0/hits/0/face"));
        assertThat(byJson.text("/faces/1/face")).isEqualTo(face);
        assertThat(byJson.json().at("/faces/1/hits")).hasSize(2);
        assertThat(byJson.text("/faces/1/hits/0/face")).isNotEqualTo(face);
    }

    @Test
    void search_byDataUrlInAnUntypedBody_isRead() {
        server.gallery(new int[] {1}).expect(201);
        String picture = Base64.getUrlEncoder().withoutPadding().encodeToString(SquareModels.photo(77, 1));
        BodyPublisher body =
                BodyPublishers.ofString("{\"probes\":[{\"image\":\"data:image/jpeg;base64,%s\"}]}".formatted(picture));

        Answer program = server.send(GALLERY + "/search", request -> request.POST(body));
        Answer page = server.send(
                GALLERY + "/search",
                request -> request.POST(body).header("Origin", server.uri("").toString()));

        assertThat(program.expect(200).json().at("/faces/0/hits")).hasSize(1);
        assertThat(page.expect(415).code()).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void name_thatIsANumber_isRefused() {
        server.gallery(new int[] {1}, new int[] {1}).expect(201);
        String face = server.get(GALLERY + "/faces").text("/faces/0/face");

        Answer answer = server.post(GALLERY + "/people/split", "{\"faces\":[\"%s\"],\"name\":\"#3\"}".formatted(face));

        assertThat(answer.expect(400).text("/detail")).startsWith("a name must not be a number");
    }

    @Test
    void search_byThresholdAndFilters_leavesOutWhatIsBelow() {
        server.gallery(new int[] {1}, new int[] {2}, new int[] {1, 3}).expect(201);
        String face = server.get(GALLERY + "/faces").text("/faces/0/face");
        String probe = "\"probes\":[{\"face\":\"" + face + "\"}]";

        Answer all = server.post(GALLERY + "/search", "{" + probe + "}").expect(200);
        Answer none = server.post(GALLERY + "/search", "{" + probe + ",\"threshold\":{\"cosine\":1}}")
                .expect(200);
        Answer early = server.post(GALLERY + "/search", "{" + probe + ",\"capturedBefore\":\"1990-01-01T00:00:00\"}")
                .expect(200);

        assertThat(all.json().at("/faces/0/hits")).hasSize(3);
        assertThat(none.json().at("/faces/0/hits")).isEmpty();
        assertThat(early.json().at("/faces/0/hits")).isEmpty();
        assertThat(server.post(GALLERY + "/search", "{" + probe + ",\"threshold\":{\"probability\":0.5}}")
                        .expect(400)
                        .text("/detail"))
                .contains("needs a calibration");
        assertThat(server.post(GALLERY + "/search", "{\"probes\":[{\"vector\":[1,2,3]}]}")
                        .expect(400)
                        .text("/detail"))
                .contains("dimension");
        assertThat(server.post(GALLERY + "/search", "{\"probes\":[]}")
                        .expect(400)
                        .code())
                .isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void verify_ofTwoPictures_comparesTheirLargestFaces() {
        server.gallery();
        Form same = new Form()
                .file("first", "a.jpg", SquareModels.photo(1, 1))
                .file("second", "b.jpg", SquareModels.photo(2, 1));
        Form different = new Form()
                .file("first", "a.jpg", SquareModels.photo(1, 1))
                .file("second", "b.jpg", SquareModels.photo(2, 2));

        assertThat(server.form(GALLERY + "/verify", same)
                        .expect(200)
                        .json()
                        .at("/cosine")
                        .floatValue())
                .isGreaterThan(0.9f);
        assertThat(server.form(GALLERY + "/verify", different)
                        .expect(200)
                        .json()
                        .at("/cosine")
                        .floatValue())
                .isLessThan(0.8f);
        Form withoutFace = new Form()
                .file("first", "a.jpg", SquareModels.landscape(1))
                .file("second", "b.jpg", SquareModels.photo(2, 2));
        assertThat(server.form(GALLERY + "/verify", withoutFace).expect(422).code())
                .isEqualTo("NO_FACE");
    }

    @Test
    void people_areNamedMergedMovedAndTakenBack() {
        server.gallery(new int[] {1}, new int[] {1}, new int[] {2}).expect(201);
        List<String> faces = faces();
        long ann = server.post(
                        GALLERY + "/people/split", "{\"faces\":[\"%s\"],\"name\":\"Ann\"}".formatted(faces.get(0)))
                .expect(201)
                .json()
                .get("person")
                .longValue();
        String sameName = "{\"faces\":[\"%s\"],\"name\":\"ann\"}".formatted(faces.get(1));
        assertThat(server.post(GALLERY + "/people/split", sameName).expect(409).code())
                .isEqualTo("ALREADY_EXISTS");
        server.post(GALLERY + "/people/split?sameName=true", sameName).expect(201);
        server.post(GALLERY + "/history/undo", "{}").expect(200);
        long other = server.post(GALLERY + "/people/split", "{\"faces\":[\"%s\"]}".formatted(faces.get(1)))
                .expect(201)
                .json()
                .get("person")
                .longValue();
        String person = GALLERY + "/people/" + ann;

        Answer before = server.get(person).expect(200);
        server.post(GALLERY + "/people/merge", "{\"from\":[%d],\"into\":%d}".formatted(other, ann))
                .expect(200);
        assertThat(server.get(person).json().at("/faces")).hasSize(2);
        Answer stale = server.send(
                person,
                request -> request.method(
                                "PATCH", java.net.http.HttpRequest.BodyPublishers.ofString("{\"name\":\"Anna\"}"))
                        .header("Content-Type", "application/json")
                        .header("If-Match", before.header("ETag")));
        assertThat(stale.expect(412).code()).isEqualTo("PRECONDITION_FAILED");
        server.json("PATCH", person, "{\"name\":\"Anna\",\"birthDate\":\"1990-05-01\",\"hidden\":true}")
                .expect(200);
        assertThat(server.get(GALLERY + "/people").json().at("/people")).isEmpty();
        assertThat(server.get(GALLERY + "/people?hidden=true&order=name").text("/people/0/name"))
                .isEqualTo("Anna");

        server.json("PATCH", person, "{\"hidden\":false,\"birthDate\":\"2999-01-01\"}")
                .expect(400);
        assertThat(server.json("PATCH", person, "{\"birthDate\":\"0001-01-01\"}")
                        .expect(400)
                        .text("/detail"))
                .startsWith("a birth date must be from 1800-01-01 to ");
        assertThat(server.get(person).text("/summary/hidden")).isEqualTo("true");

        server.json("PUT", GALLERY + "/faces/" + faces.get(2) + "/person", "{\"name\":\"Bob\"}")
                .expect(200);
        String third = "{\"faces\":[\"%s\"]}".formatted(faces.get(2));
        assertThat(server.post(GALLERY + "/faces/mark-not-a-face", third)
                        .expect(409)
                        .code())
                .isEqualTo("CONTRADICTION");
        server.post(GALLERY + "/faces/retract", third).expect(200);
        server.post(GALLERY + "/faces/mark-not-a-face", third).expect(200);
        assertThat(server.get(GALLERY + "/faces/" + faces.get(2)).text("/notAFace"))
                .isEqualTo("true");
        assertThat(server.get(GALLERY + "/history").json().at("/events").size()).isGreaterThan(5);
        server.post(GALLERY + "/history/undo", "{\"count\":2}").expect(200);
        assertThat(server.get(GALLERY + "/faces/" + faces.get(2)).text("/notAFace"))
                .isEqualTo("false");
        server.post(GALLERY + "/history/redo", "").expect(200);
    }

    @Test
    void lists_areReadPageByPage() {
        int[][] shots = new int[7][];
        for (int i = 0; i < shots.length; i++) {
            shots[i] = new int[] {i};
        }
        server.gallery(shots).expect(201);

        for (String list : List.of("photos", "faces")) {
            List<String> read = new ArrayList<>();
            String next = "";
            do {
                JsonNode page = server.get(GALLERY + "/" + list + "?limit=3" + next)
                        .expect(200)
                        .json();
                page.get(list).forEach(one -> read.add(one.get("photo").stringValue()));
                next = page.get("next").isNull()
                        ? null
                        : "&cursor=" + page.get("next").stringValue();
            } while (next != null);
            assertThat(read).hasSize(7).isSorted().doesNotHaveDuplicates();
        }
        assertThat(server.get(GALLERY + "/photos?cursor=%21").expect(400).code())
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(server.get(GALLERY + "/photos?limit=0").expect(400).code()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void crop_isAJpegOfTheFace() {
        server.gallery(new int[] {1}).expect(201);

        Answer crop =
                server.get(GALLERY + "/faces/" + faces().getFirst() + "/crop").expect(200);

        assertThat(crop.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(crop.bytes()).startsWith(0xff, 0xd8);
    }

    @Test
    void job_ingestsAFolderAndGroupsIt() throws Exception {
        server.gallery();
        for (int i = 0; i < 5; i++) {
            Files.write(photos.resolve(i + ".jpg"), SquareModels.photo(i, 1));
        }
        Path secret = Files.write(folder.resolve("secret.jpg"), SquareModels.photo(50, 5));
        Files.createSymbolicLink(photos.resolve("escape.jpg"), secret);

        Answer started = server.post(GALLERY + "/jobs", "{\"kind\":\"ingest\",\"paths\":[\"" + photos + "\"]}")
                .expect(202);
        JsonNode report = server.await(started.text("/id"));

        assertThat(report.get("state").stringValue()).isEqualTo("done");
        assertThat(report.at("/result/added").intValue()).isEqualTo(5);
        assertThat(report.at("/result/unreadable")).hasSize(1);
        assertThat(report.at("/result/people/people").intValue()).isEqualTo(1);
        assertThat(server.get(GALLERY + "/people").json().at("/people/0/faces").intValue())
                .isEqualTo(5);
        assertThat(server.get("/v1/jobs/" + started.text("/id") + "/events")
                        .expect(200)
                        .text())
                .startsWith("data: {")
                .contains("\"state\":\"done\"");
        assertThat(server.get("/v1/jobs").expect(200).json().at("/jobs")).hasSize(1);
    }

    @Test
    void job_thatWouldForgetTooMuch_failsWithTheJobThatForgetsIt() throws Exception {
        server.gallery();
        for (int i = 0; i < 4; i++) {
            Files.write(photos.resolve(i + ".jpg"), SquareModels.photo(i, 1));
        }
        String ingest = "{\"kind\":\"ingest\",\"paths\":[\"" + photos + "\"],\"cluster\":false,\"prune\":true}";
        server.await(server.post(GALLERY + "/jobs", ingest).expect(202).text("/id"));
        for (int i = 0; i < 3; i++) {
            Files.delete(photos.resolve(i + ".jpg"));
        }

        JsonNode refused =
                server.await(server.post(GALLERY + "/jobs", ingest).expect(202).text("/id"));

        assertThat(refused.get("state").stringValue()).isEqualTo("failed");
        assertThat(refused.at("/problem/detail").stringValue()).contains("got: 3 of 4 below …; nothing was removed");
        JsonNode remedy = refused.at("/problem/remedies/0");
        assertThat(remedy.get("body").get("pruneAll").booleanValue()).isTrue();
        JsonNode done = server.await(
                server.post(remedy.get("path").stringValue(), remedy.get("body").toString())
                        .expect(202)
                        .text("/id"));
        assertThat(done.at("/result/pruned").intValue()).isEqualTo(3);
    }

    @Test
    void duplicates_ofPeople_withoutACalibration_areRefused() {
        server.gallery(new int[] {1}).expect(201);

        assertThat(server.get(GALLERY + "/duplicates/people").expect(400).text("/detail"))
                .contains("calibration");
    }

    @Test
    void quality_andMetrics_countWhatIsThere() {
        server.gallery(new int[] {1}, new int[] {2}).expect(201);

        long faces = 0;
        for (JsonNode bin : server.get(GALLERY + "/quality").expect(200).json().get("histogram")) {
            faces += bin.longValue();
        }

        assertThat(faces).isEqualTo(2);
        assertThat(server.get("/metrics").expect(200).text())
                .contains("likeness_calls_seconds_count{operation=\"addPhotos\",status=\"201\"} 1");
    }

    @Test
    void backup_isRestoredAsAnotherGallery() {
        server.gallery(new int[] {1}, new int[] {2}).expect(201);
        byte[] zip = server.get(GALLERY + "/backup").expect(200).bytes();

        Answer restored = server.send(
                "/v1/galleries/copy/restore",
                request -> request.POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(zip))
                        .header("Content-Type", "application/zip"));

        assertThat(restored.expect(201).text("/faces")).isEqualTo("2");
        assertThat(server.get("/v1/galleries/copy/faces").expect(200).json().at("/faces"))
                .isEqualTo(server.get(GALLERY + "/faces").json().at("/faces"));
        Answer garbage = server.send(
                "/v1/galleries/other/restore",
                request -> request.POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(new byte[100]))
                        .header("Content-Type", "application/zip"));
        assertThat(garbage.expect(422).code()).isEqualTo("BACKUP_INVALID");
        Answer there = server.send(
                "/v1/galleries/copy/restore",
                request -> request.POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(zip))
                        .header("Content-Type", "application/zip"));
        assertThat(there.expect(409).code()).isEqualTo("ALREADY_EXISTS");
    }

    @Test
    void documentation_comesFromThisServerAlone() {
        Answer page = server.get("/docs").expect(200);

        assertThat(page.text()).doesNotContain("http");
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(server.get("/docs/swagger-ui-bundle.js").expect(200).bytes().length)
                .isGreaterThan(100_000);
        assertThat(server.get("/docs/swagger-ui.css").expect(200).header("Content-Type"))
                .startsWith("text/css");
        server.get("/docs/pom.xml").expect(404);
        assertThat(server.get("/v1/openapi.yaml").expect(200).text()).startsWith("openapi: 3.1");
    }

    private List<String> faces() {
        List<String> faces = new ArrayList<>();
        server.get(GALLERY + "/faces")
                .expect(200)
                .json()
                .get("faces")
                .forEach(face -> faces.add(face.get("face").stringValue()));
        return faces;
    }
}
