package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.PhotosOfAMoment;
import dev.likeness.api.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FaceContextApiTest {
    private static final String GALLERY = "/v1/galleries/test";

    @TempDir
    private Path folder;

    private TestServer server;
    private PhotosOfAMoment photos;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        photos = PhotosOfAMoment.addTo(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void getPhoto_tellsTheContextOfAFaceThatIsNotClear() {
        JsonNode photo =
                server.get(GALLERY + "/photos/" + photos.photo(0)).expect(200).json();

        assertThat(photo.get("faces").valueStream()).hasSize(2).allSatisfy(face -> {
            boolean isAnn = face.get("face").stringValue().equals(photos.faceOfAnn(0));
            assertThat(face.get("reason").stringValue()).isEqualTo(isAnn ? "joined" : "user");
            assertThat(face.get("context")).isEqualTo(isAnn ? context() : null);
        });
    }

    @Test
    void getFace_tellsTheSame_andNothingOfAClearFace() {
        assertThat(face(photos.faceOfAnn(0)).get("context")).isEqualTo(context());
        assertThat(face(photos.faceOfBen(0)).has("context")).isFalse();
        assertThat(face(photos.faceOfAnn(1)).has("context")).isFalse();
    }

    @Test
    void lists_haveNoContexts() {
        for (String list : new String[] {"/photos", "/faces", "/people/" + photos.ann()}) {
            assertThat(server.get(GALLERY + list).expect(200).text())
                    .contains(photos.faceOfAnn(0))
                    .doesNotContain("\"context\"");
        }
    }

    @Test
    void ifMatch_afterThePhotoOfTheMomentIsDeleted_fails() {
        String photo = GALLERY + "/photos/" + photos.photo(0);
        String tag = server.get(photo).expect(200).header("ETag");
        server.delete(GALLERY + "/photos/" + photos.photo(1)).expect(202);

        server.send(photo, request -> request.DELETE().header("If-Match", tag)).expect(412);
        String now = server.get(photo).expect(200).header("ETag");
        server.send(photo, request -> request.DELETE().header("If-Match", now)).expect(202);
    }

    private JsonNode face(String face) {
        return server.get(GALLERY + "/faces/" + face).expect(200).json();
    }

    private JsonNode context() {
        String path =
                server.get(GALLERY + "/photos/" + photos.photo(1)).expect(200).text("/paths/0");
        return JsonMapper.shared().readTree("""
                        {"moment": {"photo": "%s", "path": "%s", "seconds": 40.0, "samePeople": 1},
                         "company": {"person": %d, "name": "Ben", "photos": 4}}""".formatted(photos.photo(1), path, photos.ben()));
    }
}
