package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// libheif's command-line converter as a guarded subprocess: no shell, a directory of its own that is removed
/// afterwards, a time limit, and its complaints in the exception.
///
/// It turns the picture upright by itself and hands the colour profile on. JPEG in between, since a PNG takes several
/// times as long to write and to read, cannot be read reduced, and saves a face nothing at this quality.
final class HeifConverter {
    static final String HOW_TO_INSTALL =
            "install libheif's heif-convert (Debian and Ubuntu: apt install libheif-examples; Fedora: dnf install"
                    + " libheif-tools; macOS: brew install libheif) and see that it is on the PATH";

    /// The tool's name until and since libheif 1.19.
    private static final List<String> NAMES = List.of("heif-convert", "heif-dec");

    private static final String QUALITY = "95";
    private static final int MAX_COMPLAINT_LENGTH = 300;

    private final Path program;
    private final Duration timeout;

    private HeifConverter(Path program, Duration timeout) {
        this.program = program;
        this.timeout = timeout;
    }

    /// Looks for the program in the directories of a search path as in `PATH`.
    static Optional<HeifConverter> find(String searchPath, Duration timeout) {
        for (String directory : searchPath.split(File.pathSeparator, -1)) {
            for (String name : NAMES) {
                try {
                    Path candidate = Path.of(directory, name);
                    if (!directory.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                        return Optional.of(new HeifConverter(candidate, timeout));
                    }
                } catch (InvalidPathException _) {
                    // A search path may hold anything; what is no directory holds no program.
                }
            }
        }
        return Optional.empty();
    }

    /// The primary picture as an upright JPEG.
    ///
    /// @throws LikenessException `IMAGE_CORRUPT` if the converter refuses the file or takes too long,
    ///     `UNSUPPORTED_FORMAT` if its libheif lacks the codec, `IO_FAILED` if it cannot be run, `CANCELLED` if the
    ///     thread is interrupted
    byte[] toJpeg(byte[] file, ImageFormat format) {
        try {
            Path directory = Files.createTempDirectory("likeness-heif-");
            try {
                return convert(file, format, directory);
            } finally {
                deleteRecursively(directory);
            }
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "%s cannot be run: %s".formatted(program, e.getMessage()), e);
        }
    }

    private byte[] convert(byte[] file, ImageFormat format, Path directory) throws IOException {
        Path input = Files.write(directory.resolve("photo.heif"), file);
        Path output = directory.resolve("photo.jpg");
        Path complaints = directory.resolve("complaints.txt");
        Process process = new ProcessBuilder(program.toString(), "-q", QUALITY, input.toString(), output.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(complaints.toFile())
                .start();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw format.corrupt("%s did not finish within %s".formatted(program.getFileName(), timeout));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "the conversion of a photo was interrupted", e);
        } finally {
            terminate(process);
        }
        // A file of several pictures gives photo-1.jpg, photo-2.jpg and so on.
        for (Path made : List.of(output, directory.resolve("photo-1.jpg"))) {
            if (process.exitValue() == 0 && Files.isRegularFile(made)) {
                return Files.readAllBytes(made);
            }
        }
        throw failure(format, complaints);
    }

    private static void terminate(Process process) {
        if (process.isAlive()) {
            process.destroyForcibly();
            // Its files cannot be removed for certain while it lives.
            process.onExit().join();
        }
    }

    private LikenessException failure(ImageFormat format, Path complaints) throws IOException {
        String text = new String(Files.readAllBytes(complaints), StandardCharsets.UTF_8)
                .strip()
                .replaceAll("\\s+", " ");
        String shown = text.substring(0, Math.min(text.length(), MAX_COMPLAINT_LENGTH));
        if (text.contains("Unsupported codec") || text.contains("No decoding plugin")) {
            return new LikenessException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    "%s cannot decode this %s; install the codec plugins of libheif. It says: %s"
                            .formatted(program.getFileName(), format, shown));
        }
        return format.corrupt("%s refuses it: %s".formatted(program.getFileName(), shown));
    }

    private static void deleteRecursively(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
