package dev.likeness.cli.people;

import dev.likeness.cli.exchange.PeopleExportCommand;
import dev.likeness.cli.exchange.PeopleImportCommand;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.people.edit.PeopleBirthDateCommand;
import dev.likeness.cli.people.edit.PeopleConfirmCommand;
import dev.likeness.cli.people.edit.PeopleCoverCommand;
import dev.likeness.cli.people.edit.PeopleDifferentCommand;
import dev.likeness.cli.people.edit.PeopleDrawCommand;
import dev.likeness.cli.people.edit.PeopleHideCommand;
import dev.likeness.cli.people.edit.PeopleHistoryCommand;
import dev.likeness.cli.people.edit.PeopleMergeCommand;
import dev.likeness.cli.people.edit.PeopleMoveCommand;
import dev.likeness.cli.people.edit.PeopleNameCommand;
import dev.likeness.cli.people.edit.PeopleNotAFaceCommand;
import dev.likeness.cli.people.edit.PeopleRedoCommand;
import dev.likeness.cli.people.edit.PeopleRejectCommand;
import dev.likeness.cli.people.edit.PeopleRetractCommand;
import dev.likeness.cli.people.edit.PeopleSplitCommand;
import dev.likeness.cli.people.edit.PeopleUndoCommand;
import dev.likeness.cli.people.edit.PeopleUnhideCommand;
import dev.likeness.cli.terminal.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "people",
        description = {
            "List and edit the people of a gallery.",
            "",
            "A PERSON is a number, as the list shows it, or an exact name. A FACE is PHOTO#N: a photo's path or the first digits of its hash, and the number of the face (likeness show PHOTO numbers the faces); or a face's full id. Your edits stay in force when faces are clustered again; likeness people undo undoes the last edit.",
            ""
        },
        subcommands = {
            PeopleListCommand.class,
            PeopleShowCommand.class,
            PeopleReviewCommand.class,
            PeopleNameCommand.class,
            PeopleMergeCommand.class,
            PeopleSplitCommand.class,
            PeopleMoveCommand.class,
            PeopleConfirmCommand.class,
            PeopleRejectCommand.class,
            PeopleNotAFaceCommand.class,
            PeopleDrawCommand.class,
            PeopleRetractCommand.class,
            PeopleHideCommand.class,
            PeopleUnhideCommand.class,
            PeopleCoverCommand.class,
            PeopleBirthDateCommand.class,
            PeopleDifferentCommand.class,
            PeopleUndoCommand.class,
            PeopleRedoCommand.class,
            PeopleHistoryCommand.class,
            PeopleExportCommand.class,
            PeopleImportCommand.class
        })
public final class PeopleCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ListOptions listing = new ListOptions();

    PeopleCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        return listing.print(global);
    }
}
