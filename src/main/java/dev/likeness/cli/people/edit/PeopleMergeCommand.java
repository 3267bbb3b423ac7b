package dev.likeness.cli.people.edit;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.people.EditResult;
import dev.likeness.engine.people.PeopleEditor;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "merge",
        description = {"Merge people.", ""})
public final class PeopleMergeCommand extends EditCommand {
    @Parameters(paramLabel = "PERSON", arity = "1..*", description = "A person to merge into the other.")
    private List<String> from = new ArrayList<>();

    @Option(names = "--into", paramLabel = "PERSON", required = true, description = "The person who remains.")
    private String into = "";

    PeopleMergeCommand(Console console) {
        super(console);
    }

    @Override
    EditResult edit(PeopleEditor editor, TypedReferences references) {
        return editor.merge(from.stream().map(references::person).toList(), references.person(into));
    }
}
