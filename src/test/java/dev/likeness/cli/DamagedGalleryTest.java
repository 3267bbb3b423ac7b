package dev.likeness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.api.SquareModels;
import dev.likeness.api.TestServer;
import dev.likeness.cli.Shell.Result;
import dev.likeness.face.Sha256;
import dev.likeness.support.Folders;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The file that names the live generation of a gallery is lost or wrong. No command may take that for
/// permission to begin anew: every generation stays as it is, and the repair brings all faces and names back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedGalleryTest {
    private static final String OTHER_EMBEDDER = "colours-2";

    /// A gallery of generation 2, and its former generation 1, which knows one photo and one name less.
    @TempDir
    private static Path template;

    private byte[] backup = new byte[0];
    private List<String> faces = List.of();

    @FunctionalInterface
    interface Damage {
        void to(Path current) throws IOException;
    }

    private static final Map<String, Damage> DAMAGES = Map.of(
            "deleted", Files::delete,
            "emptied", current -> Files.write(current, new byte[0]),
            "truncated", current -> Files.writeString(current, "generat"),
            "garbage", current -> Files.write(current, new byte[] {(byte) 0xff, 0, (byte) 0xfe, 10, 7}),
            "to nothing", current -> Files.writeString(current, "generation-9\n"),
            "to an older generation", current -> Files.writeString(current, "generation-1\n"),
            "outside", current -> Files.writeString(current, "../other/generation-1\n"));

    /// What a command did: whether it succeeded, and what it said.
    record Outcome(boolean succeeded, String text) {
        static Outcome of(Result result) {
            return new Outcome(result.status() == 0, String.join("\n", result.errors()));
        }
    }

    private final Map<String, Function<Path, Outcome>> commands = new TreeMap<>(Map.of(
            "ingest", this::ingest,
            "name", folder -> Outcome.of(likeness(folder, "people", "name", "1", "Eve")),
            "cluster", folder -> Outcome.of(likeness(folder, "cluster")),
            "reembed", folder -> Outcome.of(likeness(folder, "gallery", "reembed", "--embedder", "colours")),
            "list", folder -> Outcome.of(likeness(folder, "gallery", "list")),
            "delete", folder -> Outcome.of(likeness(folder, "gallery", "delete", "--yes")),
            "serve", this::serve,
            "restore", this::restore));

    @BeforeAll
    void makeTemplate() throws IOException {
        try (TestServer server = TestServer.start(template)) {
            server.gallery(new int[] {1}, new int[] {2}).expect(201);
            name(server, 0, "Ann");
            backup = server.get("/v1/galleries/test/backup").expect(200).bytes();
        }
        addOtherEmbedder(template.resolve("models"));
        Path gallery = template.resolve("index/test");
        Path former = template.resolve("former");
        Folders.copy(gallery.resolve("generation-1"), former);
        assertThat(likeness(template, "gallery", "reembed", "--embedder", OTHER_EMBEDDER)
                        .status())
                .isZero();
        try (TestServer server = TestServer.start(template)) {
            server.upload("/v1/galleries/test/photos", Map.of("c.jpg", SquareModels.photo(3, 3)))
                    .expect(201);
            name(server, 1, "Bob");
        }
        faces = facesAndNames(template);
        assertThat(faces.toString()).contains("Ann", "Bob");
        Folders.copy(former, gallery.resolve("generation-1"));
    }

    private static void name(TestServer server, int face, String name) {
        String id = server.get("/v1/galleries/test/faces").text("/faces/" + face + "/face");
        server.post("/v1/galleries/test/people/split", "{\"faces\":[\"" + id + "\"],\"name\":\"" + name + "\"}")
                .expect(201);
    }

    /// The same model under another name, so that a gallery can be re-embedded.
    private static void addOtherEmbedder(Path models) throws IOException {
        String manifest = Files.readString(models.resolve("colours.yaml"));
        Files.writeString(
                models.resolve(OTHER_EMBEDDER + ".yaml"), manifest.replace("id: colours", "id: " + OTHER_EMBEDDER));
    }

    Stream<Arguments> cases() {
        return DAMAGES.keySet().stream()
                .sorted()
                .flatMap(damage -> commands.keySet().stream().map(command -> Arguments.of(damage, command)));
    }

    @ParameterizedTest(name = "CURRENT {0}, then {1}")
    @MethodSource("cases")
    void command_withADamagedPointer_losesNothing(String damage, String command, @TempDir Path folder)
            throws IOException {
        Folders.copy(template, folder);
        Path gallery = folder.resolve("index/test");
        Objects.requireNonNull(DAMAGES.get(damage)).to(gallery.resolve("CURRENT"));
        Map<String, String> before = generations(gallery);

        Outcome outcome = Objects.requireNonNull(commands.get(command)).apply(folder);

        assertThat(generations(gallery)).isEqualTo(before);
        if (!command.equals("restore")) {
            assertThat(outcome.text()).contains("gallery test is damaged: ");
        }
        assertThat(outcome.succeeded()).isFalse();
        Result repaired = likeness(folder, "gallery", "check", "--repair");
        assertThat(repaired.status()).as("%s", repaired).isZero();
        assertThat(facesAndNames(folder)).isEqualTo(faces);
        assertThat(likeness(folder, "gallery", "check").status()).isZero();
    }

    @Test
    void commands_withoutDamage_succeed(@TempDir Path folder) throws IOException {
        for (String command : List.of("ingest", "name", "cluster", "list", "reembed", "delete")) {
            Path own = folder.resolve(command);
            Folders.copy(template, own);

            Outcome outcome = Objects.requireNonNull(commands.get(command)).apply(own);

            assertThat(outcome.succeeded()).as(command + ": " + outcome.text()).isTrue();
        }
    }

    @Test
    void ingest_withoutPointer_saysWhichGenerationWouldBeUsedAgain(@TempDir Path folder) throws IOException {
        Folders.copy(template, folder);
        Files.delete(folder.resolve("index/test/CURRENT"));

        Result refused = likeness(folder, "ingest", photos(folder).toString());
        Result checked = likeness(folder, "gallery", "check");

        assertThat(refused.errors())
                .anyMatch(line -> line.equals(
                        "likeness: gallery test is damaged: CURRENT is missing, but there are generations: 1, 2"))
                .anyMatch(line -> line.startsWith(
                        "To see what is left and repair it: likeness gallery check --repair --gallery test --index "));
        assertThat(checked.status()).isEqualTo(1);
        assertThat(checked.output())
                .anyMatch(line -> line.contains("CURRENT is missing"))
                .anyMatch(line -> line.contains("generation-2"));
    }

    private Outcome ingest(Path folder) {
        return Outcome.of(likeness(folder, "ingest", photos(folder).toString()));
    }

    private static Path photos(Path folder) {
        try {
            Path photos = Files.createDirectories(folder.resolve("one-photo"));
            Files.write(photos.resolve("d.jpg"), SquareModels.photo(4, 4));
            return photos;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Uses every request that could change or delete the gallery.
    private Outcome serve(Path folder) {
        try (TestServer server = TestServer.start(folder)) {
            server.get("/v1/galleries").expect(200);
            server.get("/v1/galleries/test/people").expect(500);
            server.upload("/v1/galleries/test/photos", Map.of("d.jpg", SquareModels.photo(4, 4)))
                    .expect(500);
            server.post("/v1/galleries", "{\"name\":\"test\"}").expect(500);
            assertThat(server.delete("/v1/galleries/test").expect(500).text()).contains("check");
            return new Outcome(false, server.get("/v1/galleries").text("/damaged/0/problem"));
        }
    }

    private Outcome restore(Path folder) {
        try (TestServer server = TestServer.start(folder)) {
            TestServer.Answer answer = server.send(
                    "/v1/galleries/test/restore",
                    request ->
                            request.POST(BodyPublishers.ofByteArray(backup)).header("Content-Type", "application/zip"));
            return new Outcome(answer.status() < 300, answer.text());
        }
    }

    private static List<String> facesAndNames(Path folder) {
        Result exported = likeness(folder, "export", "--vectors");
        assertThat(exported.status()).as("%s", exported).isZero();
        return exported.output();
    }

    private static Result likeness(Path folder, String... arguments) {
        return Shell.run(Stream.concat(
                        Arrays.stream(arguments),
                        Stream.of(
                                "--gallery=test",
                                "--index=" + folder.resolve("index"),
                                "--models=" + folder.resolve("models"),
                                "--detector=" + SquareModels.DETECTOR,
                                "--device=cpu"))
                .filter(argument -> takesModels(arguments[0]) || !argument.startsWith("--de"))
                .toArray(String[]::new));
    }

    private static boolean takesModels(String command) {
        return command.equals("ingest");
    }

    /// The content of all generations.
    private static Map<String, String> generations(Path gallery) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(gallery)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = gallery.relativize(file).toString();
                if (name.startsWith("generation-") && !name.endsWith("write.lock")) {
                    contents.put(name, Sha256.hex(Files.readAllBytes(file)));
                }
            }
        }
        return contents;
    }
}
