package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "birth-date",
        description = {"Set a person's birth date; without DATE, remove it.", ""})
public final class PeopleBirthDateCommand extends PersonEditCommand {
    @Parameters(index = "1", arity = "0..1", paramLabel = "DATE", description = "For example 1815-12-10.")
    private @Nullable LocalDate date;

    PeopleBirthDateCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(PeopleEditor editor, TypedReferences references) {
        return editor.setBirthDate(references.person(person()), date);
    }
}
