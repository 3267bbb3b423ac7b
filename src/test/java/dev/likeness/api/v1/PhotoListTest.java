package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.image.PhotoFiles;
import dev.likeness.image.content.PictureHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Lists of photos with conditions, over HTTP. Ann (#1) is in `a` and `b`, Ben (#2) in `b` and `c`,
/// #3, who has no name, in `d`; `e` has no face and is the only one with a capture time, 2019-07-14.
class PhotoListTest {
    private static final String GALLERY = "/v1/galleries/test";

    @TempDir
    private Path folder;

    private TestServer server;
    private Path photos;
    private String a;
    private String b;
    private String c;
    private String d;
    private String e;

    @BeforeEach
    void start() throws IOException {
        photos = Files.createDirectories(folder.resolve("photos"));
        server = TestServer.start(folder, Map.of("server.photoRoots", List.of(photos.toString())));
        server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
        a = add("2018/a.jpg", SquareModels.photo(1, 1));
        b = add("2018/b.jpg", SquareModels.photo(2, 1, 2));
        c = add("2019/c.jpg", SquareModels.photo(1, 2));
        d = add("2019/d.jpg", SquareModels.photo(1, 3));
        e = add("2019/e.jpg", PhotoFiles.withMetadata(PhotoFiles.halves("jpeg", 320, 240, 0xC03020, 0x2040C0), 1));
        assign(face(a), "Ann");
        assign(face(b), "Ann");
        assign(face(c), "Ben");
        assign(b + "-1", "Ben");
        server.post(GALLERY + "/people/split", "{\"faces\":[\"%s\"]}".formatted(face(d)))
                .expect(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void list_withoutConditions_hasAllByIdWithTheirCount() {
        Answer list = server.get(GALLERY + "/photos?limit=2").expect(200);

        assertThat(ids(list))
                .isEqualTo(List.of(a, b, c, d, e).stream().sorted().limit(2).toList());
        assertThat(list.text("/count")).isEqualTo("5");
    }

    @Test
    void list_ofAPerson_hasTheirPhotos() {
        assertThat(ids("person=1")).containsExactlyInAnyOrder(a, b);
        assertThat(ids("person=2")).containsExactlyInAnyOrder(b, c);
        assertThat(ids("person=1&person=2")).containsExactly(b);
        assertThat(ids("person=1&without=2")).containsExactly(a);
        assertThat(ids("person=99")).isEmpty();
    }

    @Test
    void list_withoutAPerson_hasTheOthers() {
        assertThat(ids("without=1")).containsExactlyInAnyOrder(c, d, e);
        assertThat(ids("without=1&without=2")).containsExactlyInAnyOrder(d, e);
        assertThat(ids("person=1&without=1")).isEmpty();
    }

    @Test
    void list_ofUnnamed_hasPhotosOfNobodyKnown() {
        assertThat(ids("unnamed=true")).containsExactly(d);

        server.json("PATCH", GALLERY + "/people/3", "{\"hidden\":true}").expect(200);

        assertThat(ids("unnamed=true")).isEmpty();
    }

    @Test
    void list_captured_hasPhotosOfThePeriod() {
        for (String period : List.of("2019", "2019-07", "2019-07-14")) {
            assertThat(ids("captured=" + period)).as(period).containsExactly(e);
        }
        for (String period : List.of("2018", "2019-08", "2019-07-13", "2019-07-15")) {
            assertThat(ids("captured=" + period)).as(period).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "captured=19",
                "captured=2019-13",
                "captured=2019-02-30",
                "captured=2019-7",
                "person=0",
                "person=Ann",
                "without=-1",
                "minQuality=101",
                "unnamed=maybe",
                "order=random",
                "path="
            })
    void list_withAnInvalidCondition_isAnInvalidArgument(String query) {
        assertThat(server.get(GALLERY + "/photos?" + query).expect(400).code()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void list_ofAFolder_hasPhotosInItAndBelow() {
        assertThat(ids("path=" + photos.resolve("2018"))).containsExactlyInAnyOrder(a, b);
        assertThat(ids("path=" + photos + "/")).hasSize(5);
        assertThat(ids("path=" + photos.resolve("201"))).isEmpty();
        assertThat(ids("path=" + photos.resolve("2019") + "&person=2")).containsExactly(c);
    }

    @Test
    void list_ofAQuality_hasPhotosWithSuchAFace() {
        assertThat(ids("minQuality=1")).isSubsetOf(a, b, c, d);
        int quality = Integer.parseInt(server.get(GALLERY + "/photos/" + c).text("/faces/0/quality"));

        assertThat(ids("person=2&without=1&minQuality=" + quality)).containsExactly(c);
        if (quality < 100) {
            assertThat(ids("person=2&without=1&minQuality=" + (quality + 1))).isEmpty();
        }
    }

    @Test
    void list_byTime_putsPhotosWithoutATimeLast() {
        List<String> undated = List.of(a, b, c, d).stream().sorted().toList();
        List<String> expected = new ArrayList<>(List.of(e));
        expected.addAll(undated);

        assertThat(ids("order=newest")).isEqualTo(expected);
        assertThat(ids("order=oldest")).isEqualTo(expected);
    }

    @Test
    void list_pageByPage_hasEachPhotoOnce() {
        for (String query : List.of("order=newest", "order=id", "without=1&order=oldest")) {
            List<String> paged = new ArrayList<>();
            String cursor = "";
            do {
                Answer page = server.get(GALLERY + "/photos?limit=1&" + query + cursor)
                        .expect(200);
                paged.addAll(ids(page));
                JsonNode next = page.json().get("next");
                cursor = next.isNull() ? "" : "&cursor=" + next.asString();
            } while (!cursor.isEmpty());

            assertThat(paged).as(query).isEqualTo(ids(query));
        }
    }

    @Test
    void list_fromAnOffset_isThatPart() {
        for (String query : List.of("order=newest", "order=id", "without=1&order=oldest")) {
            List<String> all = ids(query);

            assertThat(ids(server.get(GALLERY + "/photos?offset=1&limit=1&" + query)))
                    .as(query)
                    .containsExactly(all.get(1));
            assertThat(ids(server.get(GALLERY + "/photos?offset=9&" + query)))
                    .as(query)
                    .isEmpty();
        }
    }

    @Test
    void cursor_ofAnotherOrderOrFilter_isRefused() {
        String cursor =
                server.get(GALLERY + "/photos?limit=1&order=newest&without=1").text("/next");

        for (String other : List.of("order=oldest&without=1", "order=newest", "order=newest&without=2")) {
            Answer answer = server.get(GALLERY + "/photos?limit=1&" + other + "&cursor=" + cursor)
                    .expect(400);
            assertThat(answer.code()).isEqualTo("INVALID_ARGUMENT");
            assertThat(answer.text("/detail")).contains("order and filter");
        }
    }

    @Test
    void hit_ofASearch_hasACaptureTime() {
        Answer result = server.post(GALLERY + "/search", "{\"probes\":[{\"face\":\"%s\"}]}".formatted(face(a)))
                .expect(200);

        assertThat(result.json().at("/faces/0/hits/0").has("captureTime")).isTrue();
    }

    private String add(String name, byte[] bytes) throws IOException {
        Files.createDirectories(photos.resolve(name).getParent());
        Files.write(photos.resolve(name), bytes);
        server.post(GALLERY + "/photos", "{\"paths\":[\"%s\"]}".formatted(name)).expect(201);
        return PictureHash.of(bytes).toString();
    }

    private static String face(String photo) {
        return photo + "-0";
    }

    private void assign(String face, String name) {
        server.json("PUT", GALLERY + "/faces/" + face + "/person", "{\"name\":\"%s\"}".formatted(name))
                .expect(200);
    }

    /// The ids of all photos of a list, whose count is checked.
    private List<String> ids(String query) {
        Answer list = server.get(GALLERY + "/photos?" + query).expect(200);
        List<String> ids = ids(list);
        assertThat(list.text("/count")).isEqualTo(String.valueOf(ids.size()));
        return ids;
    }

    private static List<String> ids(Answer list) {
        List<String> ids = new ArrayList<>();
        list.json().get("photos").forEach(photo -> ids.add(photo.get("photo").asString()));
        return ids;
    }
}
