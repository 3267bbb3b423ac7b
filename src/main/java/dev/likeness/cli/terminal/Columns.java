package dev.likeness.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The columns of a table in which every row shows the same of another thing.
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
    /// @param format of one value
    /// @param value what is shown; `-` stands for null
    public Columns<T> column(String heading, String format, Function<T, @Nullable Object> value) {
        columns.add(new Column<>(heading, format, value));
        return this;
    }

    /// Prints a row for each; nothing at all if there is none.
    public void print(Console console, String indent, List<T> rows) {
        TextTable table = TextTable.of(columns.stream().map(Column::heading).toArray(String[]::new));
        rows.forEach(row ->
                table.row(columns.stream().map(column -> column.cell(row)).toArray()));
        table.print(console, indent);
    }
}
