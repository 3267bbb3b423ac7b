package dev.likeness.cli.terminal;

import dev.likeness.face.PersonId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A text table with headings; each column is as wide as its widest cell.
public final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    private TextTable() {}

    public static TextTable of(String... headings) {
        TextTable table = new TextTable();
        table.rows.add(List.of(headings));
        return table;
    }

    public void row(Object... cells) {
        rows.add(Arrays.stream(cells).map(Object::toString).toList());
    }

    /// Prints the table; prints nothing if it has no rows.
    public void print(Console console, String indent) {
        if (rows.size() == 1) {
            return;
        }
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                line.append(cell);
                if (i < columns - 1) {
                    line.repeat(' ', widths[i] - cell.length() + 2);
                }
            }
            console.print(line.toString());
        }
    }

    /// A person's name and number, only the number if there is no name, or `-` without a person.
    public static String person(@Nullable PersonId person, @Nullable String name) {
        if (person == null) {
            return "-";
        }
        return name == null ? "#" + person : name + " (#" + person + ")";
    }
}
