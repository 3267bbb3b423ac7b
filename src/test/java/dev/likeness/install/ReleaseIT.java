package dev.likeness.install;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.likeness.TestData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The archive and the Debian package of this platform, installed as users do and run with photos. `mvn
/// -Prelease verify` runs it, not the usual test command, which packs nothing.
class ReleaseIT {
    private static final Path RELEASE = Path.of(System.getProperty("likeness.release", "target/release"));

    @TempDir
    private Path folder;

    private Path home;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
    }

    @Test
    void archive_unpackedAnywhere_runsWithItsOwnJavaAndKeepsGalleriesInTheDataFolder() throws Exception {
        run(List.of("tar", "-xzf", packed(".tar.gz").toString(), "-C", folder.toString()));
        Path program;
        try (Stream<Path> unpacked = Files.list(folder)) {
            program = unpacked.filter(path -> path.getFileName().toString().startsWith("likeness-"))
                    .findFirst()
                    .orElseThrow()
                    .resolve("bin/likeness");
        }

        assertRuns(program);
    }

    @Test
    void debianPackage_installed_runsAndHasAValidService() throws Exception {
        Path root = debianRoot();
        run(List.of(
                "dpkg",
                "--root=" + root,
                "--force-not-root,script-chrootless,depends",
                "--log=" + folder.resolve("dpkg.log"),
                "-i",
                packed(".deb").toString()));

        assertThat(Files.readSymbolicLink(root.resolve("usr/bin/likeness")))
                .isEqualTo(Path.of("/opt/likeness/bin/likeness"));
        assertThat(root.resolve("etc/likeness/likeness.yaml"))
                .hasSameTextualContentAs(Path.of("config/likeness.example.yaml"));
        assertRuns(root.resolve("opt/likeness/bin/likeness"));
        requireProgram("systemd-analyze");
        // It looks for the program, which lies below the root here.
        Path service = folder.resolve("likeness.service");
        Files.writeString(
                service,
                Files.readString(root.resolve("usr/lib/systemd/system/likeness.service"))
                        .replace("/opt/likeness", root.resolve("opt/likeness").toString()));
        run(List.of("systemd-analyze", "verify", "--man=no", service.toString()));
    }

    /// The first command of a user: silent but for what it does, with the models of the program.
    private void assertRuns(Path program) throws Exception {
        assertThat(run(List.of(program.toString(), "--version")).errors()).isEmpty();
        Path photos = Files.createDirectory(folder.resolve("photos"));
        Files.copy(TestData.require("groups/t1.jpg"), photos.resolve("group.jpg"));

        Result ingest = run(List.of(program.toString(), "ingest", photos.toString()));

        assertThat(ingest.errors() + ingest.output()).contains("1 new photo").doesNotContain("WARNING");
        assertThat(home.resolve(".local/share/likeness/index/default/CURRENT")).exists();
    }

    /// A folder that dpkg takes for an empty system.
    private Path debianRoot() throws IOException {
        requireProgram("dpkg");
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.createDirectories(root.resolve("var/lib/dpkg/updates"));
        Files.createDirectory(root.resolve("var/lib/dpkg/info"));
        Files.createFile(root.resolve("var/lib/dpkg/status"));
        return root;
    }

    private static Path packed(String ending) throws IOException {
        try (Stream<Path> files = Files.isDirectory(RELEASE) ? Files.list(RELEASE) : Stream.empty()) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + ending + " in " + RELEASE));
        }
    }

    private static void requireProgram(String name) {
        Assumptions.assumeTrue(
                Stream.of("/usr/bin", "/bin").anyMatch(bin -> Files.isExecutable(Path.of(bin, name))),
                "skipped: " + name + " is not on this machine");
    }

    private Result run(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LIKENESS_") || name.equals("XDG_DATA_HOME"));
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output;
        try (InputStream text = process.getInputStream()) {
            output = new String(text.readAllBytes(), UTF_8);
        }
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
        Result result = new Result(process.exitValue(), output, Files.readString(errors));
        assertThat(result.status()).as("status of %s: %s", command, result).isZero();
        return result;
    }

    /// What a process left.
    private record Result(int status, String output, String errors) {}
}
