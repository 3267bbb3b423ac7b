package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.TestServer.Form;
import dev.likeness.face.FaceId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.lucene.TraceSearch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What is deleted is in no file below the data folder any more when the deletion has ended: no name, path,
/// hash, crop, picture or vector, not in the logs, the temporary files and the answers that are kept for
/// repeated requests, nor in what Lucene has compressed.
class DeletionTest {
    private static final String GALLERY = "/v1/galleries/test";
    private static final String NAME = "Zacharias Unverwechselbar";

    @TempDir
    private Path folder;

    private TestServer server;
    private TraceSearch search;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        search = new TraceSearch(server.galleries());
        server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
        for (int i = 0; i < 12; i++) {
            upload("kept-" + i + ".jpg", SquareModels.photo(i, i % 5));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// Its id. The request may be repeated, so that its answer is kept.
    private String upload(String name, byte[] bytes) {
        Answer answer = server.with("Idempotency-Key", UUID.randomUUID().toString())
                .form(GALLERY + "/photos?keep=true", new Form().file("image", name, bytes));
        return answer.expect(201).text("/photos/0/photo/photo");
    }

    private void name(String face) {
        server.json("PUT", GALLERY + "/faces/" + face + "/person", "{\"name\":\"%s\"}".formatted(NAME))
                .expect(200);
    }

    private Map<String, byte[]> traces(String photo, byte[] bytes, String path) {
        Map<String, byte[]> traces = new LinkedHashMap<>();
        traces.put("hash", photo.getBytes(StandardCharsets.US_ASCII));
        traces.put("bytes of the hash", HexFormat.of().parseHex(photo));
        traces.put("path", path.getBytes(StandardCharsets.UTF_8));
        traces.put("file", Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length / 2 + 64));
        JsonNode faces = server.get(GALLERY + "/photos/" + photo).json().get("faces");
        for (JsonNode face : faces) {
            String id = face.get("face").stringValue();
            traces.put(
                    "crop of " + id,
                    server.get(GALLERY + "/faces/" + id + "/crop").expect(200).bytes());
            traces.put("vector of " + id, vector(id));
        }
        return traces;
    }

    private byte[] vector(String face) {
        try (GallerySnapshot snapshot = server.engine().galleries().snapshot("test")) {
            float[] direction = snapshot.face(FaceId.parse(face))
                    .orElseThrow()
                    .face()
                    .embedding()
                    .direction()
                    .toArray();
            ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < 4; i++) {
                bytes.putFloat(direction[i]);
            }
            return bytes.array();
        }
    }

    /// Sees every picture of a photo, so that it is rendered and cached, and downloads it, which is audited.
    private void look(String photo) {
        server.get(GALLERY + "/photos/" + photo + "/image?width=320").expect(200);
        server.get(GALLERY + "/photos/" + photo + "/original").expect(200);
    }

    private void delete(String path) {
        String job = server.delete(path).expect(202).text("/job");
        assertThat(server.await(job).get("state").stringValue()).isEqualTo("done");
    }

    @Test
    void deletePhoto_leavesNothingInAnyFile() throws IOException {
        byte[] bytes = SquareModels.photo(100, 7, 8);
        String gone = upload("private-holiday.jpg", bytes);
        name(gone + "-0");
        look(gone);
        Map<String, byte[]> traces = traces(gone, bytes, "private-holiday");
        assertThat(search.find(traces)).containsOnlyKeys(traces.keySet());

        delete(GALLERY + "/photos/" + gone);

        assertThat(search.find(traces)).isEmpty();
        server.get(GALLERY + "/photos/" + gone + "/image?width=320").expect(404);
        server.get(GALLERY + "/faces/" + gone + "-0/crop").expect(404);
        assertThat(Shell.run("audit", gone, "--index", server.galleries().toString())
                        .output())
                .anyMatch(line -> line.contains("getPhotoOriginal"))
                .anyMatch(line -> line.contains("deletePhoto"));
    }

    @Test
    void deletePerson_leavesNothingInAnyFile() throws IOException {
        byte[] bytes = SquareModels.photo(100, 7);
        String gone = upload("only-one-at-the-sea.jpg", bytes);
        name(gone + "-0");
        look(gone);
        Map<String, byte[]> traces = traces(gone, bytes, "only-one-at-the-sea");
        traces.put("name", NAME.getBytes(StandardCharsets.UTF_8));
        assertThat(search.find(traces)).containsOnlyKeys(traces.keySet());
        String person = server.get(GALLERY + "/photos/" + gone).text("/faces/0/person");

        delete(GALLERY + "/people/" + person);

        assertThat(search.find(traces)).isEmpty();
    }

    @Test
    void deleteGallery_leavesNothingInAnyFile() throws IOException {
        byte[] bytes = SquareModels.photo(100, 7);
        String gone = upload("private-holiday.jpg", bytes);
        name(gone + "-0");
        look(gone);
        Map<String, byte[]> traces = traces(gone, bytes, "private-holiday");
        traces.put("name", NAME.getBytes(StandardCharsets.UTF_8));

        server.delete(GALLERY).expect(204);

        assertThat(search.find(traces)).isEmpty();
    }

    @Test
    void deleteGallery_byCommandBesideAServer_leavesNothingInAnyFile() throws IOException {
        byte[] bytes = SquareModels.photo(100, 7);
        String gone = upload("private-holiday.jpg", bytes);
        name(gone + "-0");
        look(gone);
        Map<String, byte[]> traces = traces(gone, bytes, "private-holiday");
        traces.put("name", NAME.getBytes(StandardCharsets.UTF_8));

        Shell.Result result = Shell.run(
                "gallery",
                "delete",
                "--yes",
                "--gallery",
                "test",
                "--index",
                server.galleries().toString());

        assertThat(result.status()).isZero();
        assertThat(search.find(traces)).isEmpty();
        server.get(GALLERY + "/photos/" + gone + "/image?width=320").expect(404);
    }

    @Test
    void deletePhoto_whoseFileCouldNotBeReadLater_leavesNoPath() throws IOException {
        byte[] bytes = SquareModels.photo(100, 7);
        String gone = upload("private-holiday.jpg", bytes);
        Files.writeString(
                server.galleries().resolve("test/unreadable.jsonl"),
                "{\"file\":\"/photos/private-holiday.jpg\",\"reason\":\"corrupt JPEG\"}\n");

        delete(GALLERY + "/photos/" + gone);

        assertThat(search.find(Map.of("path", "private-holiday".getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
    }

    @Test
    void deletePhoto_ofADamagedGenerationThatWasKeptAside_leavesNothingThere() throws IOException {
        byte[] bytes = SquareModels.photo(100, 7);
        String gone = upload("private-holiday.jpg", bytes);
        Map<String, byte[]> traces = traces(gone, bytes, "private-holiday");
        Path gallery = server.galleries().resolve("test");
        String current = Files.readString(gallery.resolve("CURRENT")).strip();
        Path aside = Files.createDirectory(gallery.resolve("damaged-generation-1-20260101T000000Z"));
        try (var files = Files.list(gallery.resolve(current))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, aside.resolve(file.getFileName()));
            }
        }

        delete(GALLERY + "/photos/" + gone);

        assertThat(search.find(traces)).isEmpty();
        assertThat(aside).doesNotExist();
    }
}
