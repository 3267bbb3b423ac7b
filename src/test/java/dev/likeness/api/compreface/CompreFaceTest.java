package dev.likeness.api.compreface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.TestServer.Form;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import dev.likeness.engine.people.People;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.face.Actor;
import dev.likeness.image.TestPictures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// CompreFace's operations with requests as its clients send them. People are numbers; see [SquareModels].
class CompreFaceTest {
    private static final int ANN = 1;
    private static final int BEN = 2;
    private static final String FACES = "/api/v1/recognition/faces";
    private static final String SUBJECTS = "/api/v1/recognition/subjects";
    private static final String UNKNOWN_IMAGE = "00000000-0000-4000-8000-000000000000";

    @TempDir
    private Path folder;

    private String key = "";
    private TestServer server;

    @BeforeEach
    void start() {
        key = KeyRing.of(folder.resolve("index"))
                .create("app", ApiKeyKind.UUID, Scope.ADMIN, Set.of(), 0)
                .secret();
        server = start(key);
    }

    private TestServer start(String withKey) {
        return TestServer.start(folder, Map.of(), new CompreFace()).with("x-api-key", withKey);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] picture(int take, int... people) {
        return SquareModels.photo(take, people);
    }

    private Answer send(String path, byte[] picture) {
        return server.form(path, new Form().file("file", "photo.jpg", picture));
    }

    private Answer add(String subject, int take, int... people) {
        return send(FACES + "?subject=" + URLEncoder.encode(subject, StandardCharsets.UTF_8), picture(take, people));
    }

    private String id(String subject, int take, int... people) {
        return add(subject, take, people).expect(201).text("/image_id");
    }

