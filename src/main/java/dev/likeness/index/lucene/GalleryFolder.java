package dev.likeness.index.lucene;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.util.IOUtils;

/// The folder of one gallery: numbered generations, each a Lucene index, and a file that names the live one.
///
///     <name>/CURRENT          "generation-1"
///     <name>/generation-1/    the live index
///     <name>/generation-2/    possibly the next, being built with another model
///
/// CURRENT is replaced in one step, so a gallery is in its old or its new state whenever the process dies. A
/// generation above the live one is being built; one below it is left over and can be removed.
record GalleryFolder(Path path) {
    private static final String CURRENT = "CURRENT";
    private static final Pattern GENERATION = Pattern.compile("generation-([1-9][0-9]{0,8})");

    /// The live generation; empty if there is no gallery here yet. A gallery exists once CURRENT does.
    ///
    /// @throws LikenessException `GALLERY_CORRUPT` if CURRENT does not name a generation
    OptionalInt current() throws IOException {
        String text;
        try {
            text = Files.readString(path.resolve(CURRENT)).strip();
        } catch (NoSuchFileException _) {
            return OptionalInt.empty();
        }
        Matcher generation = GENERATION.matcher(text);
        if (!generation.matches()) {
            throw new LikenessException(
                    ErrorCode.GALLERY_CORRUPT,
                    "%s must read generation-<number>, got: %s".formatted(path.resolve(CURRENT), text));
        }
        return OptionalInt.of(Integer.parseInt(generation.group(1)));
    }

    Path generation(int number) {
        return path.resolve("generation-" + number);
    }

    /// Makes a generation the live one, durably and in one step.
    void switchTo(int number) throws IOException {
        AtomicFile.deleteUnfinished(path.resolve(CURRENT));
        AtomicFile.write(path.resolve(CURRENT), ("generation-" + number + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Removes the generations below the live one. A failed removal is tried again next time.
    void removeFormer(int current) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, Files::isDirectory)) {
            for (Path entry : entries) {
                Matcher generation = GENERATION.matcher(entry.getFileName().toString());
                if (generation.matches() && Integer.parseInt(generation.group(1)) < current) {
                    IOUtils.rm(entry);
                }
            }
        } catch (IOException _) {
            // The failure only costs disk space; some systems cannot remove a file that is open elsewhere.
        }
    }
}
