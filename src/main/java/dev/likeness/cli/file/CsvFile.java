package dev.likeness.cli.file;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A table as a CSV file (RFC 4180) in UTF-8, with the byte order mark that spreadsheets look for. A text
/// that a spreadsheet would run as a formula gets an apostrophe before it.
public final class CsvFile {
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r].*", Pattern.DOTALL);
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\r\n]");

    private CsvFile() {}

    /// Writes a table.
    ///
    /// @param rows cells are texts, numbers or null
    /// @throws dev.likeness.face.LikenessException `IO_FAILED`
    public static void write(Path file, List<String> headings, List<List<@Nullable Object>> rows) {
        OutputFile.write(file, writer -> {
            writer.write('\uFEFF');
            writer.write(line(headings));
            for (List<@Nullable Object> row : rows) {
                writer.write(line(row));
            }
        });
    }

    static String line(List<? extends @Nullable Object> row) {
        return row.stream().map(CsvFile::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        if (!(value instanceof Number) && FORMULA.matcher(text).matches()) {
            text = "'" + text;
        }
        return NEEDS_QUOTES.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    /// A row whose cells may be null.
    public static List<@Nullable Object> row(@Nullable Object... cells) {
        return Arrays.asList(cells);
    }
}
