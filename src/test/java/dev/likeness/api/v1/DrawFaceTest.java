package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.face.FaceId;
import dev.likeness.index.GallerySnapshot;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Faces that users draw, from end to end.
class DrawFaceTest {
    private static final String GALLERY = "/v1/galleries/test";
    private static final String BOX = "{\"left\":80,\"top\":80,\"right\":112,\"bottom\":120}";

    @TempDir
    private Path folder;

    private TestServer server;
    private Path file;
    private String photo;
    private String detected;

    @BeforeEach
    void start() throws IOException {
        Path photos = Files.createDirectories(folder.resolve("photos"));
        server = TestServer.start(folder, Map.of("server.photoRoots", List.of(photos.toString())));
        server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
        file = Files.write(photos.resolve("a.jpg"), SquareModels.photo(1, 1));
        JsonNode added = server.post(GALLERY + "/photos", "{\"paths\":[\"%s\"]}".formatted(file))
                .expect(201)
                .json();
        photo = GALLERY + "/photos/" + added.at("/photos/0/photo/photo").stringValue();
        detected = added.at("/photos/0/photo/faces/0/face").stringValue();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void draw_withAName_addsTheFaceToThePersonInOneEdit() {
        JsonNode edit = draw(",\"name\":\"Ann\"").expect(200).json();

        String face = edit.at("/faces/0").stringValue();
        JsonNode details = server.get(GALLERY + "/faces/" + face).expect(200).json();
        assertThat(details.get("name").stringValue()).isEqualTo("Ann");
        assertThat(details.get("person").longValue())
                .isEqualTo(edit.get("person").longValue());
        assertThat(details.at("/detection/box/left").doubleValue()).isEqualTo(80);
        assertThat(details.at("/detection/box/bottom").doubleValue()).isEqualTo(120);
        assertThat(server.get(GALLERY + "/faces/" + face + "/crop").expect(200).bytes())
                .startsWith(0xFF, 0xD8);
        JsonNode events = server.get(GALLERY + "/history").expect(200).json().get("events");
        assertThat(events).hasSize(1);
        assertThat(events.at("/0/type").stringValue()).isEqualTo("draw-face");
        assertThat(events.at("/0/description").stringValue()).startsWith("drew face " + face + " of Ann");
    }

    @Test
    void draw_undoneAndRedone_takesTheFaceAndItsPersonAwayAndBack() {
        String face =
                draw(",\"name\":\"Ann\"").expect(200).json().at("/faces/0").stringValue();

        server.post(GALLERY + "/history/undo", "{\"count\":1}").expect(200);

        assertThat(faces()).containsExactly(detected);
        assertThat(server.get(GALLERY + "/people").expect(200).json().get("people"))
                .isEmpty();
        assertThat(server.get(GALLERY + "/faces?state=not-a-face")
                        .expect(200)
                        .json()
                        .get("faces"))
                .isEmpty();

        server.post(GALLERY + "/history/redo", "{\"count\":1}").expect(200);

        assertThat(faces()).containsExactly(detected, face);
        assertThat(server.get(GALLERY + "/faces/" + face).expect(200).text("/name"))
                .isEqualTo("Ann");
    }

    @Test
    void draw_whereAFaceWasTakenBack_drawsItAgain() {
        String face = draw("").expect(200).json().at("/faces/0").stringValue();
        server.post(GALLERY + "/history/undo", "{\"count\":1}").expect(200);

        assertThat(draw(",\"name\":\"Ann\"").expect(200).json().at("/faces/0").stringValue())
                .isEqualTo(face);
        assertThat(faces()).containsExactly(detected, face);

        server.post(GALLERY + "/history/undo", "{\"count\":1}").expect(200);

        assertThat(faces()).containsExactly(detected);
    }

    @Test
    void draw_withoutAName_leavesTheFaceUnassigned() {
        JsonNode edit = draw("").expect(200).json();

        assertThat(edit.get("person").isNull()).isTrue();
        assertThat(faces()).containsExactly(detected, edit.at("/faces/0").stringValue());
    }

    @Test
    void draw_ofOneOfTwoPeopleWithOneName_assignsTheFaceToThatOne() {
        long first = draw(",\"name\":\"Ann\"").expect(200).json().get("person").longValue();
        long second = server.post(GALLERY + "/people/split", "{\"faces\":[\"%s\"]}".formatted(detected))
                .expect(201)
                .json()
                .get("person")
                .longValue();
        server.json("PATCH", GALLERY + "/people/" + second + "?sameName=true", "{\"name\":\"Ann\"}")
                .expect(200);

        String face = server.post(
                        photo + "/faces",
                        "{\"box\":{\"left\":4,\"top\":80,\"right\":36,\"bottom\":120},\"person\":%d}".formatted(first))
                .expect(200)
                .text("/faces/0");

        assertThat(server.get(GALLERY + "/faces/" + face)
                        .expect(200)
                        .json()
                        .get("person")
                        .longValue())
                .isEqualTo(first);
    }

    @Test
    void draw_ofAPersonWhoIsNotThere_storesNothing() {
        assertThat(draw(",\"person\":99").expect(404).code()).isEqualTo("NOT_FOUND");

        assertThat(faces()).containsExactly(detected);
    }

    @Test
    void draw_aroundAKnownFace_isAConflict() {
        JsonNode box = server.get(photo).expect(200).json().at("/faces/0/detection/box");

        Answer answer =
                server.post(photo + "/faces", "{\"box\":%s}".formatted(box)).expect(409);

        assertThat(answer.code()).isEqualTo("ALREADY_EXISTS");
        assertThat(answer.text("/detail")).contains(detected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"box\":{\"left\":-1,\"top\":0,\"right\":40,\"bottom\":40}}",
                "{\"box\":{\"left\":100,\"top\":100,\"right\":129,\"bottom\":120}}",
                "{\"box\":{\"left\":80,\"top\":80,\"right\":84,\"bottom\":120}}",
                "{\"box\":{\"left\":80,\"top\":80,\"right\":70,\"bottom\":120}}",
                "{\"box\":{\"left\":80,\"top\":80,\"right\":112,\"bottom\":120},\"name\":\" \"}",
                "{\"box\":{\"left\":80,\"top\":80,\"right\":112,\"bottom\":120},\"name\":\"Ann\",\"person\":1}"
            })
    void draw_ofABoxOrNameThatCannotBe_storesNothing(String request) {
        assertThat(server.post(photo + "/faces", request).expect(400).code()).isEqualTo("INVALID_ARGUMENT");

        assertThat(faces()).containsExactly(detected);
        assertThat(server.get(GALLERY + "/history").expect(200).json().get("events"))
                .isEmpty();
    }

    @Test
    void draw_inAPhotoWhoseFileIsGone_saysSo() throws IOException {
        Files.delete(file);

        assertThat(draw("").expect(404).code()).isEqualTo("PHOTO_FILE_MISSING");
    }

    @Test
    void backup_restored_hasTheDrawnFaceAndItsHistory() {
        String face =
                draw(",\"name\":\"Ann\"").expect(200).json().at("/faces/0").stringValue();
        byte[] zip = server.get(GALLERY + "/backup").expect(200).bytes();

        server.send(
                        "/v1/galleries/copy/restore",
                        request ->
                                request.POST(BodyPublishers.ofByteArray(zip)).header("Content-Type", "application/zip"))
                .expect(201);

        assertThat(server.get("/v1/galleries/copy/faces/" + face).expect(200).text("/name"))
                .isEqualTo("Ann");
        server.post("/v1/galleries/copy/history/undo", "{\"count\":1}").expect(200);
        assertThat(server.get("/v1/galleries/copy/people").json().get("people")).isEmpty();
        assertThat(faces()).containsExactly(detected, face);
    }

    @Test
    void deletePerson_withADrawnFace_leavesNeitherTheFaceNorItsEvent() {
        String face =
                draw(",\"name\":\"Ann\"").expect(200).json().at("/faces/0").stringValue();
        long ann = server.get(GALLERY + "/faces/" + face).json().get("person").longValue();

        delete(GALLERY + "/people/" + ann + "?photos=keep");

        server.get(GALLERY + "/faces/" + face).expect(404);
        server.get(GALLERY + "/faces/" + face + "/crop").expect(404);
        assertThat(faces()).containsExactly(detected);
        assertThat(server.get(GALLERY + "/history").json().get("events")).isEmpty();
    }

    @Test
    void deletePerson_whoseDrawnFaceWasTakenBack_erasesTheFaceToo() {
        long ann = server.json("PUT", GALLERY + "/faces/" + detected + "/person", "{\"name\":\"Ann\"}")
                .expect(200)
                .json()
                .get("person")
                .longValue();
        FaceId face = FaceId.parse(
                draw(",\"name\":\"Ann\"").expect(200).json().at("/faces/0").stringValue());
        server.post(GALLERY + "/history/undo", "{\"count\":1}").expect(200);
        assertThat(stored(face)).isTrue();

        delete(GALLERY + "/people/" + ann + "?photos=keep");

        assertThat(stored(face)).isFalse();
    }

    @Test
    void deletePhoto_withADrawnFace_leavesOnlyTheNameThatWasGivenWithIt() {
        String face =
                draw(",\"name\":\"Ann\"").expect(200).json().at("/faces/0").stringValue();

        delete(photo);

        server.get(GALLERY + "/faces/" + face).expect(404);
        Answer history = server.get(GALLERY + "/history");
        assertThat(history.json().get("events")).hasSize(1);
        assertThat(history.text("/events/0/name")).isEqualTo("Ann");
        assertThat(history.text()).doesNotContain(face);
        assertThat(server.get(GALLERY + "/people").text("/people/0/faces")).isEqualTo("0");
        server.post(GALLERY + "/history/undo", "{\"count\":1}").expect(200);
        assertThat(server.get(GALLERY + "/people").json().get("people")).isEmpty();
    }

    private boolean stored(FaceId face) {
        try (GallerySnapshot snapshot = server.engine().galleries().snapshot("test")) {
            return snapshot.face(face).isPresent();
        }
    }

    private void delete(String path) {
        String job = server.delete(path).expect(202).text("/job");
        assertThat(server.await(job).get("state").stringValue()).isEqualTo("done");
    }

    private Answer draw(String more) {
        return server.post(photo + "/faces", "{\"box\":%s%s}".formatted(BOX, more));
    }

    private List<String> faces() {
        return server.get(photo)
                .expect(200)
                .json()
                .get("faces")
                .valueStream()
                .map(face -> face.get("face").stringValue())
                .toList();
    }
}
