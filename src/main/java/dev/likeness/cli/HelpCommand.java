package dev.likeness.cli;

import dev.likeness.cli.terminal.Console;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "help",
        description = {"Explain a command, or the options that most commands share.", ""})
final class HelpCommand implements Runnable {
    private static final String OPTIONS = "options";

    private final Console console;

    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(
            arity = "0..*",
            paramLabel = "TOPIC",
            description = "A command such as people name, or options for the shared options.")
    private List<String> topic = List.of();

    HelpCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        CommandLine program = spec.root().commandLine();
        if (topic.equals(List.of(OPTIONS))) {
            SharedOptions.explain(console, program);
            return;
        }
        CommandLine command = program;
        for (String word : topic) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(),
                        "help must be asked for a command or options, got: " + String.join(" ", topic));
            }
            command = next;
        }
        command.usage(program.getOut());
    }
}
