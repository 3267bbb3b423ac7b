package dev.likeness.cli.people.edit;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.People;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Undo or redo.
abstract class ReversalCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Option(names = "--count", paramLabel = "N", defaultValue = "1", description = "How many (default: 1).")
    private int count = 1;

    ReversalCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    abstract List<EditResult> reverse(People people, int count);

    @Override
    public Integer call() {
        try (Engine engine = global.engine()) {
            List<EditResult> outcomes = reverse(engine.people(global.gallery()), count);
            global.printResult(
                    outcomes, () -> outcomes.forEach(result -> global.console().print(EditPrinter.describe(result))));
            if (outcomes.isEmpty()) {
                global.console().note("There is nothing left.");
            }
            return 0;
        }
    }
}
