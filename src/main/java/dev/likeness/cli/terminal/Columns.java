package dev.likeness.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Defines a table by its columns: each column formats one value of a row's object.
public final class Columns<T> {
    private record Column<T>(String heading, String format, Function<T, @Nullable Object> value) {
        String cell(T of) {
            Object shown = value.apply(of);
            return shown == null ? "-" : String.format(Locale.ROOT, format, shown);
        }
    }

    private final List<Column<T>> columns = new ArrayList<>();

    /// Adds a column.
    ///
    /// @param format the format string of one value
    /// @param value the value to show; null is shown as `-`
    public Columns<T> column(String heading, String format, Function<T, @Nullable Object> value) {
        columns.add(new Column<>(heading, format, value));
        return this;
    }

    /// Prints one row per object; prints nothing if there are no rows.
    public void print(Console console, String indent, List<T> rows) {
        TextTable table = TextTable.of(columns.stream().map(Column::heading).toArray(String[]::new));
        rows.forEach(row ->
                table.row(columns.stream().map(column -> column.cell(row)).toArray()));
        table.print(console, indent);
    }
}
