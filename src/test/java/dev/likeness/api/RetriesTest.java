package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.rekognition.Rekognition;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Changes that a client sends again because it did not get the answer, over real HTTP. [ServerTest] has
/// those on other connections.
class RetriesTest {
    @TempDir
    private Path folder;

    @Test
    void upload_repeatedAfterARestart_isAnsweredAsBefore() {
        TestServer.Form form = new TestServer.Form().file("image", "a.jpg", SquareModels.photo(1, 1));
        String first;
        try (TestServer server = TestServer.start(folder)) {
            server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
            first = upload(server, form).expect(201).text();
        }
        try (TestServer server = TestServer.start(folder)) {
            Answer again = upload(server, form).expect(201);

            assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
            assertThat(again.text()).isEqualTo(first);
            Answer other = upload(server, new TestServer.Form().file("image", "b.jpg", SquareModels.photo(2, 2)));
            assertThat(other.expect(409).code()).isEqualTo("IDEMPOTENCY_CONFLICT");
        }
    }

    @Test
    void upload_repeatedAfterTheGalleryWasDeletedAndCreatedAgain_isDone() {
        TestServer.Form form = new TestServer.Form().file("image", "a.jpg", SquareModels.photo(1, 1));
        try (TestServer server = TestServer.start(folder)) {
            server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
            upload(server, form).expect(201);
            server.delete("/v1/galleries/test").expect(204);
            server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);

            Answer again = upload(server, form).expect(201);

            assertThat(again.header("Idempotent-Replayed")).isEmpty();
            assertThat(server.get("/v1/galleries/test").json().get("photos").intValue())
                    .isEqualTo(1);
            assertThat(upload(server, form).expect(201).header("Idempotent-Replayed"))
                    .isEqualTo("true");
        }
    }

    private static Answer upload(TestServer server, TestServer.Form form) {
        return server.send(
                "/v1/galleries/test/photos",
                request -> request.header("Idempotency-Key", "k1")
                        .header("Content-Type", form.contentType())
                        .POST(form.body()));
    }

    @Test
    void user_createdAgainUnderTheSameToken_onOtherConnectionsAndAfterARestart_isAnsweredAsBefore() throws Exception {
        String body = "{\"CollectionId\":\"test\",\"UserId\":\"ann\",\"ClientRequestToken\":\"t-1\"}";
        try (TestServer server = TestServer.start(folder, Map.of(), new Rekognition())) {
            server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
            for (int i = 0; i < 8; i++) {
                assertThat(createUser(server, body)).isEqualTo(200);
            }
            assertThat(createUser(server, body.replace("ann", "bob"))).isEqualTo(400);
        }
        try (TestServer server = TestServer.start(folder, Map.of(), new Rekognition())) {
            assertThat(createUser(server, body)).isEqualTo(200);
            assertThat(createUser(server, body.replace("t-1", "t-2"))).isEqualTo(400);
        }
    }

    @Test
    void user_createdAgainUnderTheSameTokenInANewCollection_isThere() throws Exception {
        String body = "{\"CollectionId\":\"test\",\"UserId\":\"ann\",\"ClientRequestToken\":\"t-1\"}";
        try (TestServer server = TestServer.start(folder, Map.of(), new Rekognition())) {
            server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
            assertThat(createUser(server, body)).isEqualTo(200);
            server.delete("/v1/galleries/test").expect(204);
            server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);

            assertThat(createUser(server, body)).isEqualTo(200);

            assertThat(server.get("/v1/galleries/test/people").text("/people/0/name"))
                    .isEqualTo("ann");
        }
    }

    private static int createUser(TestServer server, String body) throws Exception {
        // A client of its own has a connection of its own; connections are spread over the event loops.
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(server.uri("/"))
                            .header("X-Amz-Target", "RekognitionService.CreateUser")
                            .header("Content-Type", "application/x-amz-json-1.1")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            return answer.statusCode();
        }
    }

    @Test
    void routes_ofAnApi_areMadeOnceForAllEventLoops() {
        AtomicInteger mounted = new AtomicInteger();
        Facade counting = (_, _) -> mounted.incrementAndGet();

        try (TestServer server = TestServer.start(folder, Map.of(), counting)) {
            server.get("/health").expect(200);
        }

        assertThat(mounted).hasValue(1);
    }
}
