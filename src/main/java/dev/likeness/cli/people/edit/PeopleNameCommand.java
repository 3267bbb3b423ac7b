package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.GalleryReferences;
import dev.likeness.engine.people.PeopleEditor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "name",
        description = {
            "Name a person: likeness people name PERSON NAME. With --face, assign one face to a person of that name, who is created if there is none: likeness people name --face FACE NAME.",
            ""
        })
public final class PeopleNameCommand extends EditCommand {
    @Option(names = "--face", paramLabel = "FACE", description = "Assign only this face.")
    private @Nullable String face;

    @Option(names = "--same-name", description = "Allow a name that another person has.")
    private boolean sameName;

    @Option(names = "--clear", description = "Remove the name: likeness people name --clear PERSON.")
    private boolean clear;

    @Parameters(
            arity = "1..2",
            paramLabel = "PERSON NAME",
            description = "Number or name of the person, and the new name.")
    private List<String> texts = new ArrayList<>();

    PeopleNameCommand(Console console) {
        super(console);
    }

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    EditResult edit(PeopleEditor editor, GalleryReferences references) {
        int expected = face != null || clear ? 1 : 2;
        if (texts.size() != expected || (face != null && clear)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(),
                    "name must have PERSON NAME, --face FACE NAME, or --clear PERSON, got: " + texts);
        }
        if (face != null) {
            return editor.nameFace(references.face(face), texts.getFirst());
        }
        return editor.name(references.person(texts.getFirst()), clear ? null : texts.getLast(), sameName);
    }
}
