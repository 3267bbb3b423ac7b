package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.cli.terminal.ShellText;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import dev.likeness.engine.people.PersonDetails;
import dev.likeness.face.PersonId;
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
    EditResult edit(PeopleEditor editor, TypedReferences references) {
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

    @Override
    List<String> notes(Engine engine, TypedReferences references) {
        if (face == null || texts.size() != 1) {
            return List.of();
        }
        String gallery = global().gallery();
        PersonId before = engine.contents(gallery).face(references.face(face)).person();
        if (before == null) {
            return List.of();
        }
        PersonDetails person = engine.people(gallery).get(before);
        int others = person.faces().size() - 1;
        if (person.summary().name() != null || others == 0) {
            return List.of();
        }
        String same = global().sameGallery();
        return List.of(("It was a face of #%s, who keeps %s. To name all of them instead: likeness people undo%s, then"
                        + " likeness people name %s %s%s")
                .formatted(before, Counted.faces(others), same, before, ShellText.quoted(texts.getFirst()), same));
    }
}
