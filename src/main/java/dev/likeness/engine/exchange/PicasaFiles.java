package dev.likeness.engine.exchange;

import dev.likeness.face.Box;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.support.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The faces that Picasa wrote to the file `.picasa.ini` of each folder:
///
///     [Contacts2]
///     8e62398ebda8c1a5=Ada Lovelace;;
///     [photo.jpg]
///     faces=rect64(3f845bcb59418507),8e62398ebda8c1a5;rect64(9eb1…),ffffffffffffffff
///
/// A rectangle is left, top, right and bottom, each in 65535ths of the picture's side as four hex digits;
/// leading zeros are left out. The file of the last folder is cached. Not safe for use by several threads.
final class PicasaFiles {
    private static final String FILE = ".picasa.ini";
    private static final int MAX_BYTES = 16 << 20;
    private static final int MAX_FACES = 1000;
    private static final float SCALE = 65535;

    /// The contact of a face that nobody has named.
    private static final String UNKNOWN = "ffffffffffffffff";

    private static final Pattern FACE = Pattern.compile("rect64\\(([0-9a-f]{1,16})\\),([0-9a-f]{1,16})");

    private @Nullable Path listed;
    private Map<String, Map<String, String>> sections = Map.of();

    /// A face with a name.
    ///
    /// @param area in shares of the picture's sides
    record Face(String name, Box area) {}

    /// What Picasa says of one photo.
    ///
    /// @param named the faces with names
    /// @param problems one sentence for each entry that cannot be read
    record Faces(Path file, List<Face> named, List<String> problems) {}

    /// The file beside a photo.
    static Path beside(Path photo) {
        return photo.resolveSibling(FILE);
    }

    /// The faces of a photo; none if Picasa has not written any.
    ///
    /// @throws LikenessException `IO_FAILED` if the file cannot be read
    Faces of(Path photo) {
        Path file = beside(photo);
        if (!file.equals(listed)) {
            sections = read(file);
            listed = file;
        }
        List<Face> named = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        String name = String.valueOf(photo.getFileName());
        String faces = section(name).getOrDefault("faces", "").toLowerCase(Locale.ROOT);
        String[] entries = faces.isEmpty() ? new String[0] : faces.split(";", MAX_FACES + 1);
        for (int i = 0; i < Math.min(entries.length, MAX_FACES); i++) {
            if (!entries[i].isBlank()) {
                add(name, entries[i].strip(), named, problems);
            }
        }
        return new Faces(file, named, problems);
    }

    private void add(String photo, String entry, List<Face> named, List<String> problems) {
        Matcher face = FACE.matcher(entry);
        if (!face.matches()) {
            problems.add("[%s] faces must be rect64(…),contact, got: %s".formatted(photo, shortened(entry)));
            return;
        }
        String contact = face.group(2);
        String name = section("contacts2").getOrDefault(contact, "");
        name = name.contains(";") ? name.substring(0, name.indexOf(';')) : name;
        if (contact.equals(UNKNOWN) || name.isBlank()) {
            return;
        }
        long sides = Long.parseUnsignedLong(face.group(1), 16);
        try {
            named.add(new Face(name, new Box(side(sides, 48), side(sides, 32), side(sides, 16), side(sides, 0))));
        } catch (LikenessException _) {
            problems.add("[%s] a rectangle must have left < right and top < bottom, got: %s"
                    .formatted(photo, shortened(entry)));
        }
    }

    private static float side(long sides, int shift) {
        return (sides >>> shift & 0xFFFF) / SCALE;
    }

    private Map<String, String> section(String name) {
        return sections.getOrDefault(name.toLowerCase(Locale.ROOT), Map.of());
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    /// The sections of a file, with their names and keys in lower case.
    private static Map<String, Map<String, String>> read(Path file) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        String text;
        try {
            text = new String(RegularFile.readAllBytes(file, MAX_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LikenessException(ErrorCode.IO_FAILED, RegularFile.reason(e), e);
        }
        Map<String, Map<String, String>> sections = new HashMap<>();
        Map<String, String> section = new HashMap<>();
        for (String line : text.lines().toList()) {
            String entry = line.strip();
            int equals = entry.indexOf('=');
            if (entry.startsWith("[") && entry.endsWith("]")) {
                String name = entry.substring(1, entry.length() - 1).toLowerCase(Locale.ROOT);
                section = sections.computeIfAbsent(name, _ -> new HashMap<>());
            } else if (equals > 0) {
                section.put(entry.substring(0, equals).strip().toLowerCase(Locale.ROOT), entry.substring(equals + 1));
            }
        }
        return sections;
    }
}
