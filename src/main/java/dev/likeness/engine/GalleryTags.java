package dev.likeness.engine;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.AtomicFile;
import dev.likeness.support.Json;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The tags of a gallery: keys with values by which its administrators sort it. They lie beside its index,
/// belong to its backups and end with it.
public final class GalleryTags {
    private static final String FILE = "tags.json";
    private static final int MAX_BYTES = 1 << 20;
    private static final TypeReference<TreeMap<String, String>> TYPE = new TypeReference<>() {};

    private final String gallery;
    private final Path file;

    GalleryTags(String gallery, Path folder) {
        this.gallery = gallery;
        this.file = folder.resolve(FILE);
    }

    /// All tags, sorted by their keys.
    ///
    /// @throws LikenessException `GALLERY_CORRUPT` if their file is damaged; `IO_FAILED`
    public Map<String, String> all() {
        try {
            Map<String, String> tags = JsonMapper.shared().readValue(RegularFile.readString(file, MAX_BYTES), TYPE);
            if (tags == null || tags.containsValue(null)) {
                throw damaged(null);
            }
            return tags;
        } catch (NoSuchFileException _) {
            return new TreeMap<>();
        } catch (JacksonException e) {
            throw damaged(e);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, "cannot read the tags of gallery " + gallery, e);
        }
    }

    /// The file of the tags, which need not exist.
    Path file() {
        return file;
    }

    /// Whether the tags can be read; if there are none, they can.
    boolean isReadable() {
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

    private LikenessException damaged(@Nullable Throwable cause) {
        return new LikenessException(
                ErrorCode.GALLERY_CORRUPT,
                "gallery %s is damaged: its %s is unreadable".formatted(gallery, FILE),
                cause);
    }
}
