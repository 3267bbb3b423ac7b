package dev.likeness.cli.options;

import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import dev.likeness.support.Json;
import java.util.List;
import picocli.CommandLine.Option;

/// The options of every command that prints a result.
public final class GlobalOptions extends GalleryOptions {
    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    public GlobalOptions(Console console) {
        super(console);
    }

    public boolean json() {
        return json;
    }

    /// Prints rows: as JSON with `--json`, else as a table.
    public <T> void printTable(List<T> rows, Columns<T> columns) {
        printResult(rows, () -> columns.print(console(), "", rows));
    }

    /// Prints a result: as JSON with `--json`, else by `text`.
    public void printResult(Object result, Runnable text) {
        if (json) {
            console().print(Json.line(result));
        } else {
            text.run();
        }
    }
}
