package dev.likeness.api.compreface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Requests as double-take's `compreface.js` sends them (axios, form-data) for pictures of Frigate's cameras,
/// and what its function `normalize` reads of the answers.
class CompreFaceClientsTest {
    private static final String RECOGNISE =
            "/api/v1/recognition/recognize?face_plugins=mask,gender,age,pose&det_prob_threshold=0.8";
    private static final String FACES = "/api/v1/recognition/faces?subject=ann";

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        String key = KeyRing.of(folder.resolve("index"))
                .create("double-take", ApiKeyKind.UUID, Scope.WRITE, Set.of(), 0)
                .secret();
        server = TestServer.start(folder, Map.of(), new CompreFace()).with("x-api-key", key);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// A stream of form-data, which axios sends in chunks.
    private Answer post(String path, byte[] picture) {
        String boundary = "--------------------------515890814546601021194782";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\";"
                        + " filename=\"snapshot.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(picture);
        body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return server.send(
                path,
                request -> request.POST(
                                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.toByteArray())))
                        .header("Accept", "application/json, text/plain, */*")
                        .header("User-Agent", "axios/0.27.2")
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary));
    }

    @Test
    void doubleTake_trainsRecognisesAndRemoves() {
        post(FACES, SquareModels.photo(1, 1)).expect(201);

        JsonNode face =
                post(RECOGNISE, SquareModels.photo(2, 1)).expect(200).json().at("/result/0");
        assertThat(face.at("/subjects/0/subject").stringValue()).isEqualTo("ann");
        assertThat(face.at("/subjects/0/similarity").doubleValue()).isBetween(0.9, 1.0);
        assertThat(face.at("/box/x_max").intValue())
                .isGreaterThan(face.at("/box/x_min").intValue());

        Answer none = post(RECOGNISE, SquareModels.landscape(3)).expect(400);
        assertThat(none.json().get("code").intValue()).isEqualTo(28);

        server.send(FACES, HttpRequest.Builder::DELETE).expect(200);
        assertThat(server.get("/api/v1/recognition/faces")
                        .json()
                        .get("total_elements")
                        .intValue())
                .isZero();
    }
}
