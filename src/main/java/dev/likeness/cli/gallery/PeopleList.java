package dev.likeness.cli.gallery;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonName;
import dev.likeness.support.RegularFile;
import dev.likeness.support.TextLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Photos and the people whom they show, from a CSV file (RFC 4180) with the columns `photo` and `person`. The
/// first
/// line may be a header, which may name the columns in another order and further ones.
///
/// @param names the name for each photo, by its absolute, normalised path, in the order of the file
/// @param lines the line of each photo, starting at 1
/// @param problems what is wrong with the other lines
record PeopleList(Map<Path, String> names, Map<Path, Integer> lines, List<Problem> problems) {

    /// What is wrong with a line.
    record Problem(int line, String detail) {}

    /// A record of the file.
    private record Row(int line, List<String> fields) {}

    /// Reads a file. A photo is relative to the folder of the file.
    ///
    /// @throws LikenessException `NOT_FOUND` or `IO_FAILED` for the file
    static PeopleList read(Path file) {
        PeopleList list = new PeopleList(new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        Path folder = file.toAbsolutePath().normalize().resolveSibling("");
        int photo = 0;
        int person = 1;
        boolean isFirst = true;
        for (Row row : rows(text(file), list.problems)) {
            List<String> heads = row.fields().stream().map(PersonName::folded).toList();
            if (isFirst && heads.contains("photo") && heads.contains("person")) {
                photo = heads.indexOf("photo");
                person = heads.indexOf("person");
            } else {
                list.add(folder, row, photo, person);
            }
            isFirst = false;
        }
        return list;
    }

    private static String text(Path file) {
        try {
            String text = RegularFile.readString(file, TextLimits.MAX_BYTES);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new LikenessException(ErrorCode.NOT_FOUND, "the list of people must exist, got: " + file, e);
        } catch (IOException e) {
            throw new LikenessException(
                    ErrorCode.IO_FAILED, "the list of people %s %s".formatted(file, RegularFile.reason(e)), e);
        }
    }

    private void add(Path folder, Row row, int photoColumn, int personColumn) {
        if (row.fields().size() <= Math.max(photoColumn, personColumn)) {
            problems.add(
                    new Problem(row.line(), "must have a photo and a person, got: " + String.join(",", row.fields())));
            return;
        }
        String photo = row.fields().get(photoColumn).strip();
        String name = row.fields().get(personColumn);
        Optional<String> unusable = PersonName.problem(name);
        Path path = photo.isEmpty() ? null : resolve(folder, photo);
        if (path == null || !Files.isRegularFile(path)) {
            problems.add(new Problem(row.line(), "the photo must exist, got: " + photo));
        } else if (unusable.isPresent()) {
            problems.add(new Problem(row.line(), "a name " + unusable.get()));
        } else if (lines.containsKey(path)) {
            if (!PersonName.normalized(name).equals(names.get(path))) {
                problems.add(new Problem(
                        row.line(), "the photo has another person on line %d already".formatted(lines.get(path))));
            }
        } else {
            names.put(path, PersonName.normalized(name));
            lines.put(path, row.line());
        }
    }

    private static @Nullable Path resolve(Path folder, String photo) {
        try {
            return folder.resolve(photo).normalize();
        } catch (InvalidPathException _) {
            return null;
        }
    }

    /// The records of a text. Fields are separated by commas, or by semicolons if the first line has no comma.
    private static List<Row> rows(String text, List<Problem> problems) {
        String first = text.lines().findFirst().orElse("");
        char separator = first.indexOf(',') < 0 && first.indexOf(';') >= 0 ? ';' : ',';
        List<Row> rows = new ArrayList<>();
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        int line = 1;
        int start = 1;
        for (int i = 0; i <= text.length(); i++) {
            char character = i < text.length() ? text.charAt(i) : '\n';
            if (i == text.length() && quoted) {
                problems.add(new Problem(start, "a quoted field must end with \""));
                break;
            }
            if (quoted) {
                if (character != '"') {
                    field.append(character);
                } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = false;
                }
            } else if (character == '"' && field.toString().isBlank()) {
                field.setLength(0);
                quoted = true;
            } else if (character == separator) {
                fields.add(field.toString());
                field.setLength(0);
            } else if (character == '\n') {
                fields.add(field.toString().stripTrailing());
                field.setLength(0);
                if (fields.size() > 1 || !fields.getFirst().isEmpty()) {
                    rows.add(new Row(start, List.copyOf(fields)));
                }
                fields.clear();
            } else {
                field.append(character);
            }
            if (character == '\n') {
                line++;
                start = quoted ? start : line;
            }
        }
        return rows;
    }
}
