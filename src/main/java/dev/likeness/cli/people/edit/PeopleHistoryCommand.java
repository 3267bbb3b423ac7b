package dev.likeness.cli.people.edit;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.HistoryEntry;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "history",
        description = {"List edits, newest first.", ""})
public final class PeopleHistoryCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    PeopleHistoryCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        try (Engine engine = global.engine()) {
            List<HistoryEntry> history = engine.people(global.gallery()).history();
            global.printResult(history, () -> {
                TextTable table = TextTable.of("event", "time", "edit");
                history.forEach(entry -> table.row(
                        entry.event(), entry.time(), entry.description() + (entry.undone() ? " (undone)" : "")));
                table.print(global.console(), "");
            });
            return 0;
        }
    }
}
