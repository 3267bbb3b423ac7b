package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.TestServer.Form;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a request has that its operation does not understand is refused: it may be a typing error for what
/// matters most.
class StrictRequestsTest {
    private static final String GALLERY = "/v1/galleries/test";

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        server.gallery();
        server.upload(GALLERY + "/photos?cluster=true", Map.of("a.jpg", SquareModels.photo(1, 1)))
                .expect(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void deletion_withAMistypedParameter_deletesNothing() {
        String person = person();

        Answer answer = server.delete(GALLERY + "/people/" + person + "?photo=keep");

        assertThat(answer.expect(400).text("/detail"))
                .isEqualTo("the query of deletePerson may have photos, got: photo");
        server.get(GALLERY + "/people/" + person).expect(200);
    }

    @Test
    void patch_ofEitherMediaType_isAMergePatch() {
        String path = GALLERY + "/people/" + person();

        send(path, "application/merge-patch+json", "{\"birthDate\":\"1990-12-31\"}")
                .expect(200);
        send(path, "application/json", "{\"birthDate\":null,\"name\":\"Ann\"}").expect(200);

        assertThat(send(path, "text/json", "{}").expect(415).text("/detail"))
                .isEqualTo("the body must be application/json or application/merge-patch+json, got: text/json");
    }

    private Answer send(String path, String type, String body) {
        return server.send(
                path,
                request ->
                        request.method("PATCH", BodyPublishers.ofString(body)).header("Content-Type", type));
    }

    @Test
    void query_thatIsNotUtf8_isRefused() {
        assertThat(server.get(GALLERY + "/people?search=%FF").expect(400).text("/detail"))
                .isEqualTo("the query must be URL-encoded UTF-8");
    }

    @Test
    void name_thatIsNoText_isRefused() {
        for (String value : new String[] {"true", "5", "1.5"}) {
            assertThat(server.json("PUT", GALLERY + "/people/by-external-id/X", "{\"name\":%s}".formatted(value))
                            .expect(400)
                            .text("/detail"))
                    .isEqualTo("name must be text, got: " + value);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/photos?lmit=5         | the query of listPhotos may have captured, cursor, limit, minQuality, offset, order, path, person, unnamed, without, got: lmit",
                "/photos?limit=5&limit=6| limit must be given once, got: 5, 6",
                "?verbose               | getGallery has no parameters in its query, got: verbose",
            })
    void query_unknownOrRepeatedParameter_isRefused(String request, String detail) {
        assertThat(server.get(GALLERY + request).expect(400).text("/detail")).isEqualTo(detail);
    }

    @Test
    void form_withAnUnknownField_isRefused() {
        Form upload = new Form().file("photo", "b.jpg", SquareModels.photo(2, 2));
        assertThat(server.form(GALLERY + "/photos", upload).expect(400).text("/detail"))
                .isEqualTo("a file in the form of addPhotos must be called image, got: photo");
        Form search =
                new Form().file("image", "a.jpg", SquareModels.photo(1, 1)).field("k", "5");
        assertThat(server.form(GALLERY + "/search", search).expect(400).text("/detail"))
                .isEqualTo("the form of search has the field request, which is JSON with all other values, got: k");
        assertThat(server.get(GALLERY + "/photos").text("/count")).isEqualTo("1");
    }

    /// What curl sends for `image=a.jpg` without an at sign, and for `request=@search.json` with one.
    @Test
    void form_withAFieldInPlaceOfAFile_saysSo() {
        Form text = new Form().field("image", "a.jpg");
        assertThat(server.form(GALLERY + "/photos", text).expect(400).text("/detail"))
                .isEqualTo("image in the form of addPhotos must be a file, got a field without a filename");
        Form file = new Form().file("request", "search.json", "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(server.form(GALLERY + "/search", file).expect(400).text("/detail"))
                .isEqualTo("request in the form of search must be a field, got a file");
        Form named = new Form().file("image", "a.jpg", SquareModels.photo(2, 2)).field("name", "Bob");
        assertThat(server.form(GALLERY + "/people", named).expect(400).text("/detail"))
                .isEqualTo("the form of addPerson has no fields, because all other values are in the query, got: name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"k\": 5.7                                   | k must be a whole number, got: 5.7",
                "\"capturedFrom\": \"2019-07-01T00:00:00Z\"   | capturedFrom must be a date or a time without a zone, such as 2019-07-01 or 2019-07-01T18:30:00, because cameras have none, got: 2019-07-01T00:00:00Z",
                "\"capturedFrom\": \"last summer\"            | capturedFrom must be a date or a time without a zone, such as 2019-07-01 or 2019-07-01T18:30:00, because cameras have none, got: last summer",
            })
    void json_valueOfAnotherKind_isRefusedAndNotBent(String value, String detail) {
        String json = "{\"probes\": [{\"face\": \"%s\"}], %s}".formatted(face(), value);

        assertThat(server.post(GALLERY + "/search", json).expect(400).text("/detail"))
                .isEqualTo(detail);
    }

    @Test
    void json_plainDate_isTheBeginningOfThatDay() {
        String json = "{\"probes\": [{\"face\": \"%s\"}], \"capturedFrom\": \"2019-07-01\"}".formatted(face());

        server.post(GALLERY + "/search", json).expect(200);
    }

    private String face() {
        return server.get(GALLERY + "/faces").text("/faces/0/face");
    }

    private String person() {
        return server.post(GALLERY + "/people/split", "{\"faces\": [\"%s\"], \"name\": \"Ann\"}".formatted(face()))
                .expect(201)
                .text("/person");
    }
}
