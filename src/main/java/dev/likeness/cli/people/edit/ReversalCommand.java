package dev.likeness.cli.people.edit;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.UndoRedo;
import dev.likeness.face.Actor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A command that undoes or redoes edits.
abstract class ReversalCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Option(names = "--count", paramLabel = "N", defaultValue = "1", description = "Number of edits (default: 1).")
    private int count = 1;

    ReversalCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    abstract List<EditResult> reverse(UndoRedo edits, int count);

    /// The message if no edit is left to reverse.
    abstract String nothingLeft();

    @Override
    public Integer call() {
        try (Engine engine = global.engine()) {
            List<EditResult> results = reverse(engine.people(global.gallery()).undoRedo(Actor.COMMAND_LINE), count);
            global.printResult(
                    results, () -> results.forEach(result -> global.console().print(EditPrinter.describe(result))));
            if (results.isEmpty()) {
                global.console().note(nothingLeft());
            }
            return 0;
        }
    }
}
