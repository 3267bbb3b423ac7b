import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleResolutionAttribute;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import jdk.tools.jlink.internal.PluginRepository;
import jdk.tools.jlink.plugin.Plugin;
import jdk.tools.jlink.plugin.ResourcePool;
import jdk.tools.jlink.plugin.ResourcePoolBuilder;

/// Builds `target/likeness/`, the self-contained application that users run: the jars of the class path
/// without what this build cannot use, the Java runtime (jlink), the launcher, and an ahead-of-time cache of
/// the classes that an ingest loads, which takes half a second off each start and a second off each ingest.
///
/// Run by Maven in the package phase as a single-file program of the JDK it chose, which must export jlink's
/// plugins to it: `java src/build/ApplicationImage.java <image directory> <folder of launchers> <JVM flags>
/// <platform> <size limit> <time> <jar of Likeness> <class path>`, the platform as JavaCPP names it, the
/// limit in MiB or 0, the time in ISO 8601 that every file gets.
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

    private static final long MEBIBYTE = 1 << 20;

    /// A picture with drawn faces that the built-in detector finds.
    private static final Path DRAWN_FACES = Path.of("src/docs/screens/person.png");
    private static final String COMPRESSION = "zip-6";

    /// What `java.desktop` has for windows and sound.
    private static final String UNUSED_LIBRARIES = Stream.of("awt_xawt", "splashscreen", "jsound")
            .map("**lib%s.so"::formatted)
            .collect(Collectors.joining(","));

    private static final String PLUGIN = "settled-vector-module";

    /// The OpenCV modules that `dev.likeness.image` calls.
    private static final Pattern OPENCV_LIBRARY =
            Pattern.compile("(lib)?(jni)?opencv_(core|imgproc|imgcodecs)[^a-z_].*");

    /// What Argon2 does not need of Bouncy Castle: its providers, newer algorithms, ciphers and signatures, and the digests of
    /// all its files.
    private static final Pattern UNUSED_CRYPTOGRAPHY = Pattern.compile(
            "/META-INF/(MANIFEST\\.MF$|versions/|[^/]*\\.(SF|DSA|RSA|EC)$).*"
                    + "|/org/bouncycastle/(pqc|jce|jcajce|i18n|x509|crypto/(engines|signers|hpke|threshold|modes|kems))/.*");

    /// ONNX Runtime's names of the platforms.
    private static final Map<String, String> ONNX_PLATFORMS = Map.of(
            "linux-x86_64", "linux-x64",
            "linux-arm64", "linux-aarch64",
            "macosx-arm64", "osx-aarch64",
            "windows-x86_64", "win-x64");

    private ApplicationImage() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("java.awt.headless", "true");
        Path image = Path.of(arguments[0]).toAbsolutePath();
        String platform = arguments[3];
        Path template = Path.of(arguments[1]).resolve(platform.startsWith("windows") ? "likeness.cmd" : "likeness.sh");
        String launcher = Files.readString(template).replace("@JVM_FLAGS@", arguments[2]);
        long limit = Long.parseLong(arguments[4]);
        Path jar = Path.of(arguments[6]);
        List<Path> classPath = Stream.of(arguments[7].split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::isRegularFile)
                .toList();

        copyJars(jar, classPath, platform, image.resolve("lib"));
        Files.copy(Path.of("LICENSE"), image.resolve("LICENSE"), StandardCopyOption.REPLACE_EXISTING);
        linkRuntime(image.resolve("runtime"));
        Path script = Files.createDirectories(image.resolve("bin"))
                .resolve(platform.startsWith("windows") ? "likeness.cmd" : "likeness");
        Files.writeString(script, launcher);
        if (Files.getFileStore(script).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        setTimes(image, Instant.parse(arguments[5]));
        recordStart(image, List.of(arguments[2].split(" ")));
        requireSmall(image, limit);
    }

    /// Replaces `lib/`, so that no jar of an earlier version or of another profile stays behind.
    private static void copyJars(Path jar, List<Path> classPath, String platform, Path lib) throws IOException {
        boolean training = classPath.stream()
                .map(ApplicationImage::name)
                .anyMatch(name -> name.matches("pytorch-.*-" + platform + "(-gpu)?\\.jar"));
        deleteTree(lib);
        Files.createDirectories(lib);
        Files.copy(jar, lib.resolve("likeness.jar"));
        for (Path dependency : classPath) {
            String name = name(dependency);
            Path copy = Files.copy(dependency, lib.resolve(name));
            if (name.startsWith("onnxruntime")) {
                unpackNatives(copy, "/ai/onnxruntime/native/" + ONNX_PLATFORMS.get(platform), lib.resolve("native"));
                deleteEntries(copy, entry -> entry.startsWith("/ai/onnxruntime/native/"));
            } else if (name.startsWith("opencv-") && name.contains(platform)) {
                deleteEntries(
                        copy,
                        entry -> !entry.startsWith("/META-INF/MANIFEST")
                                && !entry.contains("/share/licenses/")
                                && !OPENCV_LIBRARY.matcher(fileName(entry)).matches());
            } else if (name.startsWith("opencv-")) {
                deleteEntries(copy, entry -> entry.startsWith("/org/opencv/")); // a second Java API
            } else if (name.startsWith("openblas-") && name.contains(platform) && !training) {
                deleteEntries(copy, entry -> fileName(entry).matches("(lib)?jniopenblas_full\\..*"));
            } else if (name.startsWith("bcprov-")) {
                deleteEntries(copy, entry -> UNUSED_CRYPTOGRAPHY.matcher(entry).matches());
            } else if (name.startsWith("tink-")) {
                deleteEntries(copy, entry -> entry.startsWith("/com/google/crypto/tink/proto/"));
            } else if (name.startsWith("smile-core-")) {
                deleteEntries(copy, entry -> entry.startsWith("/smile/onnx/")); // ONNX Runtime once more
            }
        }
    }

    /// Copies ONNX Runtime's libraries out of its jar. It would unpack them into the temporary folder at each
    /// start, where a killed process leaves them, and where some systems run nothing (`noexec`). The launcher
    /// names the folder.
    private static void unpackNatives(Path jar, String entries, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (FileSystem zip = FileSystems.newFileSystem(jar);
                Stream<Path> libraries = Files.list(zip.getPath(entries))) {
            for (Path library : libraries.filter(Files::isRegularFile).toList()) {
                Files.copy(library, folder.resolve(name(library)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /// Deletes files of a jar; what stays is not compressed again.
    private static void deleteEntries(Path jar, Predicate<String> unwanted) throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(jar);
                Stream<Path> entries = Files.walk(zip.getPath("/"))) {
            List<Path> files = entries.filter(Files::isRegularFile).toList();
            for (Path file : files) {
                if (unwanted.test(file.toString())) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static String fileName(String entry) {
        return entry.substring(entry.lastIndexOf('/') + 1);
    }

    private static void linkRuntime(Path runtime) throws IOException {
        String version = Runtime.version().toString();
        Path stamp = runtime.resolve(".linked-from");
        String wanted = version + " " + MODULES + " " + COMPRESSION + " " + UNUSED_LIBRARIES + " " + PLUGIN;
        if (Files.exists(stamp) && Files.readString(stamp).equals(wanted)) {
            return;
        }
        deleteTree(runtime);
        PluginRepository.registerPlugin(new SettledVectorModule());
        StringWriter messages = new StringWriter();
        PrintWriter output = new PrintWriter(messages);
        int status = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new IllegalStateException("this JDK has no jlink: " + System.getProperty("java.home")))
                .run(
                        output,
                        output,
                        "--add-modules",
                        String.join(",", MODULES),
                        "--compress",
                        COMPRESSION,
                        "--strip-java-debug-attributes",
                        "--exclude-files",
                        UNUSED_LIBRARIES,
                        "--no-header-files",
                        "--no-man-pages",
                        "--output",
                        runtime.toString());
        if (status != 0) {
            throw new IllegalStateException("jlink failed: " + messages);
        }
        Files.writeString(stamp, wanted);
    }

    /// Gives all files one time, which archives keep. The ahead-of-time cache holds for jars with the same
    /// times only.
    private static void setTimes(Path image, Instant time) throws IOException {
        try (Stream<Path> files = Files.walk(image)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setLastModifiedTime(file, FileTime.from(time));
            }
        }
    }

    /// Runs a first ingest, which writes the ahead-of-time cache: it loads what other commands do, and also the
    /// decoders, the models, Lucene's writer and the clustering. A missing cache is only reported, because
    /// commands start without it, too. A command that fails fails the build: the image lacks a class or a
    /// library.
    private static void recordStart(Path image, List<String> flags) throws IOException, InterruptedException {
        Path cache = image.resolve("lib/likeness.aot");
        Path output = image.resolve("lib/first-start.txt");
        Path work = Files.createTempDirectory("likeness-first-start-");
        Path photo = work.resolve("photo.jpg");
        writeJpeg(DRAWN_FACES, photo);
        List<String> command = new ArrayList<>();
        command.add(image.resolve("runtime/bin/java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "-XX:AOTCacheOutput=" + cache,
                "-Xlog:disable",
                "-Donnxruntime.native.path=" + image.resolve("lib/native"),
                "-cp",
                image.resolve("lib/likeness.jar").toString(),
                "dev.likeness.cli.Likeness",
                "ingest",
                "--device=cpu",
                "--index=" + work.resolve("index"),
                photo.toString()));
        ProcessBuilder start = new ProcessBuilder(command)
                .directory(image.toFile()) // away from config/likeness.yaml
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        start.environment().keySet().removeIf(name -> name.startsWith("LIKENESS_"));
        int status = start.start().waitFor();
        deleteTree(work);
        if (status != 0) {
            throw new IllegalStateException(
                    "%s does not start: %s".formatted(image, Files.readString(output)));
        }
        Files.delete(output);
        if (!Files.exists(cache, LinkOption.NOFOLLOW_LINKS)) {
            System.err.println("likeness.aot could not be made: commands will start half a second later");
        }
    }

    /// Most photos are JPEGs, so the picture becomes one.
    private static void writeJpeg(Path picture, Path jpeg) throws IOException {
        BufferedImage any = ImageIO.read(picture.toFile());
        BufferedImage rgb = new BufferedImage(any.getWidth(), any.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = rgb.createGraphics();
        graphics.drawImage(any, 0, 0, null);
        graphics.dispose();
        if (!ImageIO.write(rgb, "jpeg", jpeg.toFile())) {
            throw new IllegalStateException("this JDK writes no JPEG: " + System.getProperty("java.home"));
        }
    }

    /// Fails the build if the image is larger than its limit, for example because of a new dependency.
    private static void requireSmall(Path image, long limit) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(image)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        long size = bytes / MEBIBYTE;
        if (limit > 0 && size > limit) {
            throw new IllegalStateException("%s is %d MiB, its limit %d MiB: leave something out, or raise image.limit in pom.xml and say why in src/docs/decisions.md"
                    .formatted(image, size, limit));
        }
    }

    /// Links the Vector API as a module like any other. Java warns of an incubating one at each start, on the
    /// terminal of people who cannot do anything about it, and does not archive the graph of its modules.
    private static final class SettledVectorModule implements Plugin {
        private static final String DESCRIPTOR = "/jdk.incubator.vector/module-info.class";

        @Override
        public String getName() {
            return PLUGIN;
        }

        /// Before the plugin that compiles the graph of the modules.
        @Override
        public Category getType() {
            return Category.FILTER;
        }

        @Override
        public Set<State> getState() {
            return EnumSet.of(State.AUTO_ENABLED, State.FUNCTIONAL);
        }

        @Override
        public ResourcePool transform(ResourcePool in, ResourcePoolBuilder out) {
            in.transformAndCopy(
                    entry -> entry.path().equals(DESCRIPTOR)
                            ? entry.copyWithContent(withoutIncubation(entry.contentBytes()))
                            : entry,
                    out);
            return out.build();
        }

        private static byte[] withoutIncubation(byte[] descriptor) {
            ClassFile format = ClassFile.of();
            return format.transformClass(format.parse(descriptor), (builder, element) -> {
                if (!(element instanceof ModuleResolutionAttribute)) {
                    builder.with(element);
                }
            });
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
