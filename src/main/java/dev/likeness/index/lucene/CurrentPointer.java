package dev.likeness.index.lucene;

import dev.likeness.support.AtomicFile;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The file CURRENT of a gallery, which names the live generation, such as `generation-1`. It is replaced in
/// one step.
record CurrentPointer(Path file) {
    private static final Pattern GENERATION = Pattern.compile("generation-([1-9][0-9]{0,8})");

    /// More than any text of ours; the file may be anything.
    private static final int MAX_BYTES = 64;

    private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");

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

    /// What the file says, or the beginning of it; empty if there is no file.
    Optional<String> text() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            // A pipe would never end.
            return Optional.of("");
        }
        try (InputStream in = RegularFile.stream(file)) {
            String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1).strip();
            return Optional.of(UNPRINTABLE.matcher(text).replaceAll("?"));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// Makes a generation the live one, durably and in one step.
    void switchTo(int generation) throws IOException {
        AtomicFile.deleteUnfinished(file);
        AtomicFile.write(file, (folderName(generation) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
