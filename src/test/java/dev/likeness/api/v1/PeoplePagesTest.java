package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the pages of people need of the native API, over real HTTP.
class PeoplePagesTest {
    private static final String GALLERY = "/v1/galleries/test";
    private static final String PEOPLE = GALLERY + "/people";

    @TempDir
    private Path folder;

    private TestServer server;
    private List<String> faces = List.of();

    /// People 1 and 2 are in two photos together, and each is in one alone.
    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder, Map.of());
        Answer added = server.gallery(new int[] {1, 2}, new int[] {1, 2}, new int[] {1}, new int[] {2})
                .expect(201);
        faces = added.json()
                .at("/photos")
                .valueStream()
                .flatMap(photo -> photo.at("/photo/faces").valueStream())
                .map(face -> face.get("face").stringValue())
                .toList();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listPeople_byPagesAndFilters_countsAllOfThem() {
        split("Änn Lee", 0);
        split("Bob", 1);
        split(null, 2);

        Answer page = server.get(PEOPLE + "?limit=2").expect(200);
        assertThat(page.json().at("/people")).hasSize(2);
        assertThat(page.text("/count")).isEqualTo("3");
        assertThat(names("?named=true&order=name")).containsExactlyInAnyOrder("Änn Lee", "Bob");
        assertThat(server.get(PEOPLE + "?named=false").expect(200).text("/count"))
                .isEqualTo("1");
        assertThat(names("?search=ann")).containsExactly("Änn Lee");
        assertThat(names("?search=LE")).containsExactly("Änn Lee");
        assertThat(names("?search=nn")).isEmpty();
        assertThat(server.get(PEOPLE + "?named=maybe").expect(400).code()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void listPeople_fromAnOffsetOrByNumbers_hasThatPart() {
        String ann = split("Ann", 0);
        split("Bob", 1);
        String cem = split("Cem", 2);

        assertThat(names("?order=name&offset=1&limit=1")).containsExactly("Bob");
        assertThat(names("?order=name&offset=7")).isEmpty();
        assertThat(server.get(PEOPLE + "?offset=7").expect(200).text("/count")).isEqualTo("3");
        String next = server.get(PEOPLE + "?order=name&offset=1&limit=1").text("/next");
        assertThat(names("?order=name&cursor=" + next)).containsExactly("Cem");
        assertThat(names("?order=name&person=%s&person=%s".formatted(ann, cem))).containsExactly("Ann", "Cem");
        assertThat(names("?person=999")).isEmpty();
        assertThat(server.get(PEOPLE + "?offset=1&cursor=" + next).expect(400).code())
                .isEqualTo("INVALID_ARGUMENT");
        assertThat(server.get(PEOPLE + "?person=Ann").expect(400).code()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void listPeopleTogether_ofTwoInOnePhoto_countsThePhotosAndLeavesOutHiddenPeople() {
        String ann = split("Ann", 0, 2, 4);
        String bob = split("Bob", 1, 3, 5);

        Answer together = server.get(PEOPLE + "/" + ann + "/together").expect(200);

        assertThat(together.json().at("/people")).hasSize(1);
        assertThat(together.text("/people/0/person/name")).isEqualTo("Bob");
        assertThat(together.text("/people/0/photos")).isEqualTo("2");
        server.post(PEOPLE + "/hide", "{\"people\":[%s]}".formatted(bob)).expect(200);
        assertThat(server.get(PEOPLE + "/" + ann + "/together")
                        .expect(200)
                        .json()
                        .at("/people"))
                .isEmpty();
        assertThat(server.get(PEOPLE + "/999/together").expect(404).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void search_forAHiddenPerson_findsThemOnlyWhenAsked() {
        String ann = split("Ann", 0, 2);
        split("Bob", 1, 3, 4);
        server.post(PEOPLE + "/hide", "{\"people\":[%s]}".formatted(ann)).expect(200);
        String probe = "\"probes\":[{\"face\":\"%s\"}]".formatted(faces.get(5));

        Answer usual = server.post(GALLERY + "/search", "{" + probe + "}").expect(200);
        assertThat(facesFound(usual))
                .hasSize(3)
                .doesNotContain(faces.get(0), faces.get(2))
                .contains(faces.get(1));
        assertThat(facesFound(server.post(GALLERY + "/search", "{" + probe + ",\"hidden\":true}")
                        .expect(200)))
                .contains(faces.get(0), faces.get(2));
        assertThat(facesFound(server.post(GALLERY + "/search", "{" + probe + ",\"people\":[" + ann + "]}")
                        .expect(200)))
                .containsExactlyInAnyOrder(faces.get(0), faces.get(2));
    }

    private static List<String> facesFound(Answer answer) {
        return answer.json()
                .at("/faces/0/hits")
                .valueStream()
                .map(hit -> hit.get("face").stringValue())
                .toList();
    }

    @Test
    void hidePeople_severalAtOnce_isOneEventThatUndoTakesBack() {
        String ann = split("Ann", 0);
        String bob = split("Bob", 1);

        Answer hidden = server.post(PEOPLE + "/hide", "{\"people\":[%s,%s]}".formatted(ann, bob))
                .expect(200);

        assertThat(hidden.text("/description")).isEqualTo("hid Ann (#%s), Bob (#%s)".formatted(ann, bob));
        assertThat(names("?named=true")).isEmpty();
        assertThat(server.get(GALLERY + "/history").expect(200).text("/events/0/type"))
                .isEqualTo("hide-people");
        server.post(GALLERY + "/history/undo", "").expect(200);
        assertThat(names("?named=true")).containsExactlyInAnyOrder("Ann", "Bob");
        server.post(GALLERY + "/history/redo", "").expect(200);
        server.post(PEOPLE + "/hide", "{\"people\":[%s,%s],\"hidden\":false}".formatted(ann, bob))
                .expect(200);
        assertThat(names("?named=true")).containsExactlyInAnyOrder("Ann", "Bob");
        assertThat(server.post(PEOPLE + "/hide", "{\"people\":[]}").expect(400).code())
                .isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void previewSplit_ofTwoPeopleInOne_findsTheOtherFacesOfTheSelectedOne() {
        String person =
                server.post(PEOPLE + "/split", body(null, 0, 1)).expect(201).text("/person");
        assertThat(server.post(PEOPLE + "/" + person + "/split-preview", faceList(1))
                        .expect(200)
                        .json()
                        .at("/faces"))
                .isEmpty();
        assertThat(server.post(PEOPLE + "/" + person + "/split-preview", faceList(4))
                        .expect(400)
                        .code())
                .isEqualTo("INVALID_ARGUMENT");
    }

    private List<String> names(String query) {
        return server.get(PEOPLE + query)
                .expect(200)
                .json()
                .get("people")
                .valueStream()
                .map(person -> person.get("name").stringValue())
                .toList();
    }

    private String split(@Nullable String name, int... which) {
        return server.post(PEOPLE + "/split", body(name, which)).expect(201).text("/person");
    }

    private String body(@Nullable String name, int... which) {
        String list = faceList(which);
        return name == null ? list : list.substring(0, list.length() - 1) + ",\"name\":\"" + name + "\"}";
    }

    private String faceList(int... which) {
        return Arrays.stream(which)
                .mapToObj(index -> "\"" + faces.get(index) + "\"")
                .collect(Collectors.joining(",", "{\"faces\":[", "]}"));
    }
}
