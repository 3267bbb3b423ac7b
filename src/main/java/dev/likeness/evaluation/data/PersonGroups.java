package dev.likeness.evaluation.data;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The demographic groups of people, from a CSV file with the header `person,ATTRIBUTE,…`, such as
/// `person,sex,skin tone`. Each attribute divides the people into groups.
///
/// @param file the file
/// @param attributes the names of the attributes, at least one
/// @param people the lines in the order of the file, one per person
public record PersonGroups(Path file, List<String> attributes, List<Line> people) {
    private static final String HEADER_RULE =
            "the first line must be `person` and the names of one or more attributes, such as `person,sex`";

    /// The groups of one person.
    ///
    /// @param number its line in the file, starting at 1
    /// @param groups the group for each attribute
    public record Line(int number, String person, List<String> groups) {
        public Line {
            groups = List.copyOf(groups);
        }
    }

    public PersonGroups {
        attributes = List.copyOf(attributes);
        people = List.copyOf(people);
    }

    /// Reads a file. As many fields at the end of a line as there are attributes are the groups, so the name of
    /// a person may contain commas.
    ///
    /// @throws LikenessException `NOT_FOUND`, `IO_FAILED` or `UNSUPPORTED_FORMAT` for the file;
    ///     `INVALID_ARGUMENT` with file, line, rule and value for another header, a line that `badInput` does
    ///     not skip (too few fields, an empty group, a second line of a person, a group in another spelling than
    ///     before), or a file without people
    public static PersonGroups read(Path file, InvalidInputPolicy badInput) {
        List<String> attributes = new ArrayList<>();
        List<Line> people = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        Map<List<String>, String> spellings = new HashMap<>();
        TextLines.read(file, (number, text) -> {
            if (attributes.isEmpty()) {
                attributes.addAll(attributes(file, number, text));
                return;
            }
            try {
                Line line = line(file, number, text, attributes);
                Integer before = lines.putIfAbsent(line.person, number);
                if (before != null) {
                    throw TextLines.problem(
                            file,
                            number,
                            "a person must have one line (this one has line %d, too)".formatted(before),
                            line.person);
                }
                requireSpelling(file, line, attributes, spellings);
                people.add(line);
            } catch (LikenessException e) {
                badInput.handle(e);
            }
        });
        if (people.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "%s: there must be at least one person, got: 0".formatted(file));
        }
        return new PersonGroups(file, attributes, people);
    }

    private static List<String> attributes(Path file, int number, String text) {
        List<String> columns = fields(text);
        List<String> attributes = columns.subList(1, columns.size());
        if (!columns.getFirst().equals("person")
                || attributes.isEmpty()
                || attributes.stream().anyMatch(String::isEmpty)
                || Set.copyOf(columns).size() < columns.size()) {
            throw TextLines.problem(file, number, HEADER_RULE, text);
        }
        return attributes;
    }

    private static Line line(Path file, int number, String text, List<String> attributes) {
        List<String> fields = fields(text);
        int person = fields.size() - attributes.size();
        String shape = "a line must read `person,%s`".formatted(String.join(",", attributes));
        if (person < 1) {
            throw TextLines.problem(file, number, shape, text);
        }
        String name = text;
        for (int i = 0; i < attributes.size(); i++) {
            name = name.substring(0, name.lastIndexOf(','));
        }
        name = name.strip();
        if (name.isEmpty()) {
            throw TextLines.problem(file, number, shape, text);
        }
        List<String> groups = fields.subList(person, fields.size());
        int empty = groups.indexOf("");
        if (empty >= 0) {
            throw TextLines.problem(
                    file,
                    number,
                    "a person must have a group in each column, `unknown` if need be; here `%s` is empty"
                            .formatted(attributes.get(empty)),
                    text);
        }
        return new Line(number, name, groups);
    }

    /// A group in two spellings would be two groups, each with too few people.
    private static void requireSpelling(
            Path file, Line line, List<String> attributes, Map<List<String>, String> spellings) {
        for (int i = 0; i < attributes.size(); i++) {
            String group = line.groups.get(i);
            String first = spellings.putIfAbsent(List.of(attributes.get(i), group.toLowerCase(Locale.ROOT)), group);
            if (first != null && !first.equals(group)) {
                throw TextLines.problem(
                        file,
                        line.number,
                        "a group must be written in one way, before as `%s`".formatted(first),
                        group);
            }
        }
    }

    private static List<String> fields(String line) {
        return Arrays.stream(line.split(",", -1)).map(String::strip).toList();
    }

    /// The groups of all labelled people, in the order of their labels.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT`, unless `badInput` skips it, for a labelled person without a
    ///     line here and for a line of a person without a labelled photo; and if no labelled person is left
    public Map<String, List<String>> of(PhotoLabels labels, InvalidInputPolicy badInput) {
        Map<String, Line> byPerson = people.stream().collect(Collectors.toMap(Line::person, line -> line));
        Map<String, List<String>> groups = new LinkedHashMap<>();
        Set<String> labelled = new TreeSet<>();
        for (PhotoLabels.Label label : labels.labels()) {
            Line line = byPerson.get(label.person());
            boolean isNew = labelled.add(label.person());
            if (line != null) {
                groups.put(label.person(), line.groups);
            } else if (isNew) {
                badInput.handle(new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "%s%s: a labelled person must have a line in %s, got: %s; add one, or skip bad input"
                                .formatted(
                                        labels.file(),
                                        label.line() > 0 ? ", line " + label.line() : "",
                                        file,
                                        label.person())));
            }
        }
        for (Line line : people) {
            if (!labelled.contains(line.person)) {
                badInput.handle(new LikenessException(
                        ErrorCode.INVALID_ARGUMENT,
                        "%s, line %d: a person must have a photo in %s, got: %s; remove the line, or skip bad input"
                                .formatted(file, line.number, labels.file(), line.person)));
            }
        }
        if (groups.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: at least one person must have a photo in %s, got: 0".formatted(file, labels.file()));
        }
        return groups;
    }
}
