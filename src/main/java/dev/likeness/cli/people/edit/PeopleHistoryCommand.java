package dev.likeness.cli.people.edit;

import dev.likeness.cli.options.EngineCommand;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.HistoryEntry;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "history",
        description = {"List edits, newest first.", ""})
public final class PeopleHistoryCommand extends EngineCommand {
    PeopleHistoryCommand(Console console) {
        super(console);
    }

    @Override
    protected int run(Engine engine, GlobalOptions global) {
        List<HistoryEntry> history = engine.people(global.gallery()).history();
        global.printTable(
                history,
                new Columns<HistoryEntry>()
                        .column("event", "%s", HistoryEntry::event)
                        .column("time", "%s", HistoryEntry::time)
                        .column("edit", "%s", entry -> entry.description() + (entry.undone() ? " (undone)" : "")));
        return 0;
    }
}