    private static void assertError(Answer answer, int status, int code) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().get("code").intValue()).as(answer.text()).isEqualTo(code);
        assertThat(answer.text("/message")).isNotBlank();
    }

    private List<String> subjects() {
        return server.get(SUBJECTS)
                .expect(200)
                .json()
                .get("subjects")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    @Test
    void call_withoutKnownKey_isRefusedByCompreFacesCodes() {
        server.close();
        server = TestServer.start(folder, Map.of(), new CompreFace());

        assertError(server.get(SUBJECTS), 400, 20);
        server.with("x-api-key", UNKNOWN_IMAGE);
        assertError(server.get(SUBJECTS), 404, 10);
    }

    @Test
    void key_ofOneGallery_isThatGallerysFaceCollection() {
        String mine = KeyRing.of(folder.resolve("index"))
                .create("mine", ApiKeyKind.UUID, Scope.WRITE, Set.of("mine"), 0)
                .secret();
        String reader = KeyRing.of(folder.resolve("index"))
                .create("reader", ApiKeyKind.UUID, Scope.READ, Set.of("mine"), 0)
                .secret();
        server.close();
        try (TestServer other = start(mine)) {
            other.post(SUBJECTS, "{\"subject\":\"Ann\"}").expect(201);
            assertThat(other.engine().people("mine").named("Ann")).isPresent();
        }
        try (TestServer other = start(reader)) {
            other.get(SUBJECTS).expect(200);
            assertError(other.post(SUBJECTS, "{\"subject\":\"Ben\"}"), 403, 0);
        }
        server = start(key);
        assertThat(subjects()).isEmpty();
    }

    @Test
    void subjects_areAddedListedRenamedAndDeleted() {
        assertThat(subjects()).isEmpty();

        Answer added =
                server.post(SUBJECTS, "{\"subject\":\"Ann\",\"more\":[1]}").expect(201);
        assertThat(added.text()).isEqualTo("{\"subject\":\"Ann\"}");
        server.post(SUBJECTS, "{\"subject\":\"Ben & Söhne\"}").expect(201);

        // The documentation writes a slash at the end.
        assertThat(server.get(SUBJECTS + "/").expect(200).text("/subjects/0")).isEqualTo("Ann");
        assertThat(subjects()).containsExactly("Ann", "Ben & Söhne");
        assertThat(server.json("PUT", SUBJECTS + "/Ann", "{\"subject\":\"Anna\"}")
                        .expect(200)
                        .text())
                .isEqualTo("{\"updated\":true}");
        assertThat(server.json("PUT", SUBJECTS + "/Anna", "{\"subject\":\"Anna\"}")
                        .expect(200)
                        .text())
                .isEqualTo("{\"updated\":false}");
        assertThat(server.delete(SUBJECTS + "/Ben%20%26%20S%C3%B6hne")
                        .expect(200)
                        .text("/subject"))
                .isEqualTo("Ben & Söhne");
        assertThat(subjects()).containsExactly("Anna");
        assertThat(server.delete(SUBJECTS).expect(200).text()).isEqualTo("{\"deleted\":1}");
        assertThat(subjects()).isEmpty();
    }

    @Test
    void subject_thatCannotBe_isRefused() {
        server.post(SUBJECTS, "{\"subject\":\"Ann\"}").expect(201);

        assertError(server.post(SUBJECTS, "{\"subject\":\"Ann\"}"), 400, 43);
        assertError(server.post(SUBJECTS, "{\"subject\":\" \"}"), 400, 26);
        assertError(server.post(SUBJECTS, "{}"), 400, 26);
        assertError(server.post(SUBJECTS, "{"), 400, 0);
        assertError(server.json("PUT", SUBJECTS + "/Nobody", "{\"subject\":\"Ben\"}"), 404, 42);
        assertError(server.delete(SUBJECTS + "/Nobody"), 404, 42);
    }

    @Test
    void renameSubject_toAKnownName_merges() {
        id("Ann", 1, ANN);
        id("Anna", 2, ANN);

        server.json("PUT", SUBJECTS + "/Ann", "{\"subject\":\"Anna\"}").expect(200);

        assertThat(subjects()).containsExactly("Anna");
        assertThat(server.get(FACES + "?subject=Anna")
                        .expect(200)
                        .json()
                        .get("total_elements")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void addFace_makesTheSubject() {
        Answer added = add("Ann", 1, ANN).expect(201);

        assertThat(added.text("/subject")).isEqualTo("Ann");
        assertThat(added.text("/image_id")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(subjects()).containsExactly("Ann");
        assertThat(server.get(FACES).expect(200).text())
                .isEqualTo("{\"faces\":[{\"image_id\":\"%s\",\"subject\":\"Ann\"}],\"page_number\":0,\"page_size\":20,"
                                .formatted(added.text("/image_id"))
                        + "\"total_pages\":1,\"total_elements\":1}");
    }

    @Test
    void addFace_ofThePictureWithOtherMetadata_isTheSame() {
        String added = id("Ann", 1, ANN);

        Answer again = send(
                FACES + "?subject=Ann",
                TestPictures.withSegment(picture(1, ANN), 0xFE, TestPictures.latin("five stars")));

        assertThat(again.expect(201).text("/image_id")).isEqualTo(added);
    }

    @Test
    void addFace_inBase64_isTheSame() {
        String base64 = Base64.getEncoder().encodeToString(picture(1, ANN));

        Answer added = server.post(FACES + "?subject=Ann", "{\"file\":\"%s\"}".formatted(base64))
                .expect(201);
        Answer again = server.post(FACES + "?subject=Ann", "{\"file\":\"data:image/jpeg;base64,%s\"}".formatted(base64))
                .expect(201);

        assertThat(again.text("/image_id")).isEqualTo(added.text("/image_id"));
    }

    @Test
    void addFace_withASecondQuestionMarkAndEmptyParts_isUnderstood() {
        // As the JavaScript SDK writes it: a subject, and then options with a question mark of their own.
        send(FACES + "?subject=Ann?det_prob_threshold=0.5", picture(1, ANN)).expect(201);
        send(FACES + "?&&subject=Ben+Smith&det_prob_threshold=&", picture(2, BEN))
                .expect(201);

        assertThat(subjects()).containsExactly("Ann", "Ben Smith");
    }

    @Test
    void addFace_asAPartWithoutAType_isUnderstood() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(picture(1, ANN));
        body.writeBytes("\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8));

        server.send(
                        FACES + "?subject=Ann",
                        request -> request.header("Content-Type", "multipart/form-data; boundary=b")
                                .POST(BodyPublishers.ofByteArray(body.toByteArray())))
                .expect(201);
    }

    @Test
    void addFace_ofTheSamePictureToAnotherSubject_movesIt() {
        String first = id("Ann", 1, ANN);

        assertThat(id("Anna", 1, ANN)).isEqualTo(first);

        assertThat(server.get(FACES).expect(200).text("/faces/0/subject")).isEqualTo("Anna");
        assertThat(server.get(FACES).json().get("total_elements").intValue()).isEqualTo(1);
        id("Ann", 1, ANN);
        assertThat(server.get(FACES).expect(200).text("/faces/0/subject")).isEqualTo("Ann");
    }

    @Test
    void addFace_thatCannotBe_isRefused() {
        assertError(add("Ann", 1), 400, 28);
        assertError(add("Ann", 1, ANN, BEN), 400, 31);
        assertError(send(FACES, picture(1, ANN)), 400, 33);
        assertError(send(FACES + "?subject=%20", picture(1, ANN)), 400, 26);
        assertError(send(FACES + "?subject=Ann", "no picture".getBytes(StandardCharsets.UTF_8)), 400, 21);
        assertError(server.form(FACES + "?subject=Ann", new Form().file("photo", "a.jpg", picture(1, ANN))), 400, 34);
        assertError(server.post(FACES + "?subject=Ann", "{\"photo\":\"\"}"), 400, 34);
        assertError(server.post(FACES + "?subject=Ann", "{\"file\":\"*\"}"), 400, 21);
        assertError(send(FACES + "?subject=Ann&det_prob_threshold=2", picture(1, ANN)), 400, 36);
        assertThat(subjects()).isEmpty();
    }

    @Test
    void listFaces_pageByPage_tellsEachOnce() {
        for (int take = 0; take < 3; take++) {
            id("Ann", take, ANN);
        }
        String ben = id("Ben", 9, BEN);

        Answer second = server.get(FACES + "?page=1&size=3").expect(200);

        assertThat(server.get(FACES + "?page=0&size=3").expect(200).json().get("faces"))
                .hasSize(3);
        assertThat(second.text("/faces/0/image_id")).isEqualTo(ben);
        assertThat(second.json().get("total_pages").intValue()).isEqualTo(2);
        assertThat(second.json().get("total_elements").intValue()).isEqualTo(4);
        assertThat(server.get(FACES + "?subject=Ann").json().get("faces")).hasSize(3);
        assertThat(server.get(FACES + "?subject=Nobody").expect(200).json().get("faces"))
                .isEmpty();
        assertError(server.get(FACES + "?size=many"), 400, 36);
        assertError(server.get(FACES + "?size=0"), 400, 26);
    }

    @Test
    void deleteFace_forgetsItAndKeepsTheSubject() {
        String ann = id("Ann", 1, ANN);

        assertThat(server.delete(FACES + "/" + ann).expect(200).text())
                .isEqualTo("{\"image_id\":\"%s\",\"subject\":\"Ann\"}".formatted(ann));

        assertError(server.delete(FACES + "/" + ann), 404, 44);
        assertThat(subjects()).containsExactly("Ann");
    }

    @Test
    void deleteFaces_passesOverWhatIsNotThere() {
        String ann = id("Ann", 1, ANN);
        String ben = id("Ben", 2, BEN);

        JsonNode deleted = server.post(
                        FACES + "/delete", "[\"%s\",\"%s\",\"%s\",\"x\"]".formatted(ann, UNKNOWN_IMAGE, ben))
                .expect(200)
                .json();

        assertThat(deleted).hasSize(2);
        assertThat(server.get(FACES).json().get("total_elements").intValue()).isZero();
    }

    @Test
    void deleteFaces_ofSubjectOrOfAll_countsThem() {
        id("Ann", 1, ANN);
        id("Ann", 2, ANN);
        id("Ben", 3, BEN);

        assertThat(server.delete(FACES + "?subject=Ann").expect(200).text()).isEqualTo("{\"deleted\":2}");
        assertThat(server.delete(FACES + "?subject=Nobody").expect(200).text()).isEqualTo("{\"deleted\":0}");
        assertThat(server.delete(FACES).expect(200).text()).isEqualTo("{\"deleted\":1}");
    }

    @Test
    void deleteAll_takesHiddenSubjectsToo() {
        id("Ann", 1, ANN);
        hide("Ann");
        id("Ben", 2, BEN);

        assertThat(server.delete(FACES).expect(200).text()).isEqualTo("{\"deleted\":2}");
        assertThat(server.delete(SUBJECTS).expect(200).text()).isEqualTo("{\"deleted\":2}");
        assertThat(server.engine().people("default").list(PeopleOrder.NAME, true))
                .isEmpty();
    }

    @Test
    void recognise_aHiddenSubject_isNobody() {
        id("Ann", 1, ANN);
        hide("Ann");

        assertThat(send(RECOGNISE + "?limit=0", picture(4, ANN))
                        .expect(200)
                        .json()
                        .at("/result/0/subjects"))
                .isEmpty();
    }

    private void hide(String subject) {
        People people = server.engine().people("default");
        people.editor(Actor.LOCAL).setHidden(List.of(people.references().person(subject)), true);
    }

    @Test
    void deleteSubject_takesItsFaces() {
        id("Ann", 1, ANN);
        id("Ben", 2, BEN);

        server.delete(SUBJECTS + "/Ann").expect(200);

        assertThat(server.get(FACES).json().get("total_elements").intValue()).isEqualTo(1);
        assertThat(server.engine().galleries().details("default").photos()).isEqualTo(1);
    }

    @Test
    void getImage_isTheFacesOwnPicture() {
        String ann = id("Ann", 1, ANN);

        Answer image = server.get(FACES + "/" + ann + "/img").expect(200);

        assertThat(image.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(image.bytes()).startsWith(0xFF, 0xD8);
        assertThat(server.get(FACES + "/" + UNKNOWN_IMAGE + "/img").expect(200).bytes())
                .isEmpty();
    }

    @Test
    void getStaticImage_withTheKeyInThePath_isTheSamePicture() {
        String ann = id("Ann", 1, ANN);
        String other = KeyRing.of(folder.resolve("index"))
                .create("other", ApiKeyKind.UUID, Scope.READ, Set.of("other"), 0)
                .secret();
        server.server().backend().keys().refresh();

        byte[] same = server.get(FACES + "/" + ann + "/img").expect(200).bytes();
        server.close();
        server = TestServer.start(folder, Map.of(), new CompreFace());
        Answer image = server.get("/api/v1/static/" + key + "/images/" + ann).expect(200);

        assertThat(image.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(image.bytes()).isEqualTo(same);
        assertThat(server.get("/api/v1/static/" + key + "/images/" + UNKNOWN_IMAGE)
                        .expect(200)
                        .bytes())
                .isEmpty();
        assertThat(server.get("/api/v1/static/" + other + "/images/" + ann)
                        .expect(200)
                        .bytes())
                .isEmpty();
        assertError(server.get("/api/v1/static/" + UNKNOWN_IMAGE + "/images/" + ann), 404, 10);
    }

    private static final String RECOGNISE = "/api/v1/recognition/recognize";

    @Test
    void recognise_tellsWhoIsWhere() {
        id("Ann", 1, ANN);
        id("Ann", 2, ANN);
        id("Ben", 3, BEN);

        JsonNode result = send(RECOGNISE + "?limit=0", picture(4, ANN, BEN))
                .expect(200)
                .json()
                .get("result");

        assertThat(result).hasSize(2).allSatisfy(face -> {
            assertThat(face.get("subjects")).hasSize(1);
            assertThat(face.at("/subjects/0/similarity").doubleValue()).isBetween(0.95, 1.0);
            assertThat(face.at("/box/x_max").intValue())
                    .isGreaterThan(face.at("/box/x_min").intValue());
            assertThat(face.at("/box/probability").doubleValue()).isBetween(0.5, 1.0);
            assertThat(face.has("landmarks")).isFalse();
            String expected = face.at("/box/x_min").intValue() < 60 ? "Ann" : "Ben";
            assertThat(face.at("/subjects/0/subject").stringValue()).isEqualTo(expected);
        });
    }

    @Test
    void recognise_withOptions_keepsToThem() {
        id("Ann", 1, ANN);
        id("Ben", 3, BEN);

        Answer one = send(
                        RECOGNISE + "?limit=1&prediction_count=5&face_plugins=landmarks,age,calculator&status=true",
                        picture(4, ANN, BEN))
                .expect(200);

        assertThat(one.json().get("result")).hasSize(1);
        JsonNode face = one.json().at("/result/0");
        assertThat(face.get("subjects")).hasSize(2);
        assertThat(face.at("/subjects/0/similarity").doubleValue())
                .isGreaterThan(face.at("/subjects/1/similarity").doubleValue());
        assertThat(face.get("landmarks")).hasSize(5);
        assertThat(face.get("embedding")).hasSize(SquareModels.DIMENSION);
        assertThat(one.text("/plugins_versions/detector")).isEqualTo(SquareModels.DETECTOR);
    }

    @Test
    void recognise_inAnEmptyCollection_knowsNobody() {
        assertThat(send(RECOGNISE, picture(1, ANN)).expect(200).json().at("/result/0/subjects"))
                .isEmpty();
    }

    @Test
    void recognise_thatCannotBe_isRefused() {
        assertError(send(RECOGNISE, picture(1)), 400, 28);
        assertError(send(RECOGNISE + "?limit=-1", picture(1, ANN)), 400, 26);
        assertError(send(RECOGNISE + "?prediction_count=0", picture(1, ANN)), 400, 26);
        assertError(server.post(RECOGNISE, "{}"), 400, 34);
    }

    @Test
    void whoIsUnnamed_hasANumberUntilRenamed() {
        String ann = id("Ann", 1, ANN);
        var people = server.engine().people("default");
        people.editor(Actor.LOCAL).name(people.named("Ann").orElseThrow().id(), null, false);

        assertThat(subjects()).singleElement().asString().startsWith("person:");
        String label = subjects().getFirst();
        assertThat(send(RECOGNISE, picture(2, ANN)).text("/result/0/subjects/0/subject"))
                .isEqualTo(label);
        server.json("PUT", SUBJECTS + "/" + label, "{\"subject\":\"Ann\"}").expect(200);
        assertThat(server.get(FACES).text("/faces/0/subject")).isEqualTo("Ann");
        assertThat(server.get(FACES).text("/faces/0/image_id")).isEqualTo(ann);
    }

    @Test
    void verifyFace_tellsHowAlike() {
        String ann = id("Ann", 1, ANN);

        JsonNode result = send(FACES + "/" + ann + "/verify?limit=0", picture(2, ANN, BEN))
                .expect(200)
                .json()
                .get("result");

        assertThat(result).hasSize(2).allSatisfy(face -> {
            boolean same = face.at("/box/x_min").intValue() < 60;
            assertThat(face.get("similarity").doubleValue() > 0.95).isEqualTo(same);
            assertThat(face.get("subject").stringValue()).isEqualTo("Ann");
        });
        assertError(send(FACES + "/" + UNKNOWN_IMAGE + "/verify", picture(2, ANN)), 404, 44);
        assertError(send(FACES + "/" + ann + "/verify", picture(2)), 400, 28);
    }

    @Test
    void embeddings_ofACaller_areRecognisedAndCompared() {
        String ann = id("Ann", 1, ANN);
        id("Ben", 2, BEN);
        String vector = send(RECOGNISE + "?face_plugins=calculator", picture(3, ANN))
                .json()
                .at("/result/0/embedding")
                .toString();

        Answer recognised = server.post(
                        "/api/v1/recognition/embeddings/recognize?prediction_count=2",
                        "{\"embeddings\":[%s]}".formatted(vector))
                .expect(200);
        Answer verified = server.post(
                        "/api/v1/recognition/embeddings/faces/" + ann + "/verify",
                        "{\"embeddings\":[%s]}".formatted(vector))
                .expect(200);
        Answer compared = server.post(
                        "/api/v1/verification/embeddings/verify",
                        "{\"source\":%s,\"targets\":[%s]}".formatted(vector, vector))
                .expect(200);

        assertThat(recognised.text("/result/0/similarities/0/subject")).isEqualTo("Ann");
        assertThat(recognised.json().at("/result/0/similarities")).hasSize(2);
        assertThat(verified.json().at("/result/0/similarity").doubleValue()).isGreaterThan(0.95);
        assertThat(compared.json().at("/result/0/similarity").doubleValue()).isGreaterThan(0.999);
        String path = "/api/v1/recognition/embeddings/recognize";
        assertError(server.post(path, "{\"embeddings\":[[1,2,3]]}"), 400, 36);
        assertError(server.post(path, "{\"embeddings\":[[]]}"), 400, 36);
        assertError(server.post(path, "{}"), 400, 36);
    }

    @Test
    void detect_tellsTheFaces() {
        JsonNode result = send("/api/v1/detection/detect?face_plugins=landmarks", picture(1, ANN, BEN))
                .expect(200)
                .json()
                .get("result");

        assertThat(result).hasSize(2).allSatisfy(face -> {
            assertThat(face.get("landmarks")).hasSize(5);
            assertThat(face.has("subjects")).isFalse();
        });
        assertError(send("/api/v1/detection/detect", picture(1)), 400, 28);
    }

    @Test
    void verify_comparesTwoPictures() {
        String path = "/api/v1/verification/verify";
        Form form = new Form()
                .file("source_image", "a.jpg", picture(1, ANN))
                .file("target_image", "b.jpg", picture(2, BEN, ANN));

        JsonNode result = server.form(path, form).expect(200).json().at("/result/0");

        assertThat(result.at("/source_image_face/box/probability").doubleValue())
                .isPositive();
        assertThat(result.get("face_matches")).hasSize(2);
        assertThat(result.at("/face_matches/0/similarity").doubleValue()).isGreaterThan(0.95);
        assertThat(result.at("/face_matches/1/similarity").doubleValue()).isLessThan(0.95);
        assertError(
                server.form(
                        path,
                        new Form()
                                .file("source_image", "a.jpg", picture(1, ANN, BEN))
                                .file("target_image", "b.jpg", picture(2, ANN))),
                400,
                31);
        assertError(server.form(path, new Form().file("source_image", "a.jpg", picture(1, ANN))), 400, 34);
        assertError(
                server.form(
                        path,
                        new Form()
                                .file("source_image", "a.jpg", picture(1, ANN))
                                .file("target_image", "b.jpg", picture(2))),
                400,
                28);
    }

    @Test
    void deletion_namesTheBackupsThatStillHoldIt() throws IOException {
        String image = id("Ann", 1, ANN);
        id("Ben", 2, BEN);
        id("Cat", 3, ANN);
        Files.writeString(
                folder.resolve("index/.backups.jsonl"),
                "{\"gallery\":\"default\",\"backup\":\"\",\"made\":\"2026-11-29T10:00:00Z\",\"folder\":null}\n");

        List<Answer> answers = List.of(
                server.delete(FACES + "/" + image).expect(200),
                server.delete(SUBJECTS + "/Ben").expect(200),
                server.delete(FACES + "?subject=Cat").expect(200),
                server.delete(SUBJECTS).expect(200));

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.header("Likeness-Backups"))
                        .isEqualTo("\"download\";made=\"2026-11-29T10:00:00Z\""));
    }
}
