package dev.likeness.index.lucene;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file CURRENT of a gallery, which names the live generation, such as `generation-1`. It is replaced in
/// one step.
record CurrentPointer(Path file) {
    private static final Pattern GENERATION = Pattern.compile("generation-([1-9][0-9]{0,8})");

    static CurrentPointer in(Path gallery) {
        return new CurrentPointer(gallery.resolve("CURRENT"));
    }

    /// The name of a generation's folder.
    static String folderName(int generation) {
        return "generation-" + generation;
    }

    /// The generation with this folder name; empty if it is not the name of a generation.
    static OptionalInt generation(String folderName) {
        Matcher generation = GENERATION.matcher(folderName);
        return generation.matches() ? OptionalInt.of(Integer.parseInt(generation.group(1))) : OptionalInt.empty();
    }

    /// The live generation; empty if the file does not exist.
    ///
    /// @throws LikenessException `GALLERY_CORRUPT` if the file does not name a generation
    OptionalInt read() throws IOException {
        String text;
        try {
            text = Files.readString(file).strip();
        } catch (NoSuchFileException _) {
            return OptionalInt.empty();
        }
        OptionalInt generation = generation(text);
        if (generation.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.GALLERY_CORRUPT, "%s must read generation-<number>, got: %s".formatted(file, text));
        }
        return generation;
    }

    /// Makes a generation the live one, durably and in one step.
    void switchTo(int generation) throws IOException {
        AtomicFile.deleteUnfinished(file);
        AtomicFile.write(file, (folderName(generation) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
