package dev.likeness.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// A text file, mode 0600, that only grows, line by line. Each line is on the disk when [#append] returns. A
/// line that a killed process did not finish is dropped. Several processes may append.
public final class LineLog {
    private static final byte LINE_END = '\n';

    private final Path file;

    public LineLog(Path file) {
        this.file = file.toAbsolutePath();
    }

    public Path file() {
        return file;
    }

    /// The complete lines; none if there is no file.
    public List<String> lines() throws IOException {
        return Files.exists(file) ? complete(RegularFile.readAllBytes(file, RegularFile.MAX_TEXT_BYTES)) : List.of();
    }

    /// The complete lines of such a file's content.
    public static List<String> complete(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        return text.substring(0, text.lastIndexOf(LINE_END) + 1).lines().toList();
    }

    /// Appends lines.
    ///
    /// @param more makes the lines from those that are there
    public void append(Function<List<String>, List<String>> more) throws IOException {
        // A file lock does not hold between the threads of one process.
        synchronized (LineLog.class) {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (FileChannel channel = FileChannel.open(
                            file,
                            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                            PrivateFiles.ownerOnly(file));
                    FileLock _ = channel.lock()) {
                // Read through the same channel: closing another one would give up the lock (POSIX).
                byte[] before = content(channel);
                ByteArrayOutputStream lines = new ByteArrayOutputStream();
                for (String line : more.apply(complete(before))) {
                    lines.writeBytes(line.getBytes(StandardCharsets.UTF_8));
                    lines.write(LINE_END);
                }
                int end = before.length;
                while (end > 0 && before[end - 1] != LINE_END) {
                    end--;
                }
                channel.truncate(end);
                ByteBuffer rest = ByteBuffer.wrap(lines.toByteArray());
                long at = end;
                while (rest.hasRemaining()) {
                    at += channel.write(rest, at);
                }
                channel.force(true);
            }
        }
    }

    private static byte[] content(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (content.hasRemaining() && channel.read(content, content.position()) >= 0) {
            // A read may return a part.
        }
        return content.array();
    }
}
