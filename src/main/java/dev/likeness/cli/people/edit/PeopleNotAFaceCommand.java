package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.People;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "not-a-face",
        description = {"Say that what was found is no face; or, with --back, that it is one after all.", ""})
public final class PeopleNotAFaceCommand extends EditCommand {
    @Mixin
    private final FaceArguments faces = new FaceArguments();

    @Option(names = "--back", description = "It is a face after all.")
    private boolean back;

    PeopleNotAFaceCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(People people) {
        return back ? people.unmarkNotAFace(faces.resolve(people)) : people.markNotAFace(faces.resolve(people));
    }
}
