package dev.likeness.api.v1.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Photos of a client that may end before it starts a clustering.
class IdleClusteringTest {
    private static final String GALLERY = "/v1/galleries/test";

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

    private void addPhoto(int take, String query) {
        server.upload(GALLERY + "/photos" + query, Map.of("a%d.jpg".formatted(take), SquareModels.photo(take, 5)))
                .expect(201);
    }

    private List<JsonNode> jobs() {
        return server.get("/v1/jobs")
                .expect(200)
                .json()
                .get("jobs")
                .valueStream()
                .toList();
    }

    @Test
    void photosOfAClientThatEnds_areClusteredOnceAfterTheLast() throws InterruptedException {
        addPhoto(0, "?clusterAfter=2");
        addPhoto(1, "?clusterAfter=2");

        for (int i = 0; i < 100 && jobs().isEmpty(); i++) {
            Thread.sleep(100);
        }

        assertThat(jobs()).hasSize(1);
        assertThat(server.await(jobs().getFirst().get("id").stringValue())
                        .get("kind")
                        .stringValue())
                .isEqualTo("cluster");
        assertThat(server.get(GALLERY + "/people").expect(200).text("/people/0/faces"))
                .isEqualTo("2");
    }

    @Test
    void photosThatTheClientClusters_areNotClusteredAgain() throws InterruptedException {
        addPhoto(0, "?clusterAfter=1");
        server.await(server.post(GALLERY + "/jobs", "{\"kind\":\"cluster\"}")
                .expect(202)
                .text("/id"));

        Thread.sleep(1500);

        assertThat(jobs()).hasSize(1);
    }

    @Test
    void clusterAfter_ofNoTime_isRefused() {
        assertThat(server.upload(GALLERY + "/photos?clusterAfter=0", Map.of("a.jpg", SquareModels.photo(1, 5)))
                        .expect(400)
                        .text("/detail"))
                .isEqualTo("clusterAfter must be a whole number between 1 and 3600, got: 0");
    }
}
