package dev.likeness.engine.contents;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.Json;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TextLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/// The tags of a gallery: keys with values by which its administrators sort it. They lie beside its index,
/// belong to its backups and end with it.
public final class GalleryTags {
    /// The name of their file.
    public static final String FILE = "tags.json";

    /// What is wrong with a file that is no text of tags.
    public static final String UNREADABLE = "its text is no JSON of texts by keys";

    private static final int MAX_BYTES = 1 << 20;
    private static final TypeReference<TreeMap<String, String>> TYPE = new TypeReference<>() {};

    private final String gallery;
    private final Path file;

    /// @param folder of the gallery
    public GalleryTags(String gallery, Path folder) {
        this.gallery = gallery;
        this.file = folder.resolve(FILE);
    }

    /// All tags, sorted by their keys.
    ///
    /// @throws LikenessException `GALLERY_CORRUPT` if their file is damaged; `IO_FAILED`
    public Map<String, String> all() {
        try {
            return parse(RegularFile.readString(file, MAX_BYTES))
                    .orElseThrow(() -> new LikenessException(
                            ErrorCode.GALLERY_CORRUPT,
                            "gallery %s is damaged: its %s is unreadable".formatted(gallery, FILE)));
        } catch (NoSuchFileException _) {
            return new TreeMap<>();
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot read the tags of gallery " + gallery, e);
        }
    }

    /// The tags in a text of their file; empty if it is damaged.
    private static Optional<Map<String, String>> parse(String text) {
        try {
            Map<String, String> tags = TextLimits.json().readValue(text, TYPE);
            return tags == null || tags.containsValue(null) ? Optional.empty() : Optional.of(tags);
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /// Whether bytes are a file of tags.
    public static boolean areReadable(byte[] content) {
        return content.length <= MAX_BYTES
                && parse(new String(content, StandardCharsets.UTF_8)).isPresent();
    }

    /// The file of the tags, which need not exist.
    public Path file() {
        return file;
    }

    /// Whether the tags can be read; if there are none, they can.
    public boolean isReadable() {
        try {
            all();
            return true;
        } catch (LikenessException e) {
            return e.code() != ErrorCode.GALLERY_CORRUPT;
        }
    }

    /// Replaces all tags, durably. The caller holds the gallery's write lock.
    ///
    /// @throws LikenessException `IO_FAILED`
    public void replace(Map<String, String> tags) {
        try {
            if (tags.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                AtomicFile.write(file, Json.bytes(new TreeMap<>(tags)));
            }
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot write the tags of gallery " + gallery, e);
        }
    }
}
