package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.auth.ApiKeyKind;
import dev.likeness.api.auth.KeyRing;
import dev.likeness.api.auth.Scope;
import dev.likeness.image.ImageOptions;
import dev.likeness.image.ImageReader;
import dev.likeness.image.PhotoFiles;
import dev.likeness.image.RgbImage;
import dev.likeness.image.content.PictureHash;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Images of photos, faces and people from end to end.
class PhotoImagesTest {
    private static final String GALLERY = "/v1/galleries/test";
    private static final int RED = 0xC03020;
    private static final int BLUE = 0x2040C0;

    /// 1600 × 1200 as stored, red on the left; it stands upright when its left is the top.
    private static final byte[] PHOTO = PhotoFiles.withMetadata(PhotoFiles.halves("jpeg", 1600, 1200, RED, BLUE), 6);

    private final ImageReader reader = new ImageReader(ImageOptions.defaults());

    @TempDir
    private Path folder;

    private TestServer server;
    private Path photos;

    @BeforeEach
    void start() throws IOException {
        photos = Files.createDirectories(folder.resolve("photos"));
        server = newServer();
        server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
    }

    private TestServer newServer() {
        return TestServer.start(folder, Map.of("server.photoRoots", List.of(photos.toString())));
    }

    private void restart() {
        server.close();
        server = newServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void image_isAnUprightJpegOfTheWidthWithoutMetadata() throws IOException {
        String photo = add("a.jpg", PHOTO);

        Answer image = server.get(photo + "/image?width=320").expect(200);

        assertThat(image.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(image.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(image.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(image.header("Cache-Control")).isEqualTo("private, no-cache");
        RgbImage pixels = reader.open(image.bytes()).decode();
        assertThat(pixels.width()).isEqualTo(320);
        assertThat(pixels.height()).isEqualTo(427);
        assertThat(PhotoFiles.distance(PhotoFiles.color(pixels, 160, 20), RED)).isLessThan(12);
        assertThat(PhotoFiles.distance(PhotoFiles.color(pixels, 160, 400), BLUE))
                .isLessThan(12);
        assertThat(latin(PHOTO)).contains("Exif", "GPSLatitude", "2019:07:14");
        assertThat(latin(image.bytes())).doesNotContain("Exif", "GPSLatitude", "2019:07:14");
    }

    @Test
    void image_withoutAWidth_hasTheDefaultAndIsNeverEnlarged() throws IOException {
        String photo = add("a.jpg", PHOTO);

        assertThat(width(server.get(photo + "/image"))).isEqualTo(1200);
        assertThat(width(server.get(photo + "/image?width=2560"))).isEqualTo(1200);
        assertThat(width(server.get(photo + "/image?width=640"))).isEqualTo(640);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-320", "321", "99999999999", "", "320px", "0320"})
    void image_ofAnotherWidth_isAnInvalidArgument(String width) throws IOException {
        String photo = add("a.jpg", PHOTO);

        Answer answer = server.get(photo + "/image?width=" + width).expect(400);

        assertThat(answer.code()).isEqualTo("INVALID_ARGUMENT");
        assertThat(answer.text("/detail")).contains("320, 640, 1280, 1920, 2560");
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "tiff", "bmp"})
    void image_ofAnotherFormat_isAJpeg(String format) throws IOException {
        String photo = add("a." + format, PhotoFiles.halves(format, 800, 600, RED, BLUE));

        Answer image = server.get(photo + "/image?width=320").expect(200);

        assertThat(image.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(image.bytes()).startsWith(0xFF, 0xD8, 0xFF);
    }

    @Test
    void image_thatTheClientHas_isNotDecoded() throws IOException {
        String photo = add("a.jpg", PHOTO);
        String tag = server.get(photo + "/image?width=320").expect(200).header("ETag");
        Files.delete(photos.resolve("a.jpg"));
        restart();

        Answer known = server.send(photo + "/image?width=320", request -> request.header("If-None-Match", tag));

        assertThat(known.expect(304).bytes()).isEmpty();
        assertThat(known.header("ETag")).isEqualTo(tag);
        assertThat(server.send(photo + "/image?width=640", request -> request.header("If-None-Match", tag))
                        .expect(404)
                        .code())
                .isEqualTo("PHOTO_FILE_MISSING");
    }

    @Test
    void image_thatWasRendered_outlastsTheFile() throws IOException {
        String photo = add("a.jpg", PHOTO);
        byte[] image = server.get(photo + "/image?width=640").expect(200).bytes();
        Files.delete(photos.resolve("a.jpg"));

        assertThat(server.get(photo + "/image?width=640").expect(200).bytes()).isEqualTo(image);
    }

    @Test
    void image_ofTheSmallestWidth_isStoredAndNeedsNoFile() throws IOException {
        String photo = add("a.jpg", PHOTO);
        Files.delete(photos.resolve("a.jpg"));

        Answer small = server.get(photo + "/image?width=320").expect(200);

        assertThat(width(small)).isEqualTo(320);
        assertThat(latin(small.bytes())).doesNotContain("Exif", "GPSLatitude", "2019:07:14");
        assertThat(server.get(photo + "/image?width=640").expect(404).code()).isEqualTo("PHOTO_FILE_MISSING");
    }

    @Test
    void image_ofAPhotoOfAnotherGallery_isNotFound() throws IOException {
        server.post("/v1/galleries", "{\"name\":\"other\"}").expect(201);
        String photo = add("a.jpg", PHOTO);
        server.get(photo + "/image").expect(200);
        String inOther = photo.replace("/test/", "/other/");

        assertThat(server.get(inOther + "/image").expect(404).code()).isEqualTo("NOT_FOUND");
        assertThat(server.get(inOther + "/original").expect(404).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void image_ofADeletedPhoto_isNotFound() throws IOException {
        String photo = add("a.jpg", PHOTO);
        String tag = server.get(photo + "/image").expect(200).header("ETag");
        server.await(server.delete(photo).expect(202).text("/job"));

        Answer image = server.send(photo + "/image", request -> request.header("If-None-Match", tag));

        assertThat(image.expect(404).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void image_thatWasRendered_doesNotOutlastAnErasure() throws IOException {
        String photo = add("a.jpg", SquareModels.photo(1, 1));
        String face = server.get(photo).text("/faces/0/face");
        server.json("PUT", GALLERY + "/faces/" + face + "/person", "{\"name\":\"Ann\"}")
                .expect(200);
        server.get(photo + "/image?width=320").expect(200);
        server.get(photo + "/image?width=640").expect(200);
        Files.delete(photos.resolve("a.jpg"));

        server.await(
                server.delete(GALLERY + "/people/1?photos=keep").expect(202).text("/job"));

        server.get(photo).expect(200);
        for (int width : List.of(320, 640)) {
            assertThat(server.get(photo + "/image?width=" + width).expect(404).code())
                    .isEqualTo("PHOTO_FILE_MISSING");
        }
    }

    @Test
    void image_ofAPhotoThatWasDeletedAndUploadedAgain_isNotTheOneBefore() throws IOException {
        byte[] bytes = SquareModels.photo(1, 1);
        String photo = add("a.jpg", bytes);
        server.get(photo + "/image?width=320").expect(200);
        server.await(server.delete(photo).expect(202).text("/job"));
        Files.delete(photos.resolve("a.jpg"));

        server.upload(GALLERY + "/photos", Map.of("a.jpg", bytes)).expect(201);
        assertThat(server.get(photo + "/image?width=320").expect(404).code()).isEqualTo("PHOTO_FILE_MISSING");

        server.delete(GALLERY).expect(204);
        server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
        server.upload(GALLERY + "/photos", Map.of("a.jpg", bytes)).expect(201);
        assertThat(server.get(photo + "/image?width=320").expect(404).code()).isEqualTo("PHOTO_FILE_MISSING");
    }

    @Test
    void image_renderedForAnotherGallery_isNotShared() throws IOException {
        byte[] bytes = SquareModels.photo(1, 1);
        String photo = add("a.jpg", bytes);
        server.get(photo + "/image?width=320").expect(200);
        server.post("/v1/galleries", "{\"name\":\"other\"}").expect(201);
        server.upload("/v1/galleries/other/photos", Map.of("a.jpg", bytes)).expect(201);

        String inOther = photo.replace("/test/", "/other/");

        assertThat(server.get(inOther + "/image?width=320").expect(404).code()).isEqualTo("PHOTO_FILE_MISSING");
    }

    @Test
    void image_ofAnUploadedPhoto_hasNoFile() {
        String photo = GALLERY + "/photos/"
                + server.upload(GALLERY + "/photos", Map.of("a.jpg", SquareModels.photo(1, 1)))
                        .expect(201)
                        .text("/photos/0/photo/photo");

        assertThat(server.get(photo + "/image").expect(404).code()).isEqualTo("PHOTO_FILE_MISSING");
        assertThat(server.get(photo + "/image?width=320").expect(404).code()).isEqualTo("PHOTO_FILE_MISSING");
        assertThat(server.get(photo + "/original").expect(404).code()).isEqualTo("PHOTO_FILE_MISSING");
    }

    @Test
    void fileInThePlaceOfThePhoto_isNotServed() throws IOException {
        String photo = add("a.jpg", PHOTO);
        Path file = photos.resolve("a.jpg");
        // Of the same size and time, and a photo, too.
        byte[] other = PHOTO.clone();
        other[other.length - 3] ^= 1;
        var time = Files.getLastModifiedTime(file);
        Files.write(file, other);
        Files.setLastModifiedTime(file, time);

        assertThat(server.get(photo + "/image").expect(404).code()).isEqualTo("PHOTO_FILE_MISSING");
        Answer original = server.get(photo + "/original").expect(404);
        assertThat(original.code()).isEqualTo("PHOTO_FILE_MISSING");
        assertThat(original.text()).doesNotContain(folder.toString());
    }

    @Test
    void symbolicLink_inThePlaceOfThePhoto_isServedOnlyIfItLeadsToThePhoto() throws IOException {
        String photo = add("a.jpg", PHOTO);
        Path file = photos.resolve("a.jpg");
        Path secret = Files.write(folder.resolve("secret.jpg"), PhotoFiles.halves("jpeg", 1600, 1200, BLUE, RED));
        Files.delete(file);
        Files.createSymbolicLink(file, secret);

        server.get(photo + "/image").expect(404);
        server.get(photo + "/original").expect(404);

        Files.delete(file);
        Files.createSymbolicLink(file, Files.write(folder.resolve("moved.jpg"), PHOTO));
        server.get(photo + "/image").expect(200);
        assertThat(server.get(photo + "/original").expect(200).bytes()).isEqualTo(PHOTO);
    }

    @Test
    void original_isTheFileAsAnAttachment() throws IOException {
        String photo = add("Füße am Meer.jpg", PHOTO);

        Answer original = server.get(photo + "/original").expect(200);
        Answer again =
                server.send(photo + "/original", request -> request.header("If-None-Match", original.header("ETag")));
        Answer head = server.send(photo + "/original", request -> request.method("HEAD", BodyPublishers.noBody()));

        assertThat(original.bytes()).isEqualTo(PHOTO);
        assertThat(original.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(original.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(original.header("Content-Disposition"))
                .isEqualTo(
                        "attachment; filename=\"F__e am Meer.jpg\"; filename*=UTF-8''F%C3%BC%C3%9Fe%20am%20Meer.jpg");
        again.expect(304);
        assertThat(head.expect(200).header("Content-Length")).isEqualTo(String.valueOf(PHOTO.length));
        assertThat(Files.readString(server.galleries().resolve(".server").resolve("audit.jsonl")))
                .contains("\"operation\":\"getPhotoOriginal\"");
    }

    @Test
    void readKey_maySeeImagesButNotTheOriginal() throws IOException {
        String photo = add("a.jpg", SquareModels.photo(1, 1));
        String face = GALLERY + "/faces/" + server.get(photo).text("/faces/0/face");
        KeyRing keys = KeyRing.of(server.galleries());
        String read = keys.create("reader", ApiKeyKind.BEARER, Scope.READ, Set.of("test"), 0)
                .secret();
        restart();

        server.get(photo + "/image").expect(401);
        server.with("X-Api-Key", read);
        server.get(photo + "/image").expect(200);
        server.get(face + "/crop?size=128").expect(200);
        assertThat(server.get(photo + "/original").expect(403).code()).isEqualTo("FORBIDDEN");
    }

    @Test
    void boxes_areInPixelsOfTheUprightPhotoAndCropsShowThem() throws IOException {
        // The white square of 8 × 8 pixels begins at (32, 32) as stored, and so at (128 − 40, 32) when upright. The box
        // that the detector gives it has this corner in its middle.
        String photo = add("a.jpg", PhotoFiles.withMetadata(SquareModels.photo(1, 1), 6));
        JsonNode details = server.get(photo).expect(200).json();
        JsonNode box = details.at("/faces/0/detection/box");
        double left = box.get("left").doubleValue();
        double top = box.get("top").doubleValue();

        assertThat(details.get("width").intValue()).isEqualTo(128);
        assertThat((left + box.get("right").doubleValue()) / 2).isEqualTo(88);
        assertThat((top + box.get("bottom").doubleValue()) / 2).isEqualTo(32);

        String crop = GALLERY + "/faces/" + details.at("/faces/0/face").stringValue() + "/crop";
        RgbImage context = reader.open(
                        server.get(crop + "?size=256&context=2").expect(200).bytes())
                .decode();
        assertThat(context.width()).isEqualTo(context.height()).isBetween(34, 36);
        assertThat(PhotoFiles.distance(PhotoFiles.color(context, 21, 21), 0xFFFFFF))
                .isLessThan(40);
        assertThat(PhotoFiles.distance(PhotoFiles.color(context, 13, 13), 0xFFFFFF))
                .isGreaterThan(60);
        assertThat(width(server.get(crop + "?context=4"))).isBetween(70, 71);
        assertThat(width(server.get(crop))).isEqualTo(112);
    }

    @Test
    void crop_withContext_isNotDecodedAgainForAClientThatHasIt() throws IOException {
        String photo = add("a.jpg", SquareModels.photo(1, 1));
        String crop = GALLERY + "/faces/" + server.get(photo).text("/faces/0/face") + "/crop?size=256";
        Answer first = server.get(crop).expect(200);
        Files.delete(photos.resolve("a.jpg"));
        restart();

        server.send(crop, request -> request.header("If-None-Match", first.header("ETag")))
                .expect(304);
    }

    @Test
    void crop_withContextOfAPhotoWithoutAFile_isTheStoredCrop() throws IOException {
        String photo = add("a.jpg", SquareModels.photo(1, 1));
        String crop = GALLERY + "/faces/" + server.get(photo).text("/faces/0/face") + "/crop";
        Files.delete(photos.resolve("a.jpg"));

        Answer fallback = server.get(crop + "?size=256").expect(200);
        Files.write(photos.resolve("a.jpg"), SquareModels.photo(1, 1));
        Answer rendered =
                server.send(crop + "?size=256", request -> request.header("If-None-Match", fallback.header("ETag")));

        assertThat(fallback.bytes()).isEqualTo(server.get(crop).expect(200).bytes());
        assertThat(width(rendered)).isLessThan(112);
    }

    @ParameterizedTest
    @ValueSource(strings = {"size=100", "size=1024", "context=0", "context=5", "context=1.5", "size=256&context=x"})
    void crop_withAnotherSizeOrContext_isAnInvalidArgument(String query) throws IOException {
        String photo = add("a.jpg", SquareModels.photo(1, 1));
        String crop = GALLERY + "/faces/" + server.get(photo).text("/faces/0/face") + "/crop?";

        assertThat(server.get(crop + query).expect(400).code()).isEqualTo("INVALID_ARGUMENT");
    }

    @Test
    void cover_isTheFaceThatListsShow() throws IOException {
        String one = server.get(add("a.jpg", SquareModels.photo(1, 1))).text("/faces/0/face");
        String other = server.get(add("b.jpg", SquareModels.photo(2, 1))).text("/faces/0/face");
        String person = GALLERY + "/people/"
                + server.post(GALLERY + "/people/split", "{\"faces\":[\"%s\",\"%s\"]}".formatted(one, other))
                        .expect(201)
                        .text("/person");

        String listed = server.get(person).text("/summary/cover");
        Answer cover = server.get(person + "/cover").expect(200);
        assertThat(cover.bytes()).isEqualTo(crop(listed, ""));
        assertThat(server.get(person + "/cover?size=256").expect(200).bytes()).isEqualTo(crop(listed, "?size=256"));
        server.send(person + "/cover", request -> request.header("If-None-Match", cover.header("ETag")))
                .expect(304);

        String chosen = listed.equals(one) ? other : one;
        server.json("PATCH", person, "{\"cover\":\"%s\"}".formatted(chosen)).expect(200);
        assertThat(server.send(person + "/cover", request -> request.header("If-None-Match", cover.header("ETag")))
                        .expect(200)
                        .bytes())
                .isEqualTo(crop(chosen, ""));

        // The chosen face belongs to another person now.
        server.post(GALLERY + "/faces/retract", "{\"faces\":[\"%s\"]}".formatted(chosen))
                .expect(200);
        server.json("PUT", GALLERY + "/faces/" + chosen + "/person", "{\"name\":\"Bob\"}")
                .expect(200);
        assertThat(server.get(person + "/cover").expect(200).bytes()).isEqualTo(crop(listed, ""));
    }

    @Test
    void cover_ofNobody_isNotFound() throws IOException {
        String photo = add("a.jpg", SquareModels.photo(1, 1));
        server.json(
                        "PUT",
                        GALLERY + "/faces/" + server.get(photo).text("/faces/0/face") + "/person",
                        "{\"name\":\"Ann\"}")
                .expect(200);
        server.get(GALLERY + "/people/1/cover").expect(200);
        server.await(server.delete(photo).expect(202).text("/job"));

        assertThat(server.get(GALLERY + "/people/1/cover").expect(404).code()).isEqualTo("NOT_FOUND");
        assertThat(server.get(GALLERY + "/people/99/cover").expect(404).code()).isEqualTo("NOT_FOUND");
    }

    /// Adds a photo from the server's disk and returns its path in the API.
    private String add(String name, byte[] bytes) throws IOException {
        Files.write(photos.resolve(name), bytes);
        server.post(GALLERY + "/photos", "{\"paths\":[\"%s\"]}".formatted(name)).expect(201);
        return GALLERY + "/photos/" + PictureHash.of(bytes);
    }

    private byte[] crop(String face, String query) {
        return server.get(GALLERY + "/faces/" + face + "/crop" + query)
                .expect(200)
                .bytes();
    }

    private int width(Answer answer) {
        return reader.open(answer.expect(200).bytes()).width();
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
