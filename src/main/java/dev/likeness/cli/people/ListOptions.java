package dev.likeness.cli.people;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.engine.people.PersonListItem;
import java.util.List;
import picocli.CommandLine.Option;

/// How people are listed, by `people` and by `people list`.
final class ListOptions {
    @Option(
            names = "--sort",
            paramLabel = "WORD",
            defaultValue = "photos",
            description = "photos (default), faces, recency, name, or confidence: whose faces agree least first.")
    private PeopleOrder order = PeopleOrder.PHOTOS;

    @Option(names = "--all", description = "List hidden people, too.")
    private boolean all;

    int print(GlobalOptions global) {
        try (Engine engine = global.engine()) {
            List<PersonListItem> people = engine.people(global.gallery()).list(order, all);
            global.printResult(people, () -> print(global.console(), people));
            if (people.isEmpty()) {
                global.console().note("Nobody yet: likeness cluster groups the faces into people.");
            }
            return 0;
        }
    }

    private static void print(Console console, List<PersonListItem> people) {
        TextTable table = TextTable.of("person", "photos", "faces", "confidence", "cover");
        for (PersonListItem person : people) {
            table.row(
                    TextTable.person(person.person(), person.name()) + (person.hidden() ? ", hidden" : ""),
                    person.photos(),
                    person.faces(),
                    PersonFormatter.confidence(person),
                    PersonFormatter.coverOf(person));
        }
        table.print(console, "");
    }
}
