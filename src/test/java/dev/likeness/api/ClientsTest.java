package dev.likeness.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.likeness.face.Sha256;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Makes clients from the contract of a running server, as developers do, and lets each do the same journey:
/// the programs in `src/examples/clients`.
///
/// The profile `clients` fetches the generator and what Java's client needs, and says where they are. Python
/// and Node must be installed.
class ClientsTest {
    private static final Path EXAMPLES = Path.of("src", "examples", "clients");
    private static final String TOOLS = System.getProperty("likeness.clients", "");
    private static final String SKIPPED = "skipped: clients are made by mvn -Pclients verify";

    private static final List<String> JOURNEY = List.of(
            "added Ann as #1 with 2 of 2 photos",
            "added Bea as #2 with 2 of 2 photos",
            "added Cem as #3 with 2 of 2 photos",
            "adding Ann again: 409 ALREADY_EXISTS",
            "who.jpg shows Ann: match, probability 1.00",
            "who.jpg and ann-1.jpg: match",
            "who.jpg and bea-1.jpg: no-match",
            "deleted Cem with 2 faces",
            "people: Ann (E-1), Beatrice (E-2)");

    @TempDir
    private static Path folder;

    private static TestServer server;

    /// A process that has ended.
    private record Run(int status, String out) {
        String require() {
            assertThat(status).as(out).isZero();
            return out;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(!TOOLS.isEmpty(), SKIPPED);
        Path models = SquareModels.in(folder.resolve("models"));
        Path calibration = folder.resolve("calibration.json");
        ContractJourney.calibration(Sha256.hex(Files.readAllBytes(models.resolve(SquareModels.EMBEDDER + ".onnx"))))
                .write(calibration);
        server = TestServer.start(folder, Map.of("calibration.file", calibration.toString()));
        Path photos = Files.createDirectories(folder.resolve("photos"));
        int take = 0;
        for (String name : List.of("ann-1", "ann-2", "bea-1", "bea-2", "cem-1", "cem-2")) {
            Files.write(photos.resolve(name + ".jpg"), SquareModels.photo(take, 1 + take / 2));
            take++;
        }
        Files.write(photos.resolve("who.jpg"), SquareModels.photo(take, 1));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void pythonClient_doesTheJourney() throws Exception {
        Run pydantic = run(folder, "python3", "-c", "import dateutil, pydantic, urllib3; print(pydantic.VERSION)");
        assumeTrue(pydantic.status() == 0, "skipped: python3 has no pydantic, urllib3 and dateutil");
        Path client = folder.resolve("python");
        String generator = pydantic.out().startsWith("1.") ? "python-pydantic-v1" : "python";

        generate(client, "-g", generator, "--package-name", "likeness", "--name-mappings", "copy=copied_photo");

        Path program = Files.copy(EXAMPLES.resolve("journey.py"), client.resolve("journey.py"));
        assertThat(journey(client, "python3", program.toString())).isEqualTo(JOURNEY);
    }

    @Test
    void typeScriptClient_passesTheTypeCheckAndDoesTheJourney() throws Exception {
        Path client = Files.createDirectories(Path.of(TOOLS, "typescript").toAbsolutePath());
        for (String name : List.of("package.json", "package-lock.json", "tsconfig.json", "journey.ts")) {
            Files.copy(EXAMPLES.resolve(name), client.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        assumeTrue(run(client, "node", "--version").status() == 0, "skipped: node is not installed");
        boolean isInstalled = Files.exists(client.resolve("node_modules"))
                || run(client, "npm", "ci", "--no-audit", "--no-fund").status() == 0;
        assumeTrue(isInstalled, "skipped: npm cannot fetch openapi-typescript");
        Path packages = client.resolve("node_modules");

        run(
                        client,
                        "node",
                        packages.resolve("openapi-typescript/bin/cli.js").toString(),
                        contract(),
                        "--default-non-nullable=false",
                        "-o",
                        "likeness.ts")
                .require();
        run(client, "node", packages.resolve("typescript/bin/tsc").toString()).require();

        assertThat(journey(client, "node", "journey.js")).isEqualTo(JOURNEY);
    }

    @Test
    void javaClient_compilesAndDoesTheJourney() throws Exception {
        Path client = folder.resolve("java");
        generate(
                client,
                "-g",
                "java",
                "--library",
                "native",
                "--invoker-package",
                "likeness",
                "--api-package",
                "likeness.api",
                "--model-package",
                "likeness.model");
        String libraries = Path.of(TOOLS, "lib").toAbsolutePath() + File.separator + "*";
        Path classes = folder.resolve("classes");

        run(
                        client,
                        java("javac"),
                        "-proc:none",
                        "-implicit:class",
                        "-cp",
                        libraries,
                        "-sourcepath",
                        client.resolve("src/main/java").toString(),
                        "-d",
                        classes.toString(),
                        EXAMPLES.resolve("Journey.java").toAbsolutePath().toString())
                .require();

        assertThat(journey(client, java("java"), "-cp", classes + File.pathSeparator + libraries, "Journey"))
                .isEqualTo(JOURNEY);
    }

    private static String contract() {
        return server.uri("/v1/openapi.yaml").toString();
    }

    private static void generate(Path client, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                java("java"),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Path.of(TOOLS, "openapi-generator-cli.jar").toAbsolutePath().toString(),
                "generate",
                "-i",
                contract(),
                "-o",
                client.toString()));
        command.addAll(List.of(options));
        run(folder, command.toArray(String[]::new)).require();
    }

    private static List<String> journey(Path directory, String... command) throws Exception {
        String[] complete = Stream.concat(
                        Arrays.stream(command),
                        Stream.of(
                                "http://127.0.0.1:" + server.port(),
                                folder.resolve("photos").toString()))
                .toArray(String[]::new);
        return run(directory, complete).require().lines().toList();
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    private static Run run(Path directory, String... command) throws Exception {
        Path out = Files.createTempFile(folder, "out", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().keySet().removeAll(List.of("LIKENESS_KEY", "JAVA_TOOL_OPTIONS"));
        builder.environment().put("NO_PROXY", "127.0.0.1");
        builder.environment().put("no_proxy", "127.0.0.1");
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Run(127, String.valueOf(e.getMessage()));
        }
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end: " + Arrays.toString(command));
        }
        return new Run(process.exitValue(), Files.readString(out));
    }
}
