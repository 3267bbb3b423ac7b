package dev.likeness.cli.people;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.ScoreFormatter;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.People;
import dev.likeness.engine.people.PersonDetails;
import dev.likeness.engine.people.PersonListItem;
import dev.likeness.engine.relations.FaceContext;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "show",
        description = {"Show a person, their faces and the assignment reasons.", ""})
final class PeopleShowCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Parameters(paramLabel = "PERSON", description = "Number or name.")
    private String person = "";

    PeopleShowCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        try (Engine engine = global.engine()) {
            People people = engine.people(global.gallery());
            PersonDetails found = people.get(people.references().person(person));
            PersonDetails details =
                    found.with(people.relations().contexts(found.summary().person()));
            global.printResult(details, () -> print(details));
            return 0;
        }
    }

    private void print(PersonDetails details) {
        Console console = global.console();
        PersonListItem summary = details.summary();
        console.print("person     " + TextTable.person(summary.person(), summary.name())
                + (summary.hidden() ? ", hidden" : ""));
        if (summary.birthDate() != null) {
            console.print("birth date " + summary.birthDate());
        }
        if (summary.externalId() != null) {
            console.print("external id " + summary.externalId());
        }
        console.print("photos     " + summary.photos());
        console.print("last seen  " + (summary.lastSeen() == null ? "-" : summary.lastSeen()));
        console.print("confidence " + PersonFormatter.confidence(summary));
        console.print("cover      " + PersonFormatter.coverOf(summary));
        if (!details.different().isEmpty()) {
            console.print("different  "
                    + details.different().stream().map(other -> "#" + other).collect(Collectors.joining(", ")));
        }
        details.rejected().forEach(face -> console.print("rejected   " + face));
        TextTable table = TextTable.of("face", "quality", "reason");
        for (PersonDetails.PersonFace face : details.faces()) {
            FaceContext context = face.context();
            String reason = face.confirmed() ? "confirmed" : ScoreFormatter.assignment(face.reason(), face.margin());
            table.row(
                    PersonFormatter.faceOf(face.face(), face.path()),
                    face.quality(),
                    context == null ? reason : reason + "; " + ContextFormatter.text(context));
        }
        table.print(console, "");
    }
}
