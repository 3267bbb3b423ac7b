package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.People;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "retract",
        description = {"Take back whatever was said about faces, however long ago.", ""})
public final class PeopleRetractCommand extends EditCommand {
    @Mixin
    private final FaceArguments faces = new FaceArguments();

    PeopleRetractCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(People people) {
        return people.retract(faces.resolve(people));
    }
}
