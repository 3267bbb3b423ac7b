package dev.likeness.training.run;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes a file that is there whole or as it was before, even after `kill -9` or a power cut.
public final class WholeFile {
    private WholeFile() {}

    /// What a file is to hold.
    public interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    public static void write(Path target, Content content) throws IOException {
        Path unfinished = target.resolveSibling("." + target.getFileName() + ".tmp");
        try (FileOutputStream file = new FileOutputStream(unfinished.toFile());
                OutputStream stream = new BufferedOutputStream(file, 1 << 16)) {
            content.writeTo(stream);
            stream.flush();
            file.getFD().sync();
        }
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
