package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Photos that users turn, from end to end.
class TurnPhotoTest {
    private static final String GALLERY = "/v1/galleries/test";

    @TempDir
    private Path folder;

    private TestServer server;
    private Path file;
    private String photo;
    private String face;

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
        face = added.at("/photos/0/photo/faces/0/face").stringValue();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer turn(String body) {
        return server.json("PATCH", photo, body);
    }

    @Test
    void turn_thereAndBack_keepsTheFaceAndItsPerson() {
        server.json("PUT", GALLERY + "/faces/" + face + "/person", "{\"name\":\"Ann\"}")
                .expect(200);
        String image = server.get(photo + "/image").expect(200).header("ETag");

        JsonNode turned = turn("{\"turned\":90}").expect(200).json();

        assertThat(turned.get("turned").intValue()).isEqualTo(90);
        assertThat(turned.get("turnedByUser").booleanValue()).isTrue();
        assertThat(turned.at("/faces/0/face").stringValue()).isEqualTo(face);
        assertThat(turned.at("/faces/0/name").stringValue()).isEqualTo("Ann");
        assertThat(server.get(photo).expect(200).json()).isEqualTo(turned);
        assertThat(server.get(photo + "/image").expect(200).header("ETag")).isNotEqualTo(image);

        JsonNode back = turn("{\"turned\":0}").expect(200).json();

        assertThat(back.get("turned").intValue()).isZero();
        assertThat(back.at("/faces/0/name").stringValue()).isEqualTo("Ann");
    }

    @Test
    void turn_byWhatIsNoQuarter_orNothing_isRejected() {
        assertThat(turn("{\"turned\":45}").expect(400).text("/detail")).contains("0, 90, 180 or 270 degrees, got: 45");
        turn("{}").expect(400);
    }

    @Test
    void turn_whoseFileIsGone_isRefused() throws IOException {
        Files.delete(file);

        turn("{\"turned\":90}").expect(404);

        assertThat(server.get(photo).expect(200).json().get("turned").intValue())
                .isZero();
    }
}
