package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Undo and redo up to an event of the history.
class UndoToEventTest {
    private static final String GALLERY = "/v1/galleries/test";

    @TempDir
    private Path folder;

    private TestServer server;
    private String person;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        server.gallery(new int[] {1}, new int[] {2}).expect(201);
        String face = server.get(GALLERY + "/faces").text("/faces/0/face");
        // Event 1 creates the person; events 2 to 4 name them.
        person = GALLERY + "/people/"
                + server.post(GALLERY + "/people/split", "{\"faces\":[\"%s\"]}".formatted(face))
                        .expect(201)
                        .text("/person");
        for (String name : new String[] {"Ann", "Bea", "Cleo"}) {
            server.json("PATCH", person, "{\"name\":\"%s\"}".formatted(name)).expect(200);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void undo_toAnEvent_undoesItAndAllLaterOnes() {
        Answer undone = undo("{\"event\":3}").expect(200);

        assertThat(undone.json().get("changes")).hasSize(2);
        assertThat(undone.text("/changes/0/original")).isEqualTo("4");
        assertThat(undone.text("/changes/1/original")).isEqualTo("3");
        assertThat(name()).isEqualTo("Ann");
    }

    @Test
    void redo_toAnEvent_redoesItAndAllEarlierOnes() {
        undo("{\"event\":2}").expect(200);

        Answer redone = redo("{\"event\":3}").expect(200);

        assertThat(redone.json().get("changes")).hasSize(2);
        assertThat(redone.text("/changes/0/original")).isEqualTo("2");
        assertThat(name()).isEqualTo("Bea");
    }

    @Test
    void undo_toAnEventThatIsNotInForce_isRefusedAndChangesNothing() {
        undo("{\"event\":4}").expect(200);

        for (String event : new String[] {"4", "5", "99"}) {
            Answer refused = undo("{\"event\":%s}".formatted(event)).expect(400);
            assertThat(refused.code()).isEqualTo("INVALID_ARGUMENT");
            assertThat(refused.text("/detail"))
                    .isEqualTo("event must be the number of an edit that is not undone, got: " + event);
        }
        assertThat(name()).isEqualTo("Bea");
    }

    @Test
    void redo_afterAnotherEdit_isRefused() {
        undo("{\"event\":4}").expect(200);
        server.json("PATCH", person, "{\"name\":\"Dora\"}").expect(200);

        assertThat(redo("{\"event\":4}").expect(400).text("/detail"))
                .isEqualTo("event must be the number of an undone edit with no other edit since, got: 4");
    }

    @Test
    void undo_ofOneEventThatIsNotTheLatest_isRefusedAndChangesNothing() {
        Answer refused = undo("{\"event\":3,\"count\":1}").expect(409);

        assertThat(refused.code()).isEqualTo("CONTRADICTION");
        assertThat(refused.text("/detail"))
                .isEqualTo("event 3 can only be reached together with others: at most 1 may be reversed, got: 2");
        assertThat(name()).isEqualTo("Cleo");

        undo("{\"event\":4,\"count\":1}").expect(200);
        assertThat(name()).isEqualTo("Bea");
        redo("{\"event\":4,\"count\":1}").expect(200);
        assertThat(name()).isEqualTo("Cleo");
    }

    @Test
    void undo_ofANumberThatIsNotWhole_isRefusedAndChangesNothing() {
        for (String value : new String[] {"\"count\":1.5", "\"count\":\"1\"", "\"event\":4.5", "\"event\":\"4\""}) {
            assertThat(undo("{" + value + "}").expect(400).code()).isEqualTo("INVALID_ARGUMENT");
        }
        assertThat(name()).isEqualTo("Cleo");
    }

    private Answer undo(String body) {
        return server.post(GALLERY + "/history/undo", body);
    }

    private Answer redo(String body) {
        return server.post(GALLERY + "/history/redo", body);
    }

    private String name() {
        return server.get(person).expect(200).text("/summary/name");
    }
}
