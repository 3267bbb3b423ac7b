package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.api.TestServer.Answer;
import dev.likeness.api.TestServer.Form;
import dev.likeness.image.MutatedImages;
import dev.likeness.image.MutatedImages.Mutated;
import dev.likeness.support.FileTrees;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Damaged and hostile images on the whole way of `likeness ingest` and of an upload: each is added or
/// refused, in a bounded time and in bounded memory, and the others beside it are added.
class HostileImagesTest {
    private static final Set<String> REFUSALS = Set.of("IMAGE_CORRUPT", "IMAGE_TOO_LARGE", "UNSUPPORTED_FORMAT");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int FILES_OF_AN_INGEST = 1000;
    private static final int FILES_OF_A_GALLERY = 960;
    private static final int FILES_OF_AN_UPLOAD = 60;

    /// What a process may take beyond what it has at the start: the heap that it may have, and native memory
    /// for a few pictures of the size that is allowed.
    private static final long MAX_GROWTH = Runtime.getRuntime().maxMemory() + (1L << 30);

    private static final String MAX_PIXELS = "40000000";

    @TempDir
    private Path folder;

    @Test
    void ingest_ofMutatedImages_addsOrReportsEach() throws IOException {
        Path models = SquareModels.in(folder.resolve("models"));
        Path config = Files.writeString(folder.resolve("likeness.yaml"), "image:\n  maxPixels: " + MAX_PIXELS + "\n");
        long before = residentBytes();
        for (int first = 0; first < MutatedImages.COUNT; first += FILES_OF_AN_INGEST) {
            Path photos = Files.createDirectories(folder.resolve("photos"));
            int end = Math.min(MutatedImages.COUNT, first + FILES_OF_AN_INGEST);
            Map<Path, Mutated> files = new HashMap<>();
            for (int seed = first; seed < end; seed++) {
                Mutated image = MutatedImages.of(seed);
                files.put(Files.write(photos.resolve(seed + ".jpg"), image.bytes()), image);
            }
            long start = System.nanoTime();

            Shell.Result result = Shell.run(
                    "ingest",
                    photos.toString(),
                    "--json",
                    "--no-cluster",
                    "--config",
                    config.toString(),
                    "--index",
                    folder.resolve("index").toString(),
                    "--models",
                    models.toString(),
                    "--detector",
                    SquareModels.DETECTOR,
                    "--embedder",
                    SquareModels.EMBEDDER,
                    "--device",
                    "cpu");

            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertThat(result.status()).as(String.join("\n", result.errors())).isZero();
            JsonNode summary = JsonMapper.shared().readTree(String.join("\n", result.output()));
            assertThat(summary.get("files").intValue()).isEqualTo(files.size());
            assertThat(summary.get("completed").booleanValue()).isTrue();
            for (JsonNode unreadable : summary.get("unreadable")) {
                Mutated image = files.get(Path.of(unreadable.get("file").stringValue()));
                assertThat(image).isNotNull();
                assertThat(unreadable.get("reason").stringValue())
                        .as(image.description())
                        .matches("(?s)(corrupt|a photo must|the file is empty|no decoder for|decoding|the header of"
                                + "|\\S+ cannot decode).*");
            }
            assertThat(summary.get("unreadable").size()).isLessThan(files.size());
            assertThat(took).isLessThan(LIMIT.multipliedBy(files.size()));
            FileTrees.delete(photos);
        }
        assertThat(residentBytes() - before).isLessThan(MAX_GROWTH);
    }

    @Test
    void upload_ofMutatedImages_addsOrRefusesEach() throws Exception {
        long before = residentBytes();
        try (TestServer server =
                TestServer.start(folder, Map.of("image.maxPixels", MAX_PIXELS, "server.requestsPerSecond", "100000"))) {
            for (int first = 0; first < MutatedImages.COUNT; first += FILES_OF_AN_UPLOAD) {
                if (first % FILES_OF_A_GALLERY == 0) {
                    makeGallery(server, first > 0);
                }
                int end = Math.min(MutatedImages.COUNT, first + FILES_OF_AN_UPLOAD);
                Form form = new Form();
                for (int seed = first; seed < end; seed++) {
                    form.file("image", seed + ".jpg", MutatedImages.of(seed).bytes());
                }

                Answer answer = send(server, "photos?keep=" + (first % 1000 == 0), form);

                assertThat(answer.status()).as(answer.text()).isIn(200, 201);
                JsonNode photos = answer.json().get("photos");
                assertThat(photos).hasSize(end - first);
                for (int i = 0; i < photos.size(); i++) {
                    JsonNode problem = photos.get(i).get("problem");
                    if (problem != null && !problem.isNull()) {
                        assertThat(problem.get("code").stringValue())
                                .as(MutatedImages.of(first + i).description())
                                .isIn(REFUSALS);
                    }
                }
            }
            probe(server);
            assertThat(server.get("/v1/galleries/test")
                            .expect(200)
                            .json()
                            .get("photos")
                            .intValue())
                    .isPositive();
        }
        assertThat(residentBytes() - before).isLessThan(MAX_GROWTH);
    }

    /// A gallery of its own for so many files: it is the reading that is tested, and in noise there are many faces.
    private static void makeGallery(TestServer server, boolean again) {
        if (again) {
            server.delete("/v1/galleries/test").expect(204);
        }
        server.post("/v1/galleries", "{\"name\":\"test\"}").expect(201);
    }

    /// Without the comparison with the contract, which takes longer than everything else.
    private static Answer send(TestServer server, String path, Form form) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.uri("/v1/galleries/test/" + path))
                .header("Content-Type", form.contentType())
                .POST(form.body())
                .build();
        return new Answer(server.client().send(request, BodyHandlers.ofByteArray()));
    }

    /// A search by a mutated picture is answered, too, each in time. In noise, the detector of the tests finds
    /// up to 1,800 faces (seeds 18 and 45), with an answer of 10 MB.
    private static void probe(TestServer server) throws IOException, InterruptedException {
        for (int seed = 0; seed < Math.min(MutatedImages.COUNT, 60); seed++) {
            Mutated image = MutatedImages.of(seed);
            long start = System.nanoTime();
            Answer answer = send(server, "search", new Form().file("image", seed + ".jpg", image.bytes()));
            assertThat(answer.status()).as(image.description() + answer.text()).isIn(200, 422);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(image.description())
                    .isLessThan(LIMIT);
        }
    }

    /// Bytes of memory that this process holds; 0 where the system does not say.
    private static long residentBytes() {
        try {
            List<String> numbers =
                    List.of(Files.readString(Path.of("/proc/self/statm")).split(" ", -1));
            return Long.parseLong(numbers.get(1)) * 4096;
        } catch (IOException _) {
            return 0;
        }
    }
}
