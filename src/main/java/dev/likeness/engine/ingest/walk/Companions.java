package dev.likeness.engine.ingest.walk;

import dev.likeness.image.header.ImageFormat;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Tells which files show the same shot as another one: cameras write a RAW file beside a JPEG, phones a
/// short video beside a photo. Such files have one name and several extensions. The photo is read and the
/// others are its companions, so that each face counts once.
final class Companions {
    private static final Set<String> LEADING =
            Set.of("jpg", "jpeg", "jpe", "heic", "heif", "hif", "avif", "jxl", "jpg_large");
    private static final Set<String> VIDEOS = Set.of("mov", "mp4");
    private static final String THUMBNAIL = "thm";

    /// What phones of Google add to the names of a JPEG and its RAW file.
    private static final Pattern PART = Pattern.compile("\\.raw-\\d{2}\\.(?:cover|original|mp\\.cover)$");

    /// The photos by their folders and names without extension.
    private final Map<String, Path> shots = new HashMap<>();

    /// @param photos the files that are read
    Companions(Collection<Path> photos) {
        for (Path photo : photos) {
            if (LEADING.contains(ImageFormat.extension(photo))) {
                shots.merge(shot(photo), photo, Companions::first);
            }
        }
    }

    /// The JPEG, HEIC or similar that shows the same shot as a file; empty if there is none.
    Optional<Path> photo(Path file) {
        String extension = ImageFormat.extension(file);
        boolean follows =
                ImageFormat.hasRawExtension(file) || VIDEOS.contains(extension) || extension.equals(THUMBNAIL);
        return follows ? Optional.ofNullable(shots.get(shot(file))) : Optional.empty();
    }

    private static Path first(Path one, Path other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /// The folder and the name without its extension.
    private static String shot(Path file) {
        String path = file.toString();
        String name =
                path.substring(0, path.length() - ImageFormat.extension(file).length() - 1);
        return PART.matcher(name.toLowerCase(Locale.ROOT)).replaceFirst("");
    }
}
