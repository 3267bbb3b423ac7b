package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.engine.Engine;
import dev.likeness.engine.contents.NewPhoto;
import dev.likeness.engine.contents.UploadedFiles;
import dev.likeness.extract.AnalysedPhoto;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PhotoId;
import dev.likeness.image.TestPictures;
import dev.likeness.image.content.PictureHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Uploaded photos whose files the gallery keeps.
class UploadedFilesTest {
    private static final String GALLERY = "/v1/galleries/test";

    @TempDir
    private Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void upload_keptByTheServer_canBeShown() throws IOException {
        String photo = server.upload(GALLERY + "/photos?keep=true", Map.of("beach.jpg", SquareModels.photo(1, 1)))
                .expect(201)
                .text("/photos/0/photo/photo");

        server.get(GALLERY + "/photos/" + photo + "/image?width=320").expect(200);
        assertThat(server.get(GALLERY + "/photos/" + photo).text("/paths/0")).endsWith("/" + photo + "/beach.jpg");
        Path uploads = uploads();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(uploads)))
                .isEqualTo("rwx------");
    }

    @Test
    void upload_ofAPhotoWithOtherMetadata_isTheSamePhoto() throws IOException {
        byte[] first = SquareModels.photo(1, 1);
        byte[] rated = TestPictures.withSegment(first, 0xFE, TestPictures.latin("five stars"));
        String photo = server.upload(GALLERY + "/photos?keep=true", Map.of("a.jpg", first))
                .expect(201)
                .text("/photos/0/photo/photo");
        String face = photo + "-0";
        server.json("PUT", GALLERY + "/faces/" + face + "/person", "{\"name\":\"Ann\"}")
                .expect(200);

        var again = server.upload(GALLERY + "/photos?keep=true", Map.of("a.jpg", rated));

        assertThat(again.expect(200).text("/photos/0/added")).isEqualTo("false");
        assertThat(again.text("/photos/0/photo/photo")).isEqualTo(photo);
        assertThat(again.text("/photos/0/photo/faces/0/name")).isEqualTo("Ann");
        assertThat(files()).singleElement().satisfies(file -> assertThat(file).hasBinaryContent(rated));
        for (byte[] file : List.of(first, rated)) {
            String id = PhotoId.ofFile(file).sha256();
            assertThat(server.get(GALLERY + "/photos/" + id).expect(200).text("/photo"))
                    .isEqualTo(photo);
            assertThat(server.get(GALLERY + "/faces/" + id + "-0").expect(200).text("/face"))
                    .isEqualTo(face);
            server.get(GALLERY + "/photos/" + id + "/image?width=640").expect(200);
        }
        server.post(GALLERY + "/faces/retract", "{\"faces\":[\"%s-0\"]}".formatted(PhotoId.ofFile(first)))
                .expect(200);
        server.delete(GALLERY + "/photos/" + PhotoId.ofFile(first)).expect(202);
        server.get(GALLERY + "/photos/" + photo).expect(404);
    }

    @Test
    void upload_thatStatesAnotherOrientation_turnsThePhoto() {
        byte[] first = SquareModels.photo(1, 1, 2, 3);
        String photo = server.upload(GALLERY + "/photos?keep=true", Map.of("a.jpg", first))
                .expect(201)
                .text("/photos/0/photo/photo");
        String before = server.get(GALLERY + "/photos/" + photo).text("/faces/0/detection/box/left");
        var image =
                server.get(GALLERY + "/photos/" + photo + "/image?width=640").expect(200);

        server.upload(
                        GALLERY + "/photos?keep=true",
                        Map.of("b.jpg", TestPictures.jpegWithExif(first, TestPictures.exif(3))))
                .expect(200);

        var turned = server.get(GALLERY + "/photos/" + photo).expect(200);
        for (int face = 0; face < 3; face++) {
            assertThat(turned.text("/faces/" + face + "/face")).isEqualTo(photo + "-" + face);
        }
        assertThat(turned.text("/faces/0/detection/box/left")).isNotEqualTo(before);
        assertThat(server.get(GALLERY + "/photos/" + photo + "/image?width=640").bytes())
                .isNotEqualTo(image.bytes());
    }

    @Test
    void upload_withoutKeep_leavesNoFile() {
        server.upload(GALLERY + "/photos", Map.of("beach.jpg", SquareModels.photo(1, 1)))
                .expect(201);

        assertThat(uploads()).doesNotExist();
    }

    @Test
    void upload_thatIsNoPhoto_leavesNoFile() {
        server.upload(GALLERY + "/photos?keep=true", Map.of("a.jpg", new byte[] {1, 2, 3}))
                .expect(422);

        assertThat(uploads()).doesNotExist();
    }

    @Test
    void upload_underNamesThatLeadElsewhere_staysInItsFolder() throws IOException {
        int take = 0;
        for (String name : List.of("..", ".", "", "../../evil.jpg", "x".repeat(300) + ".jpg")) {
            server.upload(GALLERY + "/photos?keep=true", Map.of(name, SquareModels.photo(take++, 1)))
                    .expect(201);
        }

        assertThat(files())
                .hasSize(5)
                .allSatisfy(file -> assertThat(java.util.Objects.requireNonNull(file.getParent())
                                .getParent())
                        .isEqualTo(uploads()));
    }

    @Test
    void delete_ofThePhoto_deletesItsFile() throws IOException {
        byte[] other = SquareModels.photo(2, 2);
        String photo = server.upload(GALLERY + "/photos?keep=true", Map.of("a.jpg", SquareModels.photo(1, 1)))
                .expect(201)
                .text("/photos/0/photo/photo");
        server.upload(GALLERY + "/photos?keep=true", Map.of("b.jpg", other)).expect(201);

        server.await(server.delete(GALLERY + "/photos/" + photo).expect(202).text("/job"));

        assertThat(files()).hasSize(1).allSatisfy(file -> assertThat(file).hasBinaryContent(other));
    }

    @Test
    void filesOfPhotosThatWereNeverStored_areGoneAfterTheNextStart() throws IOException {
        byte[] stored = SquareModels.photo(1, 1);
        server.upload(GALLERY + "/photos?keep=true", Map.of("a.jpg", stored)).expect(201);
        Path left = Files.createDirectories(uploads().resolve("0".repeat(64)));
        Files.writeString(left.resolve("b.jpg"), "bytes of a photo");

        server.close();
        server = TestServer.start(folder);

        assertThat(left).doesNotExist();
        assertThat(files()).hasSize(1).allSatisfy(file -> assertThat(file).hasBinaryContent(stored));
    }

    @Test
    void purge_whileAnUploadIsStored_leavesItsFile() throws IOException {
        byte[] bytes = SquareModels.photo(1, 1);
        Engine engine = server.engine();
        AnalysedPhoto photo = engine.analyse("test", "the photo", bytes);
        UploadedFiles kept = new UploadedFiles(engine.galleries().folder("test"));

        engine.contents("test").add(List.of(new NewPhoto("upload:a.jpg", Instant.now(), photo, () -> {
            Path file = kept.keep(photo.id(), "a.jpg", bytes);
            assertThatThrownBy(() -> engine.galleries().purge("test"))
                    .isInstanceOfSatisfying(
                            LikenessException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.GALLERY_LOCKED));
            return file;
        })));

        assertThat(files()).hasSize(1);
        engine.galleries().purge("test");
        assertThat(files()).hasSize(1);
    }

    @Test
    void upload_afterOneThatWasKilledWhileItWroteTheFile_writesIt() throws IOException {
        byte[] bytes = SquareModels.photo(1, 1);
        Path own =
                Files.createDirectories(uploads().resolve(PictureHash.of(bytes).sha256()));
        // As large as the file, but not all of it is there.
        Files.write(own.resolve(".likeness-00000000-x.tmp"), new byte[bytes.length]);

        server.upload(GALLERY + "/photos?keep=true", Map.of("a.jpg", bytes)).expect(201);

        assertThat(files())
                .hasSize(1)
                .allSatisfy(file -> assertThat(file).hasFileName("a.jpg").hasBinaryContent(bytes));
    }

    @Test
    void delete_ofTheGallery_deletesItsFiles() {
        server.upload(GALLERY + "/photos?keep=true", Map.of("a.jpg", SquareModels.photo(1, 1)))
                .expect(201);

        server.delete(GALLERY).expect(204);

        assertThat(server.galleries().resolve("test")).doesNotExist();
    }

    private Path uploads() {
        return server.engine().galleries().folder("test").resolve("uploads").toAbsolutePath();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(uploads())) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
