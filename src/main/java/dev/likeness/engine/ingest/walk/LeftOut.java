package dev.likeness.engine.ingest.walk;

import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Files and folders that an ingest left out for one reason.
///
/// @param count how many; a folder counts once, whatever is in it
/// @param paths some of them, at most 1,000, sorted
public record LeftOut(Reason reason, int count, List<Path> paths) {
    private static final int MAX_PATHS = 1000;

    public LeftOut {
        paths = List.copyOf(paths);
    }

    /// What was left out, by reason.
    static List<LeftOut> of(Map<Path, Reason> reasons) {
        Map<Reason, List<Path>> paths = reasons.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue,
                        () -> new EnumMap<>(Reason.class),
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        return paths.entrySet().stream()
                .map(one -> new LeftOut(
                        one.getKey(),
                        one.getValue().size(),
                        one.getValue().stream().limit(MAX_PATHS).toList()))
                .toList();
    }

    /// Why something was left out.
    public enum Reason {
        /// A folder of a system or of a NAS, such as a trash or its thumbnails.
        SYSTEM_FOLDER("system-folder", "trash, thumbnails and other folders of systems"),
        /// What a photo library of Apple keeps besides the originals.
        PHOTO_LIBRARY("photo-library", "parts of photo libraries besides their originals"),
        /// A folder with a file `.nomedia`.
        NO_MEDIA("no-media", "folders with .nomedia"),
        /// A pattern in a file `.likenessignore`.
        IGNORE_FILE("ignore-file", "patterns in .likenessignore"),
        /// A pattern of the configuration.
        CONFIGURATION("configuration", "patterns in ingest.exclude"),
        /// A name that begins with a dot.
        HIDDEN("hidden", "hidden files and folders");

        private final String code;
        private final String text;

        Reason(String code, String text) {
            this.code = code;
            this.text = text;
        }

        @JsonValue
        public String code() {
            return code;
        }

        /// What was left out, in words.
        public String text() {
            return text;
        }
    }
}
