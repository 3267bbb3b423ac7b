package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "cover",
        description = {"Choose the cover face of a person; without FACE, the best one is used.", ""})
public final class PeopleCoverCommand extends PersonEditCommand {
    @Parameters(index = "1", arity = "0..1", paramLabel = "FACE", description = "A face of this person.")
    private @Nullable String face;

    PeopleCoverCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(PeopleEditor editor, TypedReferences references) {
        return editor.cover(references.person(person()), face == null ? null : references.face(face));
    }
}
