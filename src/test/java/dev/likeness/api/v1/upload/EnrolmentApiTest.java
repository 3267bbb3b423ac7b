package dev.likeness.api.v1.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.TestServer.Form;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// One call that adds photos of a person, and pictures in every form that a client may send.
class EnrolmentApiTest {
    private static final String PEOPLE = "/v1/galleries/test/people";
    private static final String PHOTOS = "/v1/galleries/test/photos";
    private static final String SEARCH = "/v1/galleries/test/search";
    private static final String VERIFY = "/v1/galleries/test/verify";

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        server.gallery();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer picture(String path, byte[] picture) {
        return server.send(
                path,
                request -> request.header("Content-Type", "image/jpeg").POST(BodyPublishers.ofByteArray(picture)));
    }

    private static String base64(byte[] picture) {
        return Base64.getEncoder().encodeToString(picture);
    }

    @Test
    void upload_withAPerson_enrolsEachPhotoAndReportsTheOthers() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("ann.jpg", SquareModels.photo(1, 1));
        files.put("none.jpg", SquareModels.landscape(2));
        files.put("both.jpg", SquareModels.photo(3, 1, 2));

        JsonNode photos =
                server.upload(PHOTOS + "?person=Ann", files).expect(201).json().get("photos");

        assertThat(photos.valueStream().map(photo -> photo.get("enrolment").asString()))
                .containsExactly("enrolled", "no-face", "several-faces");
        assertThat(photos.valueStream().map(photo -> photo.get("facesInPhoto").asInt()))
                .containsExactly(1, 0, 2);
        JsonNode ann = photos.get(0);
        assertThat(ann.get("face").asString())
                .isEqualTo(ann.at("/photo/faces/0/face").asString());
        assertThat(ann.at("/photo/faces/0/name").asString()).isEqualTo("Ann");
        assertThat(ann.get("person").asInt())
                .isEqualTo(ann.at("/photo/faces/0/person").asInt());
        Answer again = server.upload(PHOTOS + "?person=ANN", Map.of("ann.jpg", SquareModels.photo(1, 1)));
        assertThat(again.expect(200).text("/photos/0/enrolment")).isEqualTo("unchanged");
        assertThat(server.get("/v1/galleries/test/history").json().get("events"))
                .hasSize(1);
    }

    @Test
    void upload_ofAFaceThatIsSomebodyElses_keepsOrMovesIt() {
        byte[] photo = SquareModels.photo(1, 1);
        String ann = picture(PHOTOS + "?person=Ann", photo).expect(201).text("/photos/0/person");

        Answer kept = picture(PHOTOS + "?person=Bob", photo).expect(200);
        assertThat(kept.text("/photos/0/enrolment")).isEqualTo("conflict");
        assertThat(kept.text("/photos/0/photo/faces/0/person")).isEqualTo(ann);
        assertThat(server.get("/v1/galleries/test/people").text("/count")).isEqualTo("1");

        Answer moved = picture(PHOTOS + "?person=Bob&onConflict=move", photo).expect(200);
        assertThat(moved.text("/photos/0/enrolment")).isEqualTo("enrolled");
        assertThat(moved.text("/photos/0/photo/faces/0/name")).isEqualTo("Bob");
    }

    @Test
    void upload_namesThatNobodyCanHave_areRefusedAndNothingIsAdded() {
        byte[] photo = SquareModels.photo(1, 1);

        assertThat(picture(PHOTOS + "?person=5", photo).expect(400).text("/detail"))
                .startsWith("a name must not be a number");
        assertThat(picture(PHOTOS + "?onConflict=move", photo).expect(400).text("/detail"))
                .isEqualTo("onConflict requires person or externalId");
        assertThat(picture(PHOTOS + "?person=Ann&onConflict=ask", photo)
                        .expect(400)
                        .text("/detail"))
                .isEqualTo("onConflict must be keep or move, got: ask");
        assertThat(server.get(PHOTOS).text("/count")).isEqualTo("0");
    }

    @Test
    void upload_withAnExternalId_enrolsThePersonWhoHasItOrANewOne() {
        Answer first = picture(PHOTOS + "?externalId=A-17&person=Ann", SquareModels.photo(1, 1))
                .expect(201);
        String ann = first.text("/photos/0/person");

        Answer second = picture(PHOTOS + "?externalId=A-17&person=ANN", SquareModels.photo(2, 1))
                .expect(201);
        Answer other = picture(PHOTOS + "?externalId=A-17&person=Anna", SquareModels.photo(4, 1))
                .expect(400);
        assertThat(other.text("/detail"))
                .isEqualTo(
                        "a name given with an external id must be that of its person, and A-17 is #%s Ann, got: Anna; leave out the name, or change the person's"
                                .formatted(ann));
        assertThat(server.get(PHOTOS).expect(200).text("/count")).isEqualTo("2");

        assertThat(second.text("/photos/0/person")).isEqualTo(ann);
        Answer found = server.get(PEOPLE + "/by-external-id/A-17").expect(200);
        assertThat(found.text("/summary/name")).isEqualTo("Ann");
        assertThat(found.text("/summary/faces")).isEqualTo("2");
        assertThat(picture(PHOTOS + "?externalId=A%2017", SquareModels.photo(3, 1))
                        .expect(400)
                        .text("/detail"))
                .startsWith("an external id must have");
        server.post("/v1/galleries/test/history/undo", "{\"count\":2}").expect(200);
        server.get(PEOPLE + "/by-external-id/A-17").expect(404);
    }

    @Test
    void upload_ofAPersonWhoseNameSeveralHave_namesThem() {
        for (int person : new int[] {1, 2}) {
            picture(PEOPLE + "?name=Ann&sameName=true", SquareModels.photo(person, person))
                    .expect(201);
        }

        Answer conflict =
                picture(PHOTOS + "?person=ann", SquareModels.photo(3, 3)).expect(201);

        assertThat(conflict.text("/photos/0/enrolment")).isEqualTo("conflict");
        assertThat(conflict.json().at("/photos/0/candidates").valueStream().map(JsonNode::toString))
                .containsExactly("{\"person\":1,\"name\":\"Ann\"}", "{\"person\":2,\"name\":\"Ann\"}");
    }

    @Test
    void request_withoutABody_saysWhatItMustHave() {
        for (String path : List.of(PHOTOS, PEOPLE + "?name=Ann")) {
            assertThat(server.send(path, request -> request.POST(BodyPublishers.noBody()))
                            .expect(400)
                            .text("/detail"))
                    .startsWith("the body must have photos")
                    .contains(path.equals(PHOTOS) ? "got none" : "{\"name\": \"Ann\"}");
        }
    }

    @Test
    void person_withPhotos_isAddedInOneEditAndEachPhotoIsReported() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("none.jpg", SquareModels.landscape(2));
        files.put("broken.jpg", "no picture".getBytes(StandardCharsets.UTF_8));
        files.put("both.jpg", SquareModels.photo(3, 1, 2));
        files.put("ann.jpg", SquareModels.photo(1, 1));
        files.put("ann again.jpg", SquareModels.photo(1, 1));

        Answer added =
                server.upload(PEOPLE + "?name=Ann&externalId=A-17", files).expect(201);

        assertThat(added.json()
                        .get("photos")
                        .valueStream()
                        .map(photo -> photo.path("enrolment").asString("-")))
                .containsExactly("no-face", "-", "several-faces", "enrolled", "unchanged");
        assertThat(added.text("/photos/1/problem/code")).isEqualTo("UNSUPPORTED_FORMAT");
        assertThat(added.text("/photos/2/facesInPhoto")).isEqualTo("2");
        Answer ann = server.get(PEOPLE + "/" + added.text("/person")).expect(200);
        assertThat(added.header("Location")).isEqualTo(PEOPLE + "/" + added.text("/person"));
        assertThat(ann.text("/summary/name")).isEqualTo("Ann");
        assertThat(ann.text("/summary/externalId")).isEqualTo("A-17");
        assertThat(ann.text("/faces/0/confirmed")).isEqualTo("true");
        assertThat(server.get(PHOTOS).text("/count")).isEqualTo("3");
        assertThat(server.get("/v1/galleries/test/history").json().get("events"))
                .hasSize(1);
        server.post("/v1/galleries/test/history/undo", "{\"count\":1}").expect(200);
        assertThat(server.get(PEOPLE).text("/count")).isEqualTo("0");
    }

    @Test
    void person_whomNoPhotoShows_isNotAddedNorIsAPhoto() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("none.jpg", SquareModels.landscape(2));
        files.put("both.jpg", SquareModels.photo(3, 1, 2));
        files.put("broken.jpg", "no picture".getBytes(StandardCharsets.UTF_8));

        Answer refused = server.upload(PEOPLE + "?name=Ann", files).expect(422);

        assertThat(refused.code()).isEqualTo("NO_FACE");
        assertThat(refused.text("/detail"))
                .isEqualTo(
                        "an image must show a face that is clearly the largest, got none: upload:none.jpg has no face,"
                                + " upload:both.jpg has 2 faces, upload:broken.jpg cannot be read");
        assertThat(picture(PEOPLE + "?name=Ann", "no picture".getBytes(StandardCharsets.UTF_8))
                        .expect(422)
                        .code())
                .isEqualTo("UNSUPPORTED_FORMAT");
        assertThat(server.get(PEOPLE).text("/count")).isEqualTo("0");
        assertThat(server.get(PHOTOS).text("/count")).isEqualTo("0");
        assertThat(server.get("/v1/galleries/test/history").json().get("events"))
                .isEmpty();
    }

    @Test
    void person_whoIsThere_isNotAddedAgain() {
        picture(PEOPLE + "?name=Ann&externalId=A-17", SquareModels.photo(1, 1)).expect(201);
        byte[] other = SquareModels.photo(2, 2);

        assertThat(picture(PEOPLE + "?name=ann", other).expect(409).text("/detail"))
                .isEqualTo("a new person's name must be unused, and #1 is Ann already");
        assertThat(picture(PEOPLE + "?externalId=A-17", other).expect(409).text("/detail"))
                .isEqualTo("an external id must be one person's, and #1 has A-17 already");
        assertThat(server.get(PHOTOS).text("/count")).isEqualTo("1");
        assertThat(picture(PEOPLE + "?name=Bob", SquareModels.photo(1, 1))
                        .expect(409)
                        .text("/detail"))
                .isEqualTo(
                        "no image can be enrolled; onConflict=move gives faces to the new person; upload:image: its face is Ann (#1), as a user stated");
        picture(PEOPLE + "?name=Ann&externalId=A-18", other).expect(201);
        picture(PEOPLE + "?name=Ann&sameName=true&onConflict=move", other).expect(201);
        assertThat(server.get(PEOPLE).text("/count")).isEqualTo("3");
    }

    @Test
    void person_withAPictureInJson_isNamedInTheQuery() {
        String json = "{\"image\":\"%s\"}".formatted(base64(SquareModels.photo(1, 1)));

        server.post(PEOPLE + "?name=Ann", json).expect(201);

        assertThat(server.post(PEOPLE, json.replace("{", "{\"name\":\"Bob\","))
                        .expect(400)
                        .text("/detail"))
                .isEqualTo("name must be given in the query, got it in JSON");
        assertThat(server.get(PEOPLE).text("/people/0/name")).isEqualTo("Ann");
    }

    @Test
    void picture_asABodyOrInJson_isAddedUnderItsName() {
        assertThat(picture(PHOTOS + "?name=a/1.jpg", SquareModels.photo(1, 1))
                        .expect(201)
                        .text("/photos/0/name"))
                .isEqualTo("upload:1.jpg");
        assertThat(picture(PHOTOS, SquareModels.photo(2, 1)).expect(201).text("/photos/0/name"))
                .isEqualTo("upload:image");
        String json = "{\"image\":\"data:image/jpeg;base64,%s\",\"name\":\"3.jpg\"}"
                .formatted(base64(SquareModels.photo(3, 1)));
        assertThat(server.post(PHOTOS, json).expect(201).text("/photos/0/photo/paths/0"))
                .isEqualTo("upload:3.jpg");
        assertThat(server.post(PHOTOS, "{\"name\":\"3.jpg\"}").expect(400).text("/detail"))
                .isEqualTo("name requires an image");
        server.post(PHOTOS, json.replace("{", "{\"paths\":[],")).expect(400);
    }

    @Test
    void search_forAPictureInEveryForm_findsTheSame() {
        picture(PHOTOS + "?person=Ann", SquareModels.photo(1, 1)).expect(201);
        byte[] probe = SquareModels.photo(2, 1);

        String raw = picture(SEARCH, probe).expect(200).text();

        assertThat(server.post(SEARCH, "{\"image\":\"%s\"}".formatted(base64(probe)))
                        .expect(200)
                        .text())
                .isEqualTo(raw)
                .contains("\"Ann\"");
        assertThat(server.form(SEARCH, new Form().file("image", "a.jpg", probe))
                        .expect(200)
                        .text())
                .isEqualTo(raw);
    }

    @Test
    void search_forSeveralProbes_answersEachOnItsOwn() {
        picture(PHOTOS + "?person=Ann", SquareModels.photo(1, 1)).expect(201);
        String probes = "{\"probes\":[{\"image\":\"%s\"},{\"image\":\"%s\"},{\"image\":\"%s\"},{\"face\":\"%s-0\"}]}"
                .formatted(
                        base64("no picture".getBytes(StandardCharsets.UTF_8)),
                        base64(SquareModels.landscape(2)),
                        base64(SquareModels.photo(3, 1)),
                        "0".repeat(64));

        JsonNode result = server.post(SEARCH, probes).expect(200).json();

        assertThat(result.get("faces")
                        .valueStream()
                        .map(face -> face.get("probe").asInt()))
                .containsExactly(2);
        assertThat(result.get("probes")
                        .valueStream()
                        .map(probe -> probe.get("faces").asInt()))
                .containsExactly(0, 0, 1, 0);
        assertThat(result.at("/probes/0/problem/code").asString()).isEqualTo("UNSUPPORTED_FORMAT");
        assertThat(result.get("probes").get(1).has("problem")).isFalse();
        assertThat(result.at("/probes/3/problem/code").asString()).isEqualTo("NOT_FOUND");
    }

    @Test
    void verify_saysFromHowManyFacesItChose() {
        Form pictures = new Form()
                .file("first", "a.jpg", SquareModels.photo(1, 1))
                .file("second", "b.jpg", SquareModels.photo(2, 1, 2, 3));

        Answer answer = server.form(VERIFY, pictures).expect(200);

        assertThat(answer.text("/first/facesInPicture")).isEqualTo("1");
        assertThat(answer.text("/second/facesInPicture")).isEqualTo("3");
    }
}
