package dev.likeness.cli.file;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A text file that a user asked for.
final class OutputFile {
    private OutputFile() {}

    /// Writes the text of a file.
    @FunctionalInterface
    interface Text {
        void writeTo(Writer writer) throws IOException;
    }

    /// Replaces or creates the file, in UTF-8.
    ///
    /// @throws LikenessException `IO_FAILED`
    static void write(Path file, Text text) {
        try {
            AtomicFile.write(file, stream -> {
                Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
                text.writeTo(writer);
                writer.flush();
            });
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "the file must be writable, got: " + file, e);
        }
    }
}
