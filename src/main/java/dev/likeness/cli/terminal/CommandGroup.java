package dev.likeness.cli.terminal;

import picocli.CommandLine;
import picocli.CommandLine.Spec;

/// A command that only groups subcommands; without a subcommand it prints its help.
public abstract class CommandGroup implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
