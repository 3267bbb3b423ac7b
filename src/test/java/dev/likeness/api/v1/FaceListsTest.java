package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Lists of faces by what a user should look at.
class FaceListsTest {
    private static final String FACES = "/v1/galleries/test/faces";

    @TempDir
    private Path folder;

    private TestServer server;
    private final List<String> faces = new ArrayList<>();

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        Answer added =
                server.gallery(new int[] {1}, new int[] {2}, new int[] {3, 4}).expect(201);
        added.json()
                .get("photos")
                .forEach(photo -> photo.at("/photo/faces")
                        .forEach(face -> faces.add(face.get("face").stringValue())));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void list_ofFacesThatNobodyHas_leavesOutAssignedAndMarkedOnes() {
        server.json("PUT", FACES + "/" + faces.get(0) + "/person", "{\"name\":\"Ann\"}")
                .expect(200);
        server.post(FACES + "/mark-not-a-face", "{\"faces\":[\"%s\"]}".formatted(faces.get(1)))
                .expect(200);

        assertThat(ids(list("?state=unassigned"))).containsExactlyInAnyOrder(faces.get(2), faces.get(3));
        assertThat(ids(list("?state=not-a-face"))).containsExactly(faces.get(1));
        assertThat(ids(list("?state=doubtful"))).isEmpty();
        assertThat(list("").get("count").intValue()).isEqualTo(4);
        assertThat(ids(list("")))
                .containsExactlyElementsOf(faces.stream().sorted().toList());
    }

    @Test
    void list_byQuality_isTheSameInPagesAfterAFaceHasLeftIt() {
        List<String> whole = ids(list("?state=unassigned&order=quality"));
        JsonNode first = list("?state=unassigned&order=quality&limit=2");
        server.json("PUT", FACES + "/" + whole.get(1) + "/person", "{\"name\":\"Ann\"}")
                .expect(200);

        JsonNode second = list("?state=unassigned&order=quality&limit=2&cursor="
                + first.get("next").stringValue());

        assertThat(first.get("count").intValue()).isEqualTo(4);
        assertThat(ids(first)).isEqualTo(whole.subList(0, 2));
        assertThat(second.get("count").intValue()).isEqualTo(3);
        assertThat(ids(second)).isEqualTo(whole.subList(2, 4));
        assertThat(list("?order=quality")
                        .get("faces")
                        .valueStream()
                        .map(face -> -face.get("magnitude").doubleValue())
                        .toList())
                .isSorted();
    }

    @Test
    void list_inAnUnknownState_namesTheKnownOnes() {
        Answer answer = server.get(FACES + "?state=blurred").expect(400);

        assertThat(answer.code()).isEqualTo("INVALID_ARGUMENT");
        assertThat(answer.text("/detail")).contains("all, unassigned, doubtful, not-a-face");
    }

    private JsonNode list(String query) {
        return server.get(FACES + query).expect(200).json();
    }

    private static List<String> ids(JsonNode list) {
        return list.get("faces")
                .valueStream()
                .map(face -> face.get("face").stringValue())
                .toList();
    }
}
