package dev.likeness.cli.people.edit;

import dev.likeness.cli.options.EngineCommand;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.HistoryEntry;
import dev.likeness.face.Actor;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
                        .column("by", "%s", entry -> actor(entry.actor()))
                        .column("edit", "%s", entry -> entry.description() + (entry.undone() ? " (undone)" : "")));
        return 0;
    }

    private static String actor(@Nullable Actor actor) {
        if (actor == null) {
            return "unknown";
        }
        return switch (actor.kind()) {
            case COMMAND_LINE -> "command line";
            case LOCAL -> "local client";
            case KEY -> "%s (key %s)".formatted(actor.name(), actor.key());
        };
    }
}
