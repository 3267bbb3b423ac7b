package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import picocli.CommandLine.Parameters;

/// A command that edits one person.
abstract class PersonEditCommand extends EditCommand {
    @Parameters(index = "0", paramLabel = "PERSON", description = "Number or name.")
    private String person = "";

    PersonEditCommand(Console console) {
        super(console);
    }

    String person() {
        return person;
    }
}
