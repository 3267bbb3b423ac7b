package dev.likeness.cli.people;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "list",
        description = {"List the people of a gallery.", ""})
final class PeopleListCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ListOptions listing = new ListOptions();

    PeopleListCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        return listing.print(global);
    }
}
