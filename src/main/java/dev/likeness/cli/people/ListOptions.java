package dev.likeness.cli.people;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.Engine;
import dev.likeness.engine.people.PeopleOrder;
import dev.likeness.engine.people.PersonListItem;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of `people` and `people list`, and the table that both print.
final class ListOptions {
    @Option(
            names = "--sort",
            paramLabel = "WORD",
            defaultValue = "photos",
            description = "Sort by photos (default), faces, recency, name or confidence (lowest first).")
    private PeopleOrder order = PeopleOrder.PHOTOS;

    @Option(names = "--hidden", description = "Include hidden people.")
    private boolean hidden;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the people's faces to one HTML file.")
    private @Nullable Path html;

    int print(GlobalOptions global) {
        try (Engine engine = global.engine()) {
            List<PersonListItem> people = engine.people(global.gallery()).list(order, hidden);
            if (html != null) {
                PeopleWall.write(html, global.gallery(), people, engine.contents(global.gallery())::crop);
                global.console().note("Wrote %s to %s".formatted(Counted.people(people.size()), html));
            }
            if (html == null || global.json()) {
                global.printResult(people, () -> print(global.console(), people));
            }
            if (people.isEmpty()) {
                global.console().note("No people yet: run likeness cluster.");
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
