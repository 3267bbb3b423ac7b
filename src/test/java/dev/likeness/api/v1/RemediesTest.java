package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Problems advise a client of HTTP in terms of HTTP, and the advice works.
class RemediesTest {
    private static final String GALLERY = "/v1/galleries/test";

    @TempDir
    private Path folder;

    private TestServer server;
    private List<String> faces;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        faces = server.gallery(new int[] {1}, new int[] {1}, new int[] {2})
                .expect(201)
                .json()
                .at("/photos")
                .valueStream()
                .map(photo -> photo.at("/photo/faces/0/face").stringValue())
                .toList();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void contradiction_byAFace_namesTheFaceAndOffersToRetractAndToUndo() {
        long ann = name(0, "Ann");
        String rejection = "{\"faces\":[\"%s\"]}".formatted(faces.getFirst());

        Answer answer =
                server.post(GALLERY + "/people/" + ann + "/reject", rejection).expect(409);

        assertThat(answer.code()).isEqualTo("CONTRADICTION");
        assertInTermsOfHttp(answer);
        assertThat(answer.text("/detail")).contains(faces.getFirst() + " is not Ann", faces.getFirst() + " is Ann");
        assertThat(answer.json().at("/faces")).extracting(JsonNode::stringValue).containsExactly(faces.getFirst());
        assertThat(answer.json().at("/people")).extracting(JsonNode::longValue).containsExactly(ann);
        assertThat(operations(answer)).containsExactly("retractFaces", "undo");
        follow(answer, 0);
        server.post(GALLERY + "/people/" + ann + "/reject", rejection).expect(200);
    }

    @Test
    void contradiction_byAnEditThatOthersFollowed_doesNotOfferToUndo() {
        long ann = name(0, "Ann");
        name(2, "Bob");

        Answer answer = server.post(
                        GALLERY + "/people/" + ann + "/reject", "{\"faces\":[\"%s\"]}".formatted(faces.getFirst()))
                .expect(409);

        assertThat(operations(answer)).containsExactly("retractFaces");
    }

    @Test
    void cover_ofAnotherPerson_namesFaceAndPerson() {
        long ann = name(0, "Ann");
        name(2, "Bob");

        Answer answer = server.json("PATCH", GALLERY + "/people/" + ann, "{\"cover\":\"%s\"}".formatted(faces.get(2)))
                .expect(400);

        assertThat(answer.text("/detail")).endsWith("got: " + faces.get(2));
        assertThat(answer.json().at("/people")).extracting(JsonNode::longValue).containsExactly(ann);
        assertThat(answer.json().at("/faces")).extracting(JsonNode::stringValue).containsExactly(faces.get(2));
    }

    @Test
    void name_ofSeveralPeople_namesAllOfThem() {
        long ann = name(0, "Ann");
        long bob = name(2, "Bob");
        server.json("PATCH", GALLERY + "/people/" + bob + "?sameName=true", "{\"name\":\"Ann\"}")
                .expect(200);

        Answer answer = server.json("PUT", GALLERY + "/faces/" + faces.get(1) + "/person", "{\"name\":\"Ann\"}")
                .expect(400);

        assertThat(answer.json().at("/people")).extracting(JsonNode::longValue).containsExactly(ann, bob);
    }

    @Test
    void merge_ofDifferentPeople_offersToUnmarkThem() {
        long ann = name(0, "Ann");
        long bob = name(2, "Bob");
        server.json("PUT", GALLERY + "/people/%d/different/%d".formatted(ann, bob), "")
                .expect(200);
        name(1, "Ann");
        String merge = "{\"from\":[%d],\"into\":%d}".formatted(bob, ann);

        Answer answer = server.post(GALLERY + "/people/merge", merge).expect(409);

        assertInTermsOfHttp(answer);
        assertThat(answer.json().at("/people")).extracting(JsonNode::longValue).containsExactly(ann, bob);
        assertThat(operations(answer)).containsExactly("unmarkPeopleDifferent");
        follow(answer, 0);
        server.post(GALLERY + "/people/merge", merge).expect(200);
    }

    @Test
    void name_ofAnotherPerson_offersToMergeOrToAllowIt() {
        long ann = name(0, "Ann");
        long bob = name(2, "Bob");

        Answer answer = server.json("PATCH", GALLERY + "/people/" + bob, "{\"name\":\"Ann\"}")
                .expect(409);

        assertThat(answer.code()).isEqualTo("ALREADY_EXISTS");
        assertInTermsOfHttp(answer);
        assertThat(answer.json().at("/people")).extracting(JsonNode::longValue).containsExactly(ann);
        assertThat(operations(answer)).containsExactly("mergePeople", "changePerson");
        follow(answer, 1);
        assertThat(server.get(GALLERY + "/people/" + bob).text("/summary/name")).isEqualTo("Ann");
    }

    @Test
    void patch_toANameInUse_offersToRepeatItWithAllItsMembers() {
        name(0, "Ann");
        long bob = name(2, "Bob");
        String patch = "{\"cover\":null,\"birthDate\":\"1990-12-31\",\"name\":\"Ann\",\"hidden\":true}";

        Answer answer = server.json("PATCH", GALLERY + "/people/" + bob, patch).expect(409);

        assertThat(answer.json().at("/remedies/1/body").toString()).isEqualTo(patch);
        follow(answer, 1);
        Answer person = server.get(GALLERY + "/people/" + bob);
        assertThat(person.text("/summary/name")).isEqualTo("Ann");
        assertThat(person.text("/summary/birthDate")).isEqualTo("1990-12-31");
        assertThat(person.json().at("/summary/hidden").booleanValue()).isTrue();
    }

