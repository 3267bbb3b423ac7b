package dev.likeness.api.v1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.TestServer.Form;
import dev.likeness.api.compreface.CompreFace;
import dev.likeness.face.FaceId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// After a deletion and its purge, no file of the gallery contains the deleted bytes.
class ErasureTest {
    private static final String GALLERY = "/v1/galleries/test";

    @TempDir
    private Path folder;

    private TestServer server;
    private Path photos;

    @BeforeEach
    void start() throws IOException {
        photos = Files.createDirectories(folder.resolve("photos"));
        server = TestServer.start(folder, Map.of("server.photoRoots", List.of(photos.toString())));
        server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /// Bytes that must be gone, and their description.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Trace(String what, byte[] bytes) {}

    @Test
    void deletedPhoto_leavesNoVectorCropOrPath() throws IOException {
        for (int i = 0; i < 40; i++) {
            add("kept-" + i + ".jpg", SquareModels.photo(i, i % 5));
        }
        String gone = add("private-holiday.jpg", SquareModels.photo(100, 7, 8));
        String named = gone + "-0";
        server.json("PUT", GALLERY + "/faces/" + named + "/person", "{\"name\":\"Zacharias Unverwechselbar\"}")
                .expect(200);
        server.post(
                        GALLERY + "/duplicates/photos/reject",
                        "{\"photos\":[\"%s\",\"%s\"]}"
                                .formatted(gone, server.get(GALLERY + "/photos").text("/photos/0/photo")))
                .expect(200);
        List<Trace> traces = traces(gone);
        traces.add(new Trace("path", text("private-holiday")));
        traces.add(new Trace("photo id", HexFormat.of().parseHex(gone)));
        assertThat(found(traces)).hasSameSizeAs(traces);

        delete(GALLERY + "/photos/" + gone);

        assertThat(found(traces)).isEmpty();
        server.get(GALLERY + "/photos/" + gone).expect(404);
        assertThat(server.get(GALLERY).text("/faces")).isEqualTo("40");
    }

    @Test
    void deletedPhoto_ofAMergedPerson_leavesAMergeThatCanBeUndone() throws IOException {
        String gone = add("private-holiday.jpg", SquareModels.photo(1, 1));
        String stays = add("kept.jpg", SquareModels.photo(2, 1));
        String ofBob = add("bob.jpg", SquareModels.photo(3, 2));
        for (String face : List.of(gone + "-0", stays + "-0")) {
            server.json("PUT", GALLERY + "/faces/" + face + "/person", "{\"name\":\"Ann\"}")
                    .expect(200);
        }
        server.json("PUT", GALLERY + "/faces/" + ofBob + "-0/person", "{\"name\":\"Bob\"}")
                .expect(200);
        server.post(GALLERY + "/people/merge", "{\"from\":[%d],\"into\":%d}".formatted(person("Ann"), person("Bob")))
                .expect(200);
        List<Trace> traces = traces(gone);
        traces.add(new Trace("path", text("private-holiday")));
        traces.add(new Trace("photo id", HexFormat.of().parseHex(gone)));

        delete(GALLERY + "/photos/" + gone);
        server.post(GALLERY + "/history/undo", "{\"count\":1}").expect(200);

        assertThat(server.get(GALLERY + "/photos/" + stays).text("/faces/0/name"))
                .isEqualTo("Ann");
        assertThat(server.get(GALLERY + "/photos/" + ofBob).text("/faces/0/name"))
                .isEqualTo("Bob");
        assertThat(found(traces)).isEmpty();
        // The edit of the deleted face made a person, whose name is left of it.
        assertThat(server.get(GALLERY + "/history").json().get("events")).hasSize(5);
        server.post(GALLERY + "/history/undo", "{\"count\":3}").expect(200);
        assertThat(server.get(GALLERY + "/people").json().toString()).doesNotContain("Ann", "Bob");
    }

    @Test
    void deletedPerson_leavesNoVectorCropNameOrPath() throws IOException {
        String both = add("both.jpg", SquareModels.photo(1, 1, 2));
        String alone = add("only-ann-at-the-sea.jpg", SquareModels.photo(2, 1));
        for (int i = 10; i < 50; i++) {
            add("kept-" + i + ".jpg", SquareModels.photo(i, 3 + i % 5));
        }
        String annInBoth = faceOf(both, alone + "-0");
        String bobInBoth = annInBoth.endsWith("-0") ? both + "-1" : both + "-0";
        server.json("PUT", GALLERY + "/faces/" + alone + "-0/person", "{\"name\":\"Annegret Beispielsweise\"}")
                .expect(200);
        long other = server.post(
                        GALLERY + "/people/split",
                        "{\"faces\":[\"%s\"],\"name\":\"Anni Zweitname\"}".formatted(annInBoth))
                .expect(201)
                .json()
                .get("person")
                .longValue();
        long ann = person("Annegret Beispielsweise");
        server.post(GALLERY + "/people/merge", "{\"from\":[%d],\"into\":%d}".formatted(other, ann))
                .expect(200);
        server.json("PUT", GALLERY + "/faces/" + bobInBoth + "/person", "{\"name\":\"Bob\"}")
                .expect(200);
        List<Trace> traces = traces(alone);
        traces.addAll(tracesOfFace(annInBoth));
        traces.add(preview(both));
        traces.add(new Trace("path", text("only-ann-at-the-sea")));
        traces.add(new Trace("name", text("Annegret Beispielsweise")));
        traces.add(new Trace("former name", text("Anni Zweitname")));
        assertThat(found(traces)).hasSameSizeAs(traces);

        delete(GALLERY + "/people/" + ann);

        assertThat(found(traces)).isEmpty();
        server.get(GALLERY + "/people/" + ann).expect(404);
        server.get(GALLERY + "/photos/" + alone).expect(404);
        JsonNode left = server.get(GALLERY + "/photos/" + both).expect(200).json();
        assertThat(left.get("faces")).hasSize(1);
        assertThat(left.at("/faces/0/name").stringValue()).isEqualTo("Bob");
        assertThat(server.get(GALLERY + "/history").text()).doesNotContain("Ann");
    }

    @Test
    void deletedPerson_whosePhotosAreKept_doesNotComeBackWithThem() throws IOException {
        String photo = add("ann.jpg", SquareModels.photo(1, 1));
        server.json("PUT", GALLERY + "/faces/" + photo + "-0/person", "{\"name\":\"Ann\"}")
                .expect(200);

        delete(GALLERY + "/people/" + person("Ann") + "?photos=keep");

        assertThat(server.get(GALLERY + "/photos/" + photo).expect(200).json().get("faces"))
                .isEmpty();
        add("ann.jpg", SquareModels.photo(1, 1));
        assertThat(server.get(GALLERY).text("/faces")).isEqualTo("0");
        assertThat(server.get(GALLERY).text("/withoutFace")).isEqualTo("1");
    }

    @Test
    void purge_thatAnEarlierProcessDidNotEnd_isBegunAgainAtStart() throws IOException {
        Path holiday = Files.write(photos.resolve("private-holiday.jpg"), SquareModels.photo(100, 7, 8));
        List<String> paths = new ArrayList<>(List.of("\"" + holiday + "\""));
        for (int i = 0; i < 40; i++) {
            paths.add("\"" + Files.write(photos.resolve("kept-" + i + ".jpg"), SquareModels.photo(i, i % 5)) + "\"");
        }
        // In one segment, of which little goes: Lucene rewrites one that loses much of its own accord.
        String gone = server.post(GALLERY + "/photos", "{\"paths\":" + paths + "}")
                .expect(201)
                .text("/photos/0/photo/photo");
        List<Trace> traces = traces(gone);
        traces.add(new Trace("path", text("private-holiday")));
        // Erased and committed, and then the process dies before the purge.
        server.engine().contents("test").erasePhotos(Set.of(new PhotoId(gone)));
        server.close();
        assertThat(found(traces)).isNotEmpty();

        server = TestServer.start(folder, Map.of("server.photoRoots", List.of(photos.toString())));
        JsonNode jobs = server.get("/v1/jobs").expect(200).json().get("jobs");

        assertThat(jobs).hasSize(1);
        assertThat(jobs.at("/0/kind").stringValue()).isEqualTo("purge");
        assertThat(server.await(jobs.at("/0/id").stringValue()).get("state").stringValue())
                .isEqualTo("done");
        assertThat(found(traces)).isEmpty();
        assertThat(server.engine().galleries().toPurge()).isEmpty();
    }

    @Test
    void copiesThatADeadProcessLeft_areRemovedAtStart() throws IOException {
        server.close();
        Path dead = Files.createDirectories(
                server.galleries().resolve(".copy-999999999999-" + UUID.randomUUID() + "/gallery"));
        Path zip =
                Files.writeString(server.galleries().resolve(".copy-999999999999-" + UUID.randomUUID() + ".zip"), "x");
        Path ofAUser = Files.createDirectories(server.galleries().resolve(".copy-123"));
        // Its number is that of a process that lives: the one that started this one.
        long alive = ProcessHandle.current().parent().orElseThrow().pid();
        Path kept = Files.createDirectories(server.galleries().resolve(".copy-" + alive + "-" + UUID.randomUUID()));

        server = TestServer.start(folder);

        assertThat(dead).doesNotExist();
        assertThat(zip).doesNotExist();
        assertThat(ofAUser).exists();
        assertThat(kept).exists();
    }

    @Test
    void deletedFace_leavesNoVectorOrCrop() throws IOException {
        server.close();
        try (TestServer facades = TestServer.start(folder, Map.of(), new CompreFace())) {
            facades.post("/api/v1/recognition/subjects", "{\"subject\":\"Ann\"}")
                    .expect(201);
            String path = "/api/v1/recognition/faces?subject=Ann";
            facades.form("/v1/galleries/default/photos", new Form().file("image", "kept.jpg", SquareModels.photo(1, 2)))
                    .expect(201);
            String image = facades.form(path, new Form().file("file", "gone.jpg", SquareModels.photo(2, 1)))
                    .expect(201)
                    .text("/image_id");
            String face = face(facades, "default", "gone.jpg");
            List<Trace> traces = tracesOfFace(facades, "default", face);
            assertThat(found("default", traces)).hasSameSizeAs(traces);

            facades.delete("/api/v1/recognition/faces/" + image).expect(200);
            facades.await(facades.get("/v1/jobs").text("/jobs/0/id"));

            assertThat(found("default", traces)).isEmpty();
            assertThat(facades.get("/v1/galleries/default").text("/faces")).isEqualTo("1");
        }
    }

    private static String face(TestServer server, String gallery, String name) {
        for (JsonNode photo : server.get("/v1/galleries/" + gallery + "/photos")
                .expect(200)
                .json()
                .get("photos")) {
            if (photo.get("paths").toString().contains(name)) {
                return photo.at("/faces/0/face").stringValue();
            }
        }
        throw new AssertionError("there is no photo " + name);
    }

    /// Its id.
    private String add(String name, byte[] bytes) throws IOException {
        Path file = Files.write(photos.resolve(name), bytes);
        Answer answer = server.post(GALLERY + "/photos", "{\"paths\":[\"" + file + "\"]}");
        return answer.text("/photos/0/photo/photo");
    }

    private void delete(String path) {
        String job = server.delete(path).expect(202).text("/job");
        assertThat(server.await(job).get("state").stringValue()).isEqualTo("done");
    }

    private long person(String name) {
        for (JsonNode person :
                server.get(GALLERY + "/people").expect(200).json().get("people")) {
            if (name.equals(person.get("name").asString())) {
                return person.get("person").longValue();
            }
        }
        throw new AssertionError("no person has the name " + name);
    }

    /// The face of a photo that is most similar to another face.
    private String faceOf(String photo, String like) {
        for (JsonNode hit : server.post(GALLERY + "/search", "{\"probes\":[{\"face\":\"" + like + "\"}]}")
                .expect(200)
                .json()
                .at("/faces/0/hits")) {
            if (hit.get("face").stringValue().startsWith(photo)) {
                return hit.get("face").stringValue();
            }
        }
        throw new AssertionError("photo has no such face: " + photo);
    }

    private List<Trace> traces(String photo) throws IOException {
        List<Trace> traces = new ArrayList<>();
        for (JsonNode face :
                server.get(GALLERY + "/photos/" + photo).expect(200).json().get("faces")) {
            traces.addAll(tracesOfFace(face.get("face").stringValue()));
        }
        traces.add(preview(photo));
        return traces;
    }

    /// A part of the photo's preview that is stored as it is, and that no other preview has: the photos are
    /// alike.
    private Trace preview(String photo) throws IOException {
        String own = latin(previewBytes(photo));
        List<String> others = new ArrayList<>();
        for (JsonNode other : server.get(GALLERY + "/photos?limit=200").json().get("photos")) {
            String id = other.get("photo").stringValue();
            if (!id.equals(photo)) {
                others.add(latin(previewBytes(id)));
            }
        }
        List<String> contents = contents("test");
        for (int at = own.length() / 2; at + 16 <= own.length(); at++) {
            String run = own.substring(at, at + 16);
            if (others.stream().noneMatch(other -> other.contains(run))
                    && contents.stream().anyMatch(content -> content.contains(run))) {
                return new Trace("preview of " + photo, run.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        throw new AssertionError("no part of the preview is stored as it is");
    }

    private byte[] previewBytes(String photo) {
        return server.get(GALLERY + "/photos/" + photo + "/image?width=320")
                .expect(200)
                .bytes();
    }

    private List<Trace> tracesOfFace(String face) {
        return tracesOfFace(server, "test", face);
    }

    private static List<Trace> tracesOfFace(TestServer server, String gallery, String face) {
        byte[] crop = server.get("/v1/galleries/" + gallery + "/faces/" + face + "/crop")
                .expect(200)
                .bytes();
        List<Trace> traces = new ArrayList<>();
        // Longer runs would be cut by the compression of stored fields; a JPEG's data does not compress.
        traces.add(new Trace("crop of " + face, Arrays.copyOfRange(crop, crop.length / 2, crop.length / 2 + 24)));
        try (GallerySnapshot snapshot = server.engine().galleries().snapshot(gallery)) {
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
            traces.add(new Trace("vector of " + face, bytes.array()));
        }
        return traces;
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// The traces that are still in a file of the gallery.
    private List<String> found(List<Trace> traces) throws IOException {
        return found("test", traces);
    }

    private List<String> found(String gallery, List<Trace> traces) throws IOException {
        List<String> contents = contents(gallery);
        return traces.stream()
                .filter(trace -> contents.stream().anyMatch(content -> content.contains(latin(trace.bytes()))))
                .map(Trace::what)
                .toList();
    }

    private List<String> contents(String gallery) throws IOException {
        List<String> contents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(server.galleries().resolve(gallery))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.add(latin(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    /// Bytes as characters, to search among them.
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
