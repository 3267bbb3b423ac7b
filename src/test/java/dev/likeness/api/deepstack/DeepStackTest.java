package dev.likeness.api.deepstack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.ContractJourney;
import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.TestServer.Form;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// DeepStack's face operations, in the shapes of its documentation. People are numbers; see [SquareModels].
class DeepStackTest {
    private static final int ANN = 1;
    private static final int BEN = 2;
    private static final int STRANGER = 9;
    private static final String FACE = "/v1/vision/face";
    private static final String RECOGNIZE = FACE + "/recognize";
    private static final String REGISTER = FACE + "/register";
    private static final String LIST = FACE + "/list";
    private static final String DELETE = FACE + "/delete";
    private static final String MATCH = FACE + "/match";

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(folder, Map.of("server.maxBody", "64KB"), new DeepStack());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] picture(int take, int... people) {
        return SquareModels.photo(take, people);
    }

    private static Form image(byte[] picture) {
        return new Form().file("image", "snapshot.jpg", picture);
    }

    private Answer register(String userid, int take, int... people) {
        return server.form(REGISTER, image(picture(take, people)).field("userid", userid));
    }

    private Answer urlEncoded(String path, String fields) {
        return server.send(
                path,
                request -> request.POST(BodyPublishers.ofString(fields))
                        .header("Content-Type", "application/x-www-form-urlencoded"));
    }

    private void calibrate() {
        ContractJourney.calibrate(server, "default");
    }

    private JsonNode recognise(int take, int... people) {
        return server.form(RECOGNIZE, image(picture(take, people))).expect(200).json();
    }

    private List<String> faces() {
        return server.post(LIST, "")
                .expect(200)
                .json()
                .get("faces")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();
    }

    private static void assertError(Answer answer, int status, String error) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().get("success").booleanValue()).isFalse();
        assertThat(answer.text("/error")).isEqualTo(error);
        assertThat(answer.json().get("code").intValue()).isEqualTo(status);
    }

    @Test
    void register_nameThatDiffersInCapitals_isTheSamePerson() {
        register("Zoë", 1, ANN).expect(200);

        assertThat(register("ZOE", 2, ANN).expect(200).text("/message")).isEqualTo("face updated");
        assertThat(faces()).containsExactly("Zoë");
        urlEncoded(DELETE, "userid=zo%C3%AB").expect(200);
        assertThat(faces()).isEmpty();
    }

    @Test
    void register_numberOfAPerson_isNoUserid() {
        server.post("/v1/galleries", "{\"name\":\"default\"}").expect(201);
        server.upload("/v1/galleries/default/photos", Map.of("a.jpg", picture(1, BEN)))
                .expect(201);
        String face = server.get("/v1/galleries/default/faces").text("/faces/0/face");
        server.post("/v1/galleries/default/people/split", "{\"faces\":[\"" + face + "\"]}")
                .expect(201);

        assertThat(register("person:1", 2, ANN).expect(400).text("/error"))
                .startsWith("userid must not be a number, which means the person of that number, got: \"person:1\"");
        assertThat(faces()).isEmpty();
    }

    @Test
    void form_repeatedOrUndecodableField_isRefused() {
        Form twice = image(picture(1, ANN)).field("userid", "Ann").field("userid", "Ben");
        assertError(server.form(REGISTER, twice), 400, "the form must have the field userid once, got it 2 times");
        for (String[] wrong : new String[][] {
            {"userid=Ann&userid=Ben", "the form must have the field userid once, got it 2 times"},
            {"userid=%FF", "the form must be URL-encoded UTF-8"},
            {"userid=%4", "the form must be URL-encoded UTF-8"}
        }) {
            assertError(urlEncoded(DELETE, wrong[0]), 400, wrong[1]);
        }
        byte[] latin1 = "--x\r\nContent-Disposition: form-data; name=\"userid\"\r\n\r\nZo\u00EB\r\n--x--\r\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        assertError(
                server.send(
                        DELETE,
                        request -> request.POST(BodyPublishers.ofByteArray(latin1))
                                .header("Content-Type", "multipart/form-data; boundary=x")),
                400,
                "the field userid of the form must be UTF-8");
    }

    @Test
    void vision_withoutARoute_answersInDeepStacksForm() {
        assertThat(server.get(FACE).expect(405).json().get("success").booleanValue())
                .isFalse();
        for (String path : List.of("/v1/vision", "/v1/vision/detection", "/v1/vision/custom/x")) {
            assertThat(server.post(path, "{}").expect(404).json().get("success").booleanValue())
                    .isFalse();
        }
        assertThat(server.post(FACE + "/", "{}")
                        .expect(400)
                        .json()
                        .get("success")
                        .booleanValue())
                .isFalse();
        assertThat(server.get("/v1/visions").expect(404).text("/code")).isEqualTo("NOT_FOUND");
    }

    @Test
    void detect_tellsWhereTheFacesAre() {
        JsonNode answer =
                server.form(FACE, image(picture(1, ANN, BEN))).expect(200).json();

        assertThat(answer.get("success").booleanValue()).isTrue();
        assertThat(answer.get("count").intValue()).isEqualTo(2);
        assertThat(answer.get("message").stringValue()).isEqualTo("Found 2 faces");
        assertThat(answer.get("code").intValue()).isEqualTo(200);
        assertThat(answer.get("predictions")).hasSize(2).allSatisfy(face -> {
            assertThat(face.propertyNames())
                    .containsExactlyInAnyOrder("confidence", "x_min", "y_min", "x_max", "y_max");
            assertThat(face.get("confidence").doubleValue()).isBetween(0.5, 1.0);
            assertThat(face.get("x_max").intValue())
                    .isGreaterThan(face.get("x_min").intValue());
            assertThat(face.get("y_max").intValue())
                    .isGreaterThan(face.get("y_min").intValue());
        });
        assertThat(server.form(FACE, image(picture(1))).expect(200).text("/message"))
                .isEqualTo("Found 0 faces");
        assertThat(server.form(FACE, image(picture(1, ANN)).field("min_confidence", "1"))
                        .expect(200)
                        .json()
                        .get("predictions"))
                .isEmpty();
    }

    @Test
    void recognise_whoIsRegistered_isNamedAndStrangersAreUnknown() {
        assertThat(register("Ann", 1, ANN).expect(200).text("/message")).isEqualTo("face added");
        assertThat(register("Ann", 2, ANN).expect(200).text("/message")).isEqualTo("face updated");
        register("Ben", 3, BEN).expect(200);
        calibrate();

        JsonNode answer = recognise(4, ANN, STRANGER);

        assertThat(answer.get("message").stringValue()).isEqualTo("A face was recognised");
        assertThat(answer.get("predictions")).hasSize(2).allSatisfy(face -> {
            boolean isAnn = face.get("x_min").intValue() < 60;
            assertThat(face.get("userid").stringValue()).isEqualTo(isAnn ? "Ann" : "unknown");
            if (isAnn) {
                assertThat(face.get("confidence").doubleValue()).isBetween(0.9, 1.0);
            } else {
                assertThat(face.get("confidence").doubleValue()).isZero();
            }
        });
        assertThat(recognise(4, STRANGER).get("message").stringValue()).isEqualTo("No known faces");
        assertThat(recognise(4).get("predictions")).isEmpty();
        assertThat(recognise(4).get("success").booleanValue()).isTrue();
    }

    @Test
    void recognise_confidence_isTheProbabilityOfTheNativeApi() {
        register("Ann", 1, ANN).expect(200);
        register("Ben", 2, BEN).expect(200);
        calibrate();

        double confidence = recognise(5, ANN).at("/predictions/0/confidence").doubleValue();
        double probability = server.form(
                        "/v1/galleries/default/search", new Form().file("image", "a.jpg", picture(5, ANN)))
                .expect(200)
                .json()
                .at("/faces/0/people/0/probability")
                .doubleValue();

        assertThat(confidence).isCloseTo(probability, org.assertj.core.data.Offset.offset(1e-6));
    }

    @Test
    void recognise_belowMinConfidence_isUnknown() {
        register("Ann", 1, ANN).expect(200);

        JsonNode sure = server.form(RECOGNIZE, image(picture(2, ANN)).field("min_confidence", "1"))
                .expect(200)
                .json();

        assertThat(sure.at("/predictions/0/userid").stringValue()).isEqualTo("unknown");
        assertThat(recognise(2, ANN).at("/predictions/0/userid").stringValue()).isEqualTo("Ann");
    }

    @Test
    void recognise_inAnEmptyGallery_knowsNobody() {
        assertThat(recognise(1, ANN).at("/predictions/0/userid").stringValue()).isEqualTo("unknown");
        assertThat(server.engine().galleries().names()).isEmpty();
    }

    @Test
    void recognise_aPersonWithoutAName_isUnknown() {
        server.post("/v1/galleries", "{\"name\":\"default\"}").expect(201);
        server.form("/v1/galleries/default/photos", new Form().file("image", "a.jpg", picture(1, ANN)))
                .expect(201);
        String face = server.get("/v1/galleries/default/faces").text("/faces/0/face");
        server.post("/v1/galleries/default/people/split", "{\"faces\":[\"" + face + "\"]}")
                .expect(201);

        assertThat(recognise(2, ANN).at("/predictions/0/userid").stringValue()).isEqualTo("unknown");
        assertThat(faces()).isEmpty();
    }

    @Test
    void register_severalImages_takesEachClearFaceAndSaysWhichItSkipped() {
        Form form = new Form()
                .field("userid", "Ann")
                .file("image1", "one.jpg", picture(1, ANN))
                .file("image2", "two.jpg", picture(2))
                .file("image3", "three.jpg", picture(3, ANN, BEN))
                .file("image4", "four.jpg", picture(4, ANN));

        Answer answer = server.form(REGISTER, form).expect(200);

        assertThat(answer.text("/message")).isEqualTo("face added");
        assertThat(answer.json().get("skipped").valueStream().map(JsonNode::stringValue))
                .containsExactly("No face found in image2", "image3 has 2 faces, and none is clearly the largest");
        assertThat(server.get("/v1/galleries/default/people")
                        .expect(200)
                        .json()
                        .at("/people/0/faces")
                        .intValue())
                .isEqualTo(2);
    }

    @Test
    void register_whatCannotBe_isRefused() {
        assertError(server.form(REGISTER, image(picture(1, ANN))), 400, "userid not specified");
        assertError(server.form(REGISTER, new Form().field("userid", "Ann")), 400, "No valid image file found");
        assertError(register("Ann", 1), 400, "No face found in image");
        assertError(register("Ann", 1, ANN, BEN), 400, "image has 2 faces, and none is clearly the largest");
        assertError(
                register("Unknown", 1, ANN), 400, "userid must not be unknown, which faces of strangers are called");
        assertThat(register("..", 1, ANN).expect(400).text("/error")).contains("\"..\"");
        assertError(
                server.form(REGISTER, new Form().field("userid", "Ann").file("image", "a.jpg", new byte[] {1, 2})),
                422,
                server.form(FACE, image(new byte[] {1, 2})).text("/error"));
        assertThat(server.engine().galleries().names()).isEmpty();
    }

    @Test
    void listAndDelete_tellAndForget() {
        assertThat(faces()).isEmpty();
        register("Ann", 1, ANN).expect(200);
        register("Ben", 2, BEN).expect(200);
        assertThat(faces()).containsExactly("Ann", "Ben");

        Answer deleted = server.form(DELETE, new Form().field("userid", "Ann")).expect(200);

        assertThat(deleted.json().get("success").booleanValue()).isTrue();
        assertThat(faces()).containsExactly("Ben");
        assertThat(server.engine().galleries().details("default").faces()).isEqualTo(1);
        server.form(DELETE, new Form().field("userid", "Ann")).expect(200);
        assertError(server.form(DELETE, new Form().field("user", "Ann")), 400, "userid not specified");
    }

    @Test
    void match_tellsHowSimilar() {
        register("Ann", 1, ANN).expect(200);
        calibrate();
        Form same = new Form().file("image1", "a.jpg", picture(1, ANN)).file("image2", "b.jpg", picture(2, ANN));
        Form others = new Form().file("image1", "a.jpg", picture(1, ANN)).file("image2", "b.jpg", picture(2, BEN));

        assertThat(server.form(MATCH, same).expect(200).json().get("similarity").doubleValue())
                .isBetween(0.9, 1.0);
        assertThat(server.form(MATCH, others)
                        .expect(200)
                        .json()
                        .get("similarity")
                        .doubleValue())
                .isLessThan(0.1);
        assertError(
                server.form(MATCH, image(picture(1, ANN))),
                400,
                "the form must have two images, image1 and image2, got: 1");
        assertError(
                server.form(
                        MATCH,
                        new Form().file("image1", "a.jpg", picture(1, ANN)).file("image2", "b.jpg", picture(2))),
                400,
                "No face found in image2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "-1", "NaN", "high", "1e9", "0x1p3", "Infinity", "99999999999999999999", "."})
    void minConfidence_thatIsNone_isRefused(String value) {
        Form form = image(picture(1, ANN)).field("min_confidence", value);

        assertError(server.form(FACE, form), 400, "min_confidence must be a number between 0 and 1, got: " + value);
    }

    @ParameterizedTest
    @CsvSource({"application/json, {}", "text/plain, userid=Ann", "image/jpeg, x"})
    void body_thatIsNoForm_isRefused(String type, String body) {
        Answer answer = server.send(
                DELETE, request -> request.POST(BodyPublishers.ofString(body)).header("Content-Type", type));

        assertError(answer, 415, "the body must be a form, multipart/form-data");
    }

    @Test
    void form_largerThanMaxBody_isRefused() {
        assertThat(server.form(FACE, image(new byte[100_000])).expect(413).text("/error"))
                .contains("65536");
        assertThat(server.form(FACE, image(new byte[100_000]))
                        .json()
                        .get("code")
                        .intValue())
                .isEqualTo(413);
    }

    @Test
    void key_inTheForm_decidesByItsScopeAndGallery() throws Exception {
        server.close();
        KeyRing ring = KeyRing.of(folder.resolve("index"));
        String reader = ring.create("reader", ApiKeyKind.BEARER, Scope.READ, Set.of("doors"), 0)
                .secret();
        String writer = ring.create("writer", ApiKeyKind.UUID, Scope.WRITE, Set.of("doors"), 0)
                .secret();
        String several = ring.create("several", ApiKeyKind.BEARER, Scope.READ, Set.of("a", "b"), 0)
                .secret();
        server = TestServer.start(folder, Map.of(), new DeepStack());
        byte[] ann = picture(1, ANN);

        assertError(server.form(FACE, image(ann)), 401, "the form must have an api_key");
        assertError(server.form(FACE, image(ann).field("api_key", "")), 401, "the form must have an api_key");
        assertError(server.form(FACE, image(ann).field("api_key", "eve")), 401, "Incorrect api key");
        assertError(server.post(LIST, ""), 401, "the form must have an api_key");
        server.form(FACE, image(ann).field("api_key", reader)).expect(200);
        assertThat(server.form(REGISTER, image(ann).field("userid", "Ann").field("api_key", reader))
                        .expect(403)
                        .text("/error"))
                .contains("write");
        server.form(
                        REGISTER,
                        image(ann)
                                .field("userid", "Ann")
                                .field("api_key", reader)
                                .field("admin_key", writer))
                .expect(200);
        assertThat(server.engine().people("doors").named("Ann")).isPresent();
        assertThat(server.form(RECOGNIZE, image(picture(2, ANN)).field("api_key", reader))
                        .expect(200)
                        .text("/predictions/0/userid"))
                .isEqualTo("Ann");
        // What a proxy adds for clients that have no field for a key.
        server.send(LIST, request -> request.POST(BodyPublishers.noBody()).header("X-Api-Key", reader))
                .expect(200);
        server.form(FACE, image(ann).field("api_key", several)).expect(200);
        server.form(RECOGNIZE, image(ann).field("api_key", several)).expect(403);
        server.close();
        assertThat(Files.readAllLines(folder.resolve("index/.server/audit.jsonl")))
                .anyMatch(line -> line.contains("deepstack.register") && line.contains("\"gallery\":\"doors\""))
                .anyMatch(line -> line.contains("refused") && line.contains("UNAUTHENTICATED"))
                .noneMatch(line -> line.contains(writer) || line.contains("Ann"));
    }

    @Test
    void form_ofAPageOfAnotherOrigin_isRefused() {
        Form form = image(picture(1, ANN)).field("userid", "Eve");

        server.send(
                        REGISTER,
                        request -> request.POST(form.body())
                                .header("Content-Type", form.contentType())
                                .header("Origin", "https://evil.example"))
                .expect(403);
        assertThat(server.engine().galleries().names()).isEmpty();
    }

    @Test
    void rateOfAKey_isKeptTo() {
        server.close();
        String key = KeyRing.of(folder.resolve("index"))
                .create("slow", ApiKeyKind.BEARER, Scope.READ, Set.of(), 1)
                .secret();
        server = TestServer.start(folder, Map.of(), new DeepStack());
        Answer last = server.form(LIST, new Form().field("api_key", key));
        for (int i = 0; i < 10 && last.status() != 429; i++) {
            last = server.form(LIST, new Form().field("api_key", key));
        }

        assertThat(last.expect(429).header("Retry-After")).isEqualTo("1");
        assertThat(last.json().get("success").booleanValue()).isFalse();
    }
}
