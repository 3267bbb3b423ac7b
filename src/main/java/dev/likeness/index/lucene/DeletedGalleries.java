package dev.likeness.index.lucene;

import dev.likeness.support.AtomicFile;
import dev.likeness.support.DurableFolders;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.util.IOUtils;

/// The folders of deleted galleries. A gallery is deleted when its folder has its hidden name; then its files
/// are removed one by one. What a killed process left of them is removed when the galleries are opened next.
/// Two processes may remove the same folder.
///
/// @param directory the directory of the galleries
record DeletedGalleries(Path directory) {
    /// Prefix of deleted folders; not valid in a gallery's name.
    private static final String PREFIX = ".deleted-";

    /// Only names of ours: a folder that a user named `.deleted-by-mistake` is none.
    private static final Pattern NAME = Pattern.compile("\\.deleted-(.+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /// Hides the folder of a gallery in one step.
    void hide(GalleryFolder gallery) throws IOException {
        AtomicFile.move(gallery.path(), directory.resolve(PREFIX + gallery.name() + "-" + UUID.randomUUID()));
    }

    /// Removes the files of all deleted galleries. What cannot be removed is tried again next time; see
    /// [#remains()].
    void remove() {
        for (Path folder : remains().values()) {
            try {
                IOUtils.rm(folder);
                DurableFolders.sync(directory);
            } catch (IOException _) {
                // Some systems cannot remove a file that is open elsewhere.
            }
        }
    }

    /// What is left of deleted galleries, by the gallery's name.
    Map<String, Path> remains() {
        Map<String, Path> remains = new TreeMap<>();
        for (Path entry : entries()) {
            Matcher name = NAME.matcher(String.valueOf(entry.getFileName()));
            if (name.matches()) {
                remains.put(name.group(1), entry);
            }
        }
        return remains;
    }

    private List<Path> entries() {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, PREFIX + "*")) {
                entries.forEach(found::add);
            } catch (IOException _) {
                // Whoever lists the galleries reports the reason.
            }
        }
        return found;
    }
}
