package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// People by a company's own keys.
class ExternalIdsTest {
    private static final String PEOPLE = "/v1/galleries/test/people";

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        server.gallery(new int[] {1}, new int[] {2});
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer put(String externalId, String name) {
        return server.json("PUT", PEOPLE + "/by-external-id/" + externalId, "{\"name\":\"%s\"}".formatted(name));
    }

    @Test
    void put_addsThePersonOnceAndNamesThem() {
        String person = put("A-17", "Ann").expect(201).text("/person");

        assertThat(put("A-17", "Ann").expect(200).text("/event")).isEmpty();
        assertThat(put("A-17", "Anna").expect(200).text("/person")).isEqualTo(person);
        assertThat(put("A-18", "Anna").expect(201).text("/person")).isNotEqualTo(person);
        Answer found = server.get(PEOPLE + "/by-external-id/A-17").expect(200);
        assertThat(found.text("/summary/person")).isEqualTo(person);
        assertThat(found.text("/summary/externalId")).isEqualTo("A-17");
        assertThat(found.text("/summary/name")).isEqualTo("Anna");
        server.get(PEOPLE + "/by-external-id/A-19").expect(404);
        assertThat(put("A%2017", "Ann").expect(400).text("/detail")).startsWith("an external id must have");
        server.post("/v1/galleries/test/history/undo", "{\"count\":3}").expect(200);
        server.get(PEOPLE + "/by-external-id/A-17").expect(404);
    }

    @Test
    void patch_setsAnUnusedIdAndAMergeKeepsIt() {
        String ann = put("A-17", "Ann").expect(201).text("/person");
        String bob = put("A-18", "Bob").expect(201).text("/person");

        assertThat(server.json("PATCH", PEOPLE + "/" + bob, "{\"externalId\":\"A-17\"}")
                        .expect(409)
                        .text("/detail"))
                .isEqualTo("an external id must be one person's, and #%s has A-17 already".formatted(ann));
        server.json("PATCH", PEOPLE + "/" + bob, "{\"externalId\":null}").expect(200);
        server.post(PEOPLE + "/merge", "{\"from\":[%s],\"into\":%s}".formatted(ann, bob))
                .expect(200);
        assertThat(server.get(PEOPLE + "/by-external-id/A-17").expect(200).text("/summary/person"))
                .isEqualTo(bob);
    }
}
