package dev.likeness.evaluation.data;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The metadata of a template protocol such as IJB-B and IJB-C: the images of each template, and the medium
/// of each image. All frames of a video belong to one medium.
///
/// @param images the entries in the order of the file
public record TemplateImages(List<Entry> images) {
    private static final String RULE = "an entry must read `image template media`";
    private static final String PAIR_RULE = "a pair must read `template1 template2 label` with label 0 or 1";
    private static final List<String> COLUMNS = List.of("image", "template", "media");

    /// One image of one template. An image may belong to several templates.
    ///
    /// @param line its line in the file, starting at 1
    public record Entry(String template, String media, String image, int line) {}

    /// Two templates to compare.
    public record Pair(String first, String second, boolean mated) {}

    public TemplateImages {
        images = List.copyOf(images);
    }

    /// Reads a metadata file: lines of `image template media`, separated by spaces or tabs (the
    /// `*_face_tid_mid.txt` of the IJB tools), or a CSV file whose header names the columns `image`,
    /// `template` and `media` in any order.
    ///
    /// @throws LikenessException `NOT_FOUND` or `IO_FAILED` for the file; `INVALID_ARGUMENT` with file, line,
    ///     rule and value for a line that `badInput` does not skip, and if there is no entry
    public static TemplateImages read(Path file, InvalidInputPolicy badInput) {
        List<Entry> entries = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        TextLines.read(file, (number, text) -> {
            if (columns.isEmpty() && text.indexOf(',') >= 0) {
                columns.addAll(csvFields(text));
                if (!Set.copyOf(columns).equals(Set.copyOf(COLUMNS))) {
                    throw TextLines.problem(
                            file, number, "columns must be image, template and media in any order", text);
                }
                return;
            }
            List<String> fields = columns.isEmpty() ? TextLines.fields(text) : csvFields(text);
            List<String> order = columns.isEmpty() ? COLUMNS : columns;
            if (fields.size() != 3 || fields.stream().anyMatch(String::isBlank)) {
                badInput.handle(TextLines.problem(file, number, RULE, text));
                return;
            }
            entries.add(new Entry(
                    fields.get(order.indexOf("template")),
                    fields.get(order.indexOf("media")),
                    fields.get(order.indexOf("image")),
                    number));
        });
        if (entries.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "%s: metadata must hold at least one image, got: 0".formatted(file));
        }
        return new TemplateImages(entries);
    }

    /// Reads pairs of these templates: lines of `template1 template2 label` (`*_template_pair_label.txt`).
    ///
    /// @throws LikenessException as in [#read], and for a template that is not in the metadata
    public List<Pair> readPairs(Path file, InvalidInputPolicy badInput) {
        Set<String> known = new HashSet<>();
        images.forEach(entry -> known.add(entry.template));
        List<Pair> pairs = new ArrayList<>();
        TextLines.read(file, (number, text) -> {
            List<String> fields = TextLines.fields(text);
            if (fields.size() != 3 || !fields.getLast().matches("[01]")) {
                badInput.handle(TextLines.problem(file, number, PAIR_RULE, text));
                return;
            }
            for (String template : fields.subList(0, 2)) {
                if (!known.contains(template)) {
                    badInput.handle(
                            TextLines.problem(file, number, "a template must be one of the metadata", template));
                    return;
                }
            }
            pairs.add(new Pair(fields.get(0), fields.get(1), fields.get(2).equals("1")));
        });
        if (pairs.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "%s: there must be at least one pair of templates, got: 0".formatted(file));
        }
        return pairs;
    }

    private static List<String> csvFields(String line) {
        return List.of(line.split("\\s*,\\s*", -1));
    }
}
