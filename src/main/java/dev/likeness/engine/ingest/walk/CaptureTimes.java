package dev.likeness.engine.ingest.walk;

import dev.likeness.face.CaptureTime;
import dev.likeness.face.CaptureTime.Precision;
import dev.likeness.face.CaptureTime.Source;
import dev.likeness.image.metadata.FileNameTime;
import dev.likeness.image.metadata.XmpValues;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds when a photo was taken where the photo itself does not say so: in an XMP file beside it, in the JSON
/// file of Google Takeout, in its name.
public final class CaptureTimes {
    private static final int MAX_SIDECAR_BYTES = 4 << 20;

    /// `photoTakenTime` is the only object with that key, and `timestamp` its first string or number.
    private static final Pattern TAKEOUT_TIME =
            Pattern.compile("\"photoTakenTime\"\\s*:\\s*\\{[^{}]{0,200}?\"timestamp\"\\s*:\\s*\"?(-?\\d{1,12})");

    /// Takeout cuts the names of its files to so many characters, without the extension.
    private static final int TAKEOUT_NAME_LENGTH = 46;

    private static final String TAKEOUT_SUFFIX = ".supplemental-metadata";
    private static final Pattern NUMBERED = Pattern.compile("(.*)(\\(\\d+\\))(\\.[^.]+)");

    private CaptureTimes() {}

    /// The photo's own time, or the first that is found elsewhere.
    ///
    /// @param own the time that the photo's metadata state
    public static @Nullable CaptureTime of(Path photo, @Nullable CaptureTime own) {
        try {
            return own != null ? own : find(photo).orElse(null);
        } catch (InvalidPathException _) {
            // The name of a file beside the photo cannot be said in the system's encoding.
            return null;
        }
    }

    private static Optional<CaptureTime> find(Path photo) {
        String name = String.valueOf(photo.getFileName());
        return sidecars(name).stream()
                .flatMap(sidecar -> content(photo.resolveSibling(sidecar)).stream())
                .flatMap(packet -> XmpValues.time(packet, Source.SIDECAR).stream())
                .findFirst()
                .or(() -> takeoutFiles(photo).stream()
                        .flatMap(json -> content(json).stream())
                        .flatMap(json -> takeoutTime(new String(json, StandardCharsets.UTF_8)).stream())
                        .findFirst())
                .or(() -> FileNameTime.parse(name));
    }

    /// Where the JSON file of Google Takeout for a photo may be.
    static List<Path> takeoutFiles(Path photo) {
        try {
            return takeoutNames(String.valueOf(photo.getFileName())).stream()
                    .map(photo::resolveSibling)
                    .toList();
        } catch (InvalidPathException _) {
            return List.of();
        }
    }

    /// The names of XMP files for a photo, also in other capitals.
    private static Set<String> sidecars(String name) {
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        Set<String> names = new LinkedHashSet<>();
        for (String base : new String[] {name, stem}) {
            names.add(base + ".xmp");
            names.add(base + ".XMP");
        }
        for (String base : new String[] {name, stem}) {
            names.add((base + ".xmp").toLowerCase(Locale.ROOT));
            names.add((base + ".xmp").toUpperCase(Locale.ROOT));
            names.add(base.toUpperCase(Locale.ROOT) + ".xmp");
        }
        return names;
    }

    /// `a.jpg.json`, `a.jpg.supplemental-metadata.json`, that name cut short, and of `a(1).jpg` those of
    /// `a.jpg` with the number behind them.
    private static Set<String> takeoutNames(String name) {
        Set<String> names = new LinkedHashSet<>();
        Matcher numbered = NUMBERED.matcher(name);
        String number = numbered.matches() ? numbered.group(2) : "";
        String plain = numbered.matches() ? numbered.group(1) + numbered.group(3) : name;
        for (String base : new String[] {plain, plain + TAKEOUT_SUFFIX}) {
            names.add(base.substring(0, Math.min(base.length(), TAKEOUT_NAME_LENGTH)) + number + ".json");
        }
        return names;
    }

    private static Optional<byte[]> content(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(RegularFile.readAllBytes(file, MAX_SIDECAR_BYTES))
                    : Optional.empty();
        } catch (IOException _) {
            // A sidecar that cannot be read says nothing about the photo.
            return Optional.empty();
        }
    }

    private static Optional<CaptureTime> takeoutTime(String json) {
        Matcher time = TAKEOUT_TIME.matcher(json);
        if (!time.find()) {
            return Optional.empty();
        }
        try {
            Instant instant = Instant.ofEpochSecond(Long.parseLong(time.group(1)));
            return Optional.of(new CaptureTime(
                    LocalDateTime.ofInstant(instant, ZoneOffset.UTC), Precision.SECOND, Source.TAKEOUT));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
