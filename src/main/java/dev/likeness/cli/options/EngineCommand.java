package dev.likeness.cli.options;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.Engine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/// A command that needs only an engine and the global options.
public abstract class EngineCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    protected EngineCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    /// Runs the command.
    ///
    /// @param engine closed afterwards
    /// @return the exit status
    protected abstract int run(Engine engine, GlobalOptions global);

    @Override
    public final Integer call() {
        try (Engine engine = global.engine()) {
            return run(engine, global);
        }
    }
}