    @Test
    void patch_ofSeveralMembers_isOneEvent() {
        long ann = name(0, "Ann");
        String person = GALLERY + "/people/" + ann;

        Answer answer = server.json("PATCH", person, "{\"name\":\"Anna\",\"birthDate\":\"1990-12-31\"}")
                .expect(200);

        assertThat(answer.json().at("/event").longValue()).isEqualTo(2);
        assertThat(server.get(GALLERY + "/history").json().at("/events"))
                .extracting(event -> event.path("type").asString())
                .containsExactly("combined", "name-face");
        server.post(GALLERY + "/history/undo", "").expect(200);
        assertThat(server.get(person).text("/summary/name")).isEqualTo("Ann");
        assertThat(server.get(person).json().at("/summary/birthDate").isNull()).isTrue();
    }

    @Test
    void patch_withABadCover_leavesNoEvent() {
        long ann = name(0, "Ann");

        server.json("PATCH", GALLERY + "/people/" + ann, "{\"name\":\"Anna\",\"cover\":\"%s\"}".formatted(faces.get(2)))
                .expect(400);

        assertThat(server.get(GALLERY + "/history").json().at("/events")).hasSize(1);
    }

    @Test
    void merge_underANameInUse_offersToMergeAllOrToRepeatTheMerge() {
        long ann = name(0, "Ann");
        long bob = name(2, "Bob");
        long eve = name(1, "Eve");
        String merge = "{\"from\":[%d],\"into\":%d,\"name\":\"Ann\"}".formatted(bob, eve);

        Answer answer = server.post(GALLERY + "/people/merge", merge).expect(409);

        assertThat(operations(answer)).containsExactly("mergePeople", "mergePeople");
        assertThat(answer.json().at("/remedies/0/body").toString())
                .isEqualTo("{\"from\":[%d,%d],\"into\":%d}".formatted(bob, eve, ann));
        assertThat(answer.json().at("/remedies/1/body").toString()).isEqualTo(merge);
        follow(answer, 1);
        assertThat(server.get(GALLERY + "/people/" + eve).text("/summary/name")).isEqualTo("Ann");
    }

    @Test
    void split_underAnExistingName_offersToMoveTheFaces() {
        long ann = name(0, "Ann");

        Answer answer = server.post(
                        GALLERY + "/people/split", "{\"faces\":[\"%s\"],\"name\":\"Ann\"}".formatted(faces.get(1)))
                .expect(409);

        assertInTermsOfHttp(answer);
        assertThat(operations(answer)).containsExactly("moveFaces");
        follow(answer, 0);
        assertThat(server.get(GALLERY + "/faces/" + faces.get(1)).text("/person"))
                .isEqualTo(String.valueOf(ann));
    }

    @Test
    void duplicates_withoutACalibration_saysWhatTheOperatorMustDo() {
        Answer answer = server.get(GALLERY + "/duplicates/people").expect(400);

        assertInTermsOfHttp(answer);
        assertThat(operations(answer)).containsExactly("");
        assertThat(answer.text("/remedies/0/description")).contains("operator", "calibration");
    }

    @Test
    void history_namesTypePeopleFacesAndPhotosOfEveryEvent() {
        long ann = name(0, "Ann");
        server.post(GALLERY + "/people/%d/reject".formatted(ann), "{\"faces\":[\"%s\"]}".formatted(faces.get(2)))
                .expect(200);
        server.post(GALLERY + "/history/undo", "").expect(200);
        server.post(GALLERY + "/history/redo", "").expect(200);

        JsonNode events = server.get(GALLERY + "/history").expect(200).json().at("/events");

        assertThat(events)
                .extracting(event -> event.path("type").asString())
                .containsExactly("redo", "undo", "reject-faces", "name-face");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.at("/people")).extracting(JsonNode::longValue).containsExactly(ann);
            assertThat(event.at("/photos")).isEmpty();
        });
        assertThat(events)
                .extracting(event -> event.at("/faces/0").stringValue())
                .containsExactly(faces.get(2), faces.get(2), faces.get(2), faces.get(0));
        assertThat(events).extracting(event -> event.path("original").asInt(0)).containsExactly(2, 2, 0, 0);
    }

    /// Names the person of a face.
    private long name(int face, String name) {
        return server.json(
                        "PUT",
                        GALLERY + "/faces/%s/person".formatted(faces.get(face)),
                        "{\"name\":\"%s\"}".formatted(name))
                .expect(200)
                .json()
                .get("person")
                .longValue();
    }

    private static void assertInTermsOfHttp(Answer answer) {
        assertThat(answer.text()).doesNotContain("likeness people", "likeness calibrate", "--", "…");
    }

    private static List<String> operations(Answer answer) {
        return answer.json()
                .at("/remedies")
                .valueStream()
                .map(remedy -> remedy.path("operation").asString(""))
                .toList();
    }

    /// Calls the operation that a problem names.
    private void follow(Answer answer, int index) {
        JsonNode remedy = answer.json().at("/remedies/" + index);
        server.json(
                        remedy.get("method").stringValue(),
                        remedy.get("path").stringValue(),
                        remedy.path("body").isObject() ? remedy.get("body").toString() : "")
                .expect(200);
    }
}
