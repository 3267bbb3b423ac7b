package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.ContractJourney;
import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
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

/// The native API with a calibrated model: probabilities, false match rates, duplicate people. Two takes of
/// one person have a cosine above .95, two people below .8; the calibration's likelihood ratio is 1 at .9.
class CalibratedApiTest {
    private static final String GALLERY = "/v1/galleries/test";

    @TempDir
    private Path folder;

    private TestServer server;

    /// The face of each photo, in the order in which they were added.
    private final List<String> faces = new ArrayList<>();

    private final List<String> photos = new ArrayList<>();

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        Answer brought = server.gallery(
                        new int[] {1},
                        new int[] {1},
                        new int[] {1},
                        new int[] {1},
                        new int[] {2},
                        new int[] {2},
                        new int[] {3})
                .expect(201);
        brought.json().get("photos").forEach(photo -> {
            photos.add(photo.at("/photo/photo").stringValue());
            faces.add(photo.at("/photo/faces/0/face").stringValue());
        });
        ContractJourney.calibrate(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void search_forSomebodyOfTheGallery_saysHowLikelyAndKeepsToTheThreshold() {
        JsonNode all = search(SquareModels.photo(20, 1), "");

        assertThat(all.at("/calibration/fittedOn").stringValue()).isEqualTo("by hand");
        assertThat(all.at("/faces/0/decision").stringValue()).isEqualTo("match");
        assertThat(all.at("/faces/0/hits")).hasSize(7);
        assertThat(all.at("/faces/0/hits/0/probability").doubleValue()).isGreaterThan(.99);
        assertThat(all.at("/faces/0/hits/4/probability").doubleValue()).isLessThan(.01);
        assertThat(search(SquareModels.photo(20, 1), ",\"threshold\":{\"probability\":0.5}")
                        .at("/faces/0/hits"))
                .hasSize(4);
        assertThat(search(SquareModels.photo(20, 1), ",\"threshold\":{\"falseMatchRate\":0.0001}")
                        .at("/faces/0/hits"))
                .hasSize(4);
    }

    @Test
    void search_forAStranger_isNoMatch() {
        JsonNode answer = search(SquareModels.photo(20, 9), ",\"threshold\":{\"probability\":0.5}");

        assertThat(answer.at("/faces/0/decision").stringValue()).isEqualTo("no-match");
        assertThat(answer.at("/faces/0/hits")).isEmpty();
    }

    @Test
    void verify_ofTwoTakesAndOfTwoPeople_decides() {
        String pair = "{\"first\":{\"face\":\"%s\"},\"second\":{\"face\":\"%s\"}}";

        JsonNode same = server.post(GALLERY + "/verify", pair.formatted(faces.get(0), faces.get(1)))
                .expect(200)
                .json();
        JsonNode different = server.post(GALLERY + "/verify", pair.formatted(faces.get(0), faces.get(4)))
                .expect(200)
                .json();

        assertThat(same.get("decision").stringValue()).isEqualTo("match");
        assertThat(different.get("decision").stringValue()).isEqualTo("no-match");
        assertThat(same.get("probability").doubleValue())
                .isGreaterThan(different.get("probability").doubleValue());
    }

    @Test
    void duplicatePeople_areListedUntilTheyAreRejectedOrAccepted() {
        long ann = enrol(0, 1);
        long again = enrol(2, 3);
        enrol(4, 5);
        String both = "{\"people\":[%d,%d]}".formatted(ann, again);

        JsonNode found = server.get(GALLERY + "/duplicates/people").expect(200).json();
        assertThat(found.at("/people").intValue()).isEqualTo(3);
        assertThat(found.at("/groups")).hasSize(1);
        assertThat(found.at("/groups/0/people").findValues("person").stream()
                        .map(JsonNode::longValue)
                        .toList())
                .containsExactlyInAnyOrder(ann, again);
        assertThat(found.at("/groups/0/pairs/0/bestFaces")).isNotEmpty();

        server.post(GALLERY + "/duplicates/people/reject", both).expect(200);
        assertThat(server.get(GALLERY + "/duplicates/people").expect(200).json().at("/groups"))
                .isEmpty();
        assertThat(server.post(GALLERY + "/duplicates/people/accept", both)
                        .expect(409)
                        .code())
                .isEqualTo("CONTRADICTION");

        server.post(GALLERY + "/history/undo", "").expect(200);
        JsonNode merged = server.post(GALLERY + "/duplicates/people/accept", both)
                .expect(200)
                .json();
        assertThat(merged.at("/changes/0/person").longValue()).isEqualTo(ann);
        assertThat(server.get(GALLERY + "/people/" + ann).expect(200).json().at("/faces"))
                .hasSize(4);
        server.get(GALLERY + "/people/" + again).expect(404);
        assertThat(server.get(GALLERY + "/duplicates/people").expect(200).json().at("/groups"))
                .isEmpty();
    }

    @Test
    void duplicatePeople_decidedInOneCall_areOneEdit() {
        long ann = enrol(0, 1);
        long again = enrol(2, 3);
        long bob = enrol(4, 5);
        String decide = GALLERY + "/duplicates/people/decide";

        JsonNode decided = server.post(
                        decide, "{\"accept\":[[%d,%d]],\"reject\":[[%d,%d]]}".formatted(ann, again, again, bob))
                .expect(200)
                .json();

        assertThat(decided.at("/changes")).hasSize(1);
        assertThat(decided.at("/changes/0/description").stringValue())
                .isEqualTo(
                        "merged #%d into #%d, marked #%d and #%d as different people".formatted(again, ann, ann, bob));
        JsonNode found = server.get(GALLERY + "/duplicates/people").expect(200).json();
        assertThat(found.at("/merged").intValue()).isEqualTo(1);
        assertThat(found.at("/markedDifferent").intValue()).isEqualTo(1);
        assertThat(server.post(decide, "{}").expect(400).text("/detail"))
                .isEqualTo("at least one pair must be decided, got none");
        assertThat(server.post(decide, "{\"reject\":[[%d]]}".formatted(ann))
                        .expect(400)
                        .text("/detail"))
                .isEqualTo("a pair in reject must have two numbers of people, got: 1");
        server.post(GALLERY + "/history/undo", "").expect(200);
        assertThat(server.get(GALLERY + "/duplicates/people?newSince=" + bob)
                        .expect(200)
                        .json()
                        .at("/groups"))
                .isEmpty();
    }

    @Test
    void duplicatePeople_asAJob_areTheSame() {
        enrol(0, 1);
        enrol(2, 3);

        Answer started =
                server.post(GALLERY + "/jobs", "{\"kind\":\"duplicates\"}").expect(202);
        JsonNode job = server.await(started.text("/id"));

        assertThat(job.at("/result"))
                .isEqualTo(
                        server.get(GALLERY + "/duplicates/people").expect(200).json());
    }

    @Test
    void duplicatePhotos_areListedUntilTheyAreRejectedOrForgotten() {
        byte[] smaller = new ImageReader(ImageOptions.defaults())
                .open(SquareModels.photo(6, 3))
                .decode()
                .resized(96, 96)
                .toJpeg(90);
        String copy = server.upload(GALLERY + "/photos", Map.of("small.jpg", smaller))
                .expect(201)
                .text("/photos/0/photo/photo");
        String both = "{\"photos\":[\"%s\",\"%s\"]}".formatted(photos.getLast(), copy);

        assertThat(copies(copy)).containsExactly("resized of " + photos.getLast());

        Answer rejected =
                server.post(GALLERY + "/duplicates/photos/reject", both).expect(200);
        assertThat(rejected.text("/changes/0/description")).isEqualTo("marked 2 photos as not copies of each other");
        assertThat(copies(copy)).isEmpty();

        server.post(GALLERY + "/history/undo", "").expect(200);
        assertThat(copies(copy)).hasSize(1);
        Answer forgotten = server.post(GALLERY + "/duplicates/photos/accept", "{\"photos\":[\"%s\"]}".formatted(copy))
                .expect(202);
        assertThat(server.await(forgotten.text("/job")).get("state").stringValue())
                .isEqualTo("done");
        server.get(GALLERY + "/photos/" + copy).expect(404);
        server.get(GALLERY + "/photos/" + photos.getLast()).expect(200);
    }

    @Test
    void duplicatePhotos_thatAreNotThereOrOne_areNotRejected() {
        String reject = GALLERY + "/duplicates/photos/reject";
        String one = photos.getFirst();

        assertThat(server.post(reject, "{\"photos\":[\"%s\",\"%s\"]}".formatted(one, "a".repeat(64)))
                        .expect(404)
                        .text("/detail"))
                .isEqualTo("gallery test has no photo " + "a".repeat(64));
        assertThat(server.post(reject, "{\"photos\":[\"%s\",\"%s\"]}".formatted(one, one))
                        .expect(400)
                        .text("/detail"))
                .isEqualTo("photos must be between 2 and 100, got: 1");
    }

    /// The original of a copy, and the kind of the copy.
    private List<String> copies(String photo) {
        List<String> found = new ArrayList<>();
        server.get(GALLERY + "/duplicates/photos")
                .expect(200)
                .json()
                .get("copies")
                .forEach(copy -> {
                    if (copy.at("/copy/photo").stringValue().equals(photo)) {
                        found.add(copy.get("kind").stringValue() + " of "
                                + copy.at("/original/photo").stringValue());
                    }
                });
        return found;
    }

    private JsonNode search(byte[] photo, String further) {
        String image = Base64.getEncoder().encodeToString(photo);
        return server.post(GALLERY + "/search", "{\"probes\":[{\"image\":\"%s\"}]%s}".formatted(image, further))
                .expect(200)
                .json();
    }

    private long enrol(int one, int other) {
        return server.post(
                        GALLERY + "/people/split",
                        "{\"faces\":[\"%s\",\"%s\"]}".formatted(faces.get(one), faces.get(other)))
                .expect(201)
                .json()
                .get("person")
                .longValue();
    }
}
