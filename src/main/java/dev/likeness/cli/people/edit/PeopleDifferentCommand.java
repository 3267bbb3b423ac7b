package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "different",
        description = {"Mark two people as different.", ""})
public final class PeopleDifferentCommand extends PersonEditCommand {
    @Parameters(index = "1", paramLabel = "PERSON", description = "Number or name of the other person.")
    private String other = "";

    @Option(names = "--unmark", description = "Remove the mark.")
    private boolean unmark;

    PeopleDifferentCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(PeopleEditor editor, TypedReferences references) {
        return unmark
                ? editor.unmarkDifferent(references.person(person()), references.person(other))
                : editor.markDifferent(references.person(person()), references.person(other));
    }
}
