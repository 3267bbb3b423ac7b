package dev.likeness.image;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.header.ImageFormat;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs a converter as a guarded subprocess: without a shell, in a temporary directory of its own, with
/// limits of time, memory and output, and with its message in the exception.
///
/// The limit of memory needs `prlimit` of util-linux, which every Linux has; elsewhere there is none.
final class GuardedProgram {
    private static final int MAX_MESSAGE_LENGTH = 300;
    private static final int MAX_MESSAGE_BYTES = 1 << 16;
    private static final long LOOK_MILLIS = 100;

    /// What a converter takes for itself and its threads.
    private static final long BASE_MEMORY = 3L << 30;

    /// Bytes per pixel while a converter works, with 16 bits per sample and a copy in another colour space.
    private static final long MEMORY_PER_PIXEL = 24;

    /// Bytes per pixel of a result: PNG may have 16 bits per sample and grow a little by its framing.
    private static final long OUTPUT_PER_PIXEL = 9;

    private static final long BASE_OUTPUT = 1 << 20;

    private final Converter converter;
    private final Path program;
    private final Optional<Path> limiter;
    private final Duration timeout;

    private GuardedProgram(Converter converter, Path program, Optional<Path> limiter, Duration timeout) {
        this.converter = converter;
        this.program = program;
        this.limiter = limiter;
        this.timeout = timeout;
    }

    /// Finds the program in the directories of a search path that is written like `PATH`.
    static Optional<GuardedProgram> find(Converter converter, String searchPath, Duration timeout) {
        return find(converter.programs(), searchPath)
                .map(program -> new GuardedProgram(converter, program, find(List.of("prlimit"), searchPath), timeout));
    }

    /// Finds the first of these programs in the directories of a search path.
    static Optional<Path> find(List<String> names, String searchPath) {
        for (String directory : searchPath.split(File.pathSeparator, -1)) {
            for (String name : names) {
                try {
                    Path candidate = Path.of(directory, name);
                    if (!directory.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                        return Optional.of(candidate.toAbsolutePath());
                    }
                } catch (InvalidPathException _) {
                    // An entry of a search path may be an invalid path, which contains no program.
                }
            }
        }
        return Optional.empty();
    }

    /// Converts the primary picture to a JPEG or PNG.
    ///
    /// @param pixels what the file declares, for the limits
    /// @throws LikenessException `IMAGE_CORRUPT` if the converter rejects the file or exceeds a limit;
    ///     `UNSUPPORTED_FORMAT` if it lacks the codec; `IO_FAILED` if it cannot be run; `CANCELLED` if the
    ///     thread is interrupted
    byte[] convert(byte[] file, ImageFormat format, long pixels) {
        try {
            Path directory = Files.createTempDirectory("likeness-convert-");
            try {
                return convert(file, format, BASE_OUTPUT + OUTPUT_PER_PIXEL * pixels, pixels, directory);
            } finally {
                deleteRecursively(directory);
            }
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "%s cannot be run: %s".formatted(program, e.getMessage()), e);
        }
    }

    private byte[] convert(byte[] file, ImageFormat format, long maxOutput, long pixels, Path directory)
            throws IOException {
        String input = converter.input(file);
        Files.write(directory.resolve(input), converter.prepared(file));
        Path messages = directory.resolve("messages.txt");
        List<String> command = new ArrayList<>();
        limiter.ifPresent(path -> command.addAll(List.of(
                path.toString(),
                "-v=" + (BASE_MEMORY + MEMORY_PER_PIXEL * pixels),
                "-f=" + Math.max(maxOutput, file.length))));
        command.add(program.toString());
        command.addAll(converter.arguments(input));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile())
                .start();
        try {
            process.getOutputStream().close();
            await(process, format, maxOutput, directory);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LikenessException(ErrorCode.CANCELLED, "the conversion of a photo was interrupted", e);
        } finally {
            terminate(process);
        }
        if (process.exitValue() == 0) {
            for (String name : converter.outputs()) {
                Path result = directory.resolve(name);
                if (Files.isRegularFile(result)) {
                    requireWithin(maxOutput, Files.size(result), format);
                    return Files.readAllBytes(result);
                }
            }
        }
        throw failure(format, messages);
    }

    private void await(Process process, ImageFormat format, long maxOutput, Path directory)
            throws InterruptedException, IOException {
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (process.waitFor(Math.clamp(left, 1, LOOK_MILLIS), TimeUnit.MILLISECONDS)) {
                return;
            }
            if (end - System.nanoTime() <= 0) {
                throw format.corrupt("%s did not finish within %s".formatted(program.getFileName(), timeout));
            }
            for (String name : converter.outputs()) {
                File output = directory.resolve(name).toFile();
                requireWithin(maxOutput, output.length(), format);
            }
        }
    }

    private void requireWithin(long maxOutput, long length, ImageFormat format) {
        if (length > maxOutput) {
            throw format.corrupt("%s writes more than the %d bytes that the declared pixels can take"
                    .formatted(program.getFileName(), maxOutput));
        }
    }

    private static void terminate(Process process) {
        if (process.isAlive()) {
            process.destroyForcibly();
            // Its files may not be removable while it runs.
            process.onExit().join();
        }
    }

    private LikenessException failure(ImageFormat format, Path messages) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(messages)) {
            start = in.readNBytes(MAX_MESSAGE_BYTES);
        }
        String text = new String(start, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
        String shown = text.substring(0, Math.min(text.length(), MAX_MESSAGE_LENGTH));
        if (converter.lacksCodec(text)) {
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
