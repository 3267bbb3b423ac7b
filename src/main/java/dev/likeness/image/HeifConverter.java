package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.header.ImageFormat;
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

/// Runs libheif's command-line converter as a guarded subprocess: without a shell, in a temporary directory
/// of its own, with a time limit, and with its output in the exception.
///
/// The converter turns the picture upright and keeps the colour profile. The intermediate format is JPEG: a
/// PNG takes several times as long to write and to read, cannot be decoded at reduced size, and does not show
/// faces better at this JPEG quality.
final class HeifConverter {
    static final String HOW_TO_INSTALL =
            "install libheif's heif-convert (Debian and Ubuntu: apt install libheif-examples; Fedora: dnf install"
                    + " libheif-tools; macOS: brew install libheif) and see that it is on the PATH";

    /// The names of the tool: before libheif 1.19, and since then.
    private static final List<String> NAMES = List.of("heif-convert", "heif-dec");

    private static final String QUALITY = "95";
    private static final int MAX_MESSAGE_LENGTH = 300;

    private final Path program;
    private final Duration timeout;

    private HeifConverter(Path program, Duration timeout) {
        this.program = program;
        this.timeout = timeout;
    }

    /// Finds the program in the directories of a search path that is written like `PATH`.
    static Optional<HeifConverter> find(String searchPath, Duration timeout) {
        for (String directory : searchPath.split(File.pathSeparator, -1)) {
            for (String name : NAMES) {
                try {
                    Path candidate = Path.of(directory, name);
                    if (!directory.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                        return Optional.of(new HeifConverter(candidate, timeout));
                    }
                } catch (InvalidPathException _) {
                    // An entry of a search path may be an invalid path, which contains no program.
                }
            }
        }
        return Optional.empty();
    }

    /// Converts the primary picture to an upright JPEG.
    ///
    /// @throws LikenessException `IMAGE_CORRUPT` if the converter rejects the file or exceeds its time limit;
    ///     `UNSUPPORTED_FORMAT` if its libheif lacks the codec; `IO_FAILED` if it cannot be run; `CANCELLED`
    ///     if the thread is interrupted
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
        Path messages = directory.resolve("messages.txt");
        Process process = new ProcessBuilder(program.toString(), "-q", QUALITY, input.toString(), output.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile())
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
        // For a file of several pictures the converter writes photo-1.jpg, photo-2.jpg and so on.
        for (Path result : List.of(output, directory.resolve("photo-1.jpg"))) {
            if (process.exitValue() == 0 && Files.isRegularFile(result)) {
                return Files.readAllBytes(result);
            }
        }
        throw failure(format, messages);
    }

    private static void terminate(Process process) {
        if (process.isAlive()) {
            process.destroyForcibly();
            // Its files may not be removable while it runs.
            process.onExit().join();
        }
    }

    private LikenessException failure(ImageFormat format, Path messages) throws IOException {
        String text = new String(Files.readAllBytes(messages), StandardCharsets.UTF_8)
                .strip()
                .replaceAll("\\s+", " ");
        String shown = text.substring(0, Math.min(text.length(), MAX_MESSAGE_LENGTH));
        if (text.contains("Unsupported codec") || text.contains("No decoding plugin")) {
            return new LikenessException(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    "%s cannot decode this %s; install the codec plugins of libheif. Its message: %s"
                            .formatted(program.getFileName(), format, shown));
        }
        return format.corrupt("%s rejects it: %s".formatted(program.getFileName(), shown));
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
