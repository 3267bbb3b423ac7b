package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "not-a-face",
        description = {"Mark detections as not a face.", ""})
public final class PeopleNotAFaceCommand extends EditCommand {
    @Mixin
    private final FaceArguments faces = new FaceArguments();

    @Option(names = "--unmark", description = "Remove the mark.")
    private boolean unmark;

    PeopleNotAFaceCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(PeopleEditor editor, TypedReferences references) {
        return unmark
                ? editor.unmarkNotAFace(faces.resolve(references))
                : editor.markNotAFace(faces.resolve(references));
    }
}
