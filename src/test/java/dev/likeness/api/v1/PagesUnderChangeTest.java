package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.Contract;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Lists that are read page by page while they change, over real HTTP.
class PagesUnderChangeTest {
    private static final String GALLERY = "/v1/galleries/test";
    private static final String PEOPLE = GALLERY + "/people";

    /// Values of the parameters that decide what a list contains; each list is read with the first and followed
    /// with the second.
    private static final Map<String, List<String>> CONDITIONS = Map.of(
            "listPeople order", List.of("order=photos", "order=faces"),
            "listPeople hidden", List.of("hidden=false", "hidden=true"),
            "listPeople named", List.of("named=true", "named=false"),
            "listPeople search", List.of("search=A", "search=B"),
            "listPeople person", List.of("person=1&person=2&person=3", "person=1&person=2"),
            "listFaces state", List.of("state=all", "state=unassigned"),
            "listFaces order", List.of("order=id", "order=quality"));

    @TempDir
    private Path folder;

    private TestServer server;
    private List<String> faces = List.of();

    @BeforeEach
    void start() {
        server = TestServer.start(folder, Map.of());
        faces = server.gallery(
                        new int[] {1},
                        new int[] {2},
                        new int[] {3},
                        new int[] {4},
                        new int[] {1},
                        new int[] {2},
                        new int[] {3},
                        new int[] {4},
                        new int[] {1},
                        new int[] {2})
                .expect(201)
                .json()
                .at("/photos")
                .valueStream()
                .map(photo -> photo.at("/photo/faces/0/face").stringValue())
                .toList();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void people_whoGrowAndShrinkBetweenPages_areListedOnce() {
        for (String order : List.of("photos", "faces", "confidence", "recency")) {
            String first = split(null, 0, 1);
            String second = split(null, 2, 3);
            String third = split(null, 4);
            String last = split(null, 5);
            String query = "?limit=1&order=" + order;

            Answer page = server.get(PEOPLE + query).expect(200);
            List<String> seen = new ArrayList<>(numbers(page));
            // The last one overtakes all others, and the first falls to the end.
            move(last, 6, 7, 8, 9);
            server.post(GALLERY + "/faces/retract", faceList(0)).expect(200);
            seen.addAll(rest(query, page));

            assertThat(seen).as(order).containsExactlyInAnyOrder(first, second, third, last);
            server.post(GALLERY + "/history/undo", "{\"count\":6}").expect(200);
        }
    }

    @Test
    void people_whoGoOrComeBetweenPages_areLeftOutOfThePagesOfTheFirstMoment() {
        split("Ann", 0, 1, 2);
        String bob = split("Bob", 3, 4);
        String cem = split("Cem", 5, 6);
        String dan = split("Dan", 7);

        Answer page = server.get(PEOPLE + "?limit=1").expect(200);
        server.post(PEOPLE + "/hide", "{\"people\":[%s]}".formatted(bob)).expect(200);
        split("Eve", 8, 9);
        Answer second = next("?limit=1", page).expect(200);

        assertThat(numbers(second)).containsExactly(cem);
        assertThat(second.text("/count")).isEqualTo("3");
        assertThat(rest("?limit=1", second)).containsExactly(dan);
    }

    @Test
    void people_afterARestart_areReadOnUnlessTheGalleryHasChanged() {
        split("Ann", 0, 1, 2);
        split("Bob", 3, 4);
        split("Cem", 5);
        Answer page = server.get(PEOPLE + "?limit=1").expect(200);
        server.close();

        server = TestServer.start(folder, Map.of());

        assertThat(names(next("?limit=1", page).expect(200))).containsExactly("Bob");
        server.close();
        server = TestServer.start(folder, Map.of());
        split("Dan", 6);
        Answer late = next("?limit=1", page).expect(400);
        assertThat(late.code()).isEqualTo("INVALID_ARGUMENT");
        assertThat(late.text("/detail")).contains("within 10 minutes").contains("without a cursor");
    }

    @Test
    void cursor_ofAnotherOrderOrFilter_isRefusedByEveryList() {
        split("Ann A", 0, 1, 2);
        split("Bob A", 3, 4);
        split("Cem A", 5);
        for (Operation operation : lists()) {
            for (Parameter parameter : operation.getParameters()) {
                String name = parameter.getName();
                boolean isCondition = parameter.getIn() == Location.QUERY
                        && !Set.of("cursor", "limit", "offset").contains(name);
                if (!isCondition || operation.getOperationId().equals("listPhotos")) {
                    // PhotoListTest has the lists of photos.
                    continue;
                }
                String what = operation.getOperationId() + " " + name;
                assertThat(CONDITIONS).as("a condition without a test").containsKey(what);
                List<String> values = CONDITIONS.getOrDefault(what, List.of("", ""));
                String path = Contract.path(operation).replace("{gallery}", "test") + "?limit=1&";
                String cursor = server.get(path + values.get(0)).expect(200).text("/next");

                server.get(path + values.get(0) + "&cursor=" + cursor).expect(200);
                Answer other = server.get(path + values.get(1) + "&cursor=" + cursor);

                assertThat(other.status()).as(what).isEqualTo(400);
                assertThat(other.code()).isEqualTo("INVALID_ARGUMENT");
                assertThat(other.text("/detail")).contains("order and filters").contains("without a cursor");
            }
        }
    }

    @Test
    void cursor_ofAnotherListOrGallery_isRefused() {
        split("Ann", 0, 1, 2);
        split("Bob", 3, 4);
        server.post("/v1/galleries", "{\"name\":\"other\"}").expect(201);
        Map<String, String> cursors = new LinkedHashMap<>();
        for (Operation operation : lists()) {
            String path = Contract.path(operation);
            cursors.put(
                    path,
                    server.get(path.replace("{gallery}", "test") + "?limit=1")
                            .expect(200)
                            .text("/next"));
        }

        assertThat(cursors).hasSizeGreaterThanOrEqualTo(4);
        cursors.forEach((path, cursor) -> {
            server.get(path.replace("{gallery}", "test") + "?limit=1&cursor=" + cursor)
                    .expect(200);
            server.get(path.replace("{gallery}", "other") + "?limit=1&cursor=" + cursor)
                    .expect(400);
            cursors.keySet().stream()
                    .filter(other -> !other.equals(path))
                    .forEach(other -> server.get(other.replace("{gallery}", "test") + "?limit=1&cursor=" + cursor)
                            .expect(400));
        });
    }

    @Test
    void faces_whoseLastOneIsDeletedBetweenPages_areReadOn() {
        for (String query : List.of("?limit=2&order=quality", "?limit=2")) {
            List<String> whole = texts(server.get(GALLERY + "/faces" + query.replace("limit=2", "limit=1000")));
            Answer first = server.get(GALLERY + "/faces" + query).expect(200);
            String last = whole.get(1);
            server.delete(GALLERY + "/photos/" + last.substring(0, last.indexOf('-')))
                    .expect(202);

            Answer second = server.get(GALLERY + "/faces" + query + "&cursor=" + first.text("/next"))
                    .expect(200);

            assertThat(texts(second)).isEqualTo(whole.subList(2, 4));
        }
    }

    private static List<Operation> lists() {
        return Contract.operations().stream()
                .filter(operation -> operation.getParameters().stream()
                        .anyMatch(parameter -> parameter.getName().equals("cursor")))
                .toList();
    }

    private Answer next(String query, Answer page) {
        return server.get(PEOPLE + query + "&cursor=" + page.text("/next"));
    }

    /// The numbers of the people on all pages after this one.
    private List<String> rest(String query, Answer page) {
        List<String> rest = new ArrayList<>();
        Answer current = page;
        while (!current.json().get("next").isNull()) {
            current = next(query, current).expect(200);
            rest.addAll(numbers(current));
        }
        return rest;
    }

    private static List<String> numbers(Answer page) {
        return people(page, "person");
    }

    private static List<String> names(Answer page) {
        return people(page, "name");
    }

    private static List<String> people(Answer page, String key) {
        return page.json()
                .get("people")
                .valueStream()
                .map(person -> person.get(key).asString())
                .toList();
    }

    private static List<String> texts(Answer page) {
        JsonNode list = page.expect(200).json().get("faces");
        return list.valueStream().map(face -> face.get("face").stringValue()).toList();
    }

    private void move(String person, int... which) {
        server.post(PEOPLE + "/" + person + "/faces", faceList(which)).expect(200);
    }

    private String split(@Nullable String name, int... which) {
        String list = faceList(which);
        return server.post(
                        PEOPLE + "/split",
                        name == null ? list : list.substring(0, list.length() - 1) + ",\"name\":\"" + name + "\"}")
                .expect(201)
                .text("/person");
    }

    private String faceList(int... which) {
        return Arrays.stream(which)
                .mapToObj(index -> "\"" + faces.get(index) + "\"")
                .collect(Collectors.joining(",", "{\"faces\":[", "]}"));
    }
}
