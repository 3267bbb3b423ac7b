import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// Completes `target/likeness/`, the self-contained application that users run: Maven has put the jars into `lib/`;
/// this adds the Java runtime (jlink), the launcher, and an ahead-of-time cache of the classes that every command
/// loads, which takes half a second off each start.
///
/// Run by Maven in the package phase as a single-file program of the JDK it chose:
/// `java src/build/ApplicationImage.java <image directory> <launcher template> <JVM flags>`
public final class ApplicationImage {
    private static final List<String> MODULES = List.of(
            "java.base",
            "java.desktop", // ImageIO and colour profiles
            "java.logging",
            "java.management", // CPU time of threads
            "java.naming",
            "java.net.http",
            "java.sql", // named in signatures of Smile
            "java.xml", // XMP
            "jdk.incubator.vector", // Lucene's SIMD
            "jdk.management",
            "jdk.unsupported",
            "jdk.zipfs");

    private ApplicationImage() {}

    public static void main(String[] arguments) throws Exception {
        Path image = Path.of(arguments[0]).toAbsolutePath();
        String launcher = Files.readString(Path.of(arguments[1])).replace("@JVM_FLAGS@", arguments[2]);

        linkRuntime(image.resolve("runtime"));
        Path script = Files.createDirectories(image.resolve("bin")).resolve("likeness");
        Files.writeString(script, launcher);
        if (Files.getFileStore(script).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        recordStart(image, List.of(arguments[2].split(" ")));
    }

    private static void linkRuntime(Path runtime) throws IOException {
        String version = Runtime.version().toString();
        Path stamp = runtime.resolve(".linked-from");
        String wanted = version + " " + MODULES;
        if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
            return;
        }
        deleteTree(runtime);
        StringWriter messages = new StringWriter();
        PrintWriter output = new PrintWriter(messages);
        int status = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new IllegalStateException("this JDK has no jlink: " + System.getProperty("java.home")))
                .run(
                        output,
                        output,
                        "--add-modules",
                        String.join(",", MODULES),
                        "--strip-java-debug-attributes",
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        runtime.toString());
        if (status != 0) {
            throw new IllegalStateException("jlink failed: " + messages);
        }
        Files.writeString(stamp, wanted);
    }

    /// The cache is an optimisation: a JVM that cannot write or later use it starts without, so a failure is only told.
    private static void recordStart(Path image, List<String> flags) throws IOException, InterruptedException {
        Path cache = image.resolve("lib/likeness.aot");
        Files.deleteIfExists(cache);
        List<String> command = new java.util.ArrayList<>();
        command.add(image.resolve("runtime/bin/java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "-XX:AOTCacheOutput=" + cache,
                "-Xlog:disable",
                "-cp",
                image.resolve("lib/likeness.jar").toString(),
                "dev.likeness.cli.Likeness",
                "models",
                "list"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.waitFor();
        if (!Files.exists(cache, LinkOption.NOFOLLOW_LINKS)) {
            System.err.println("likeness.aot could not be made: commands will start half a second later");
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
