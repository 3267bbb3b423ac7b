package dev.likeness.cli;

import dev.likeness.engine.Engine;
import dev.likeness.engine.PersonSummary;
import dev.likeness.face.IdentityId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "people",
        description = {"List the people of a gallery, most photos first.", ""},
        subcommands = PeopleCommand.Name.class)
final class PeopleCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    PeopleCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        try (Engine engine = global.engine()) {
            List<PersonSummary> people = engine.people(global.gallery());
            global.answer(people, () -> print(people));
            if (people.isEmpty()) {
                global.console().note("Nobody yet: likeness cluster groups the faces into people.");
            }
            return 0;
        }
    }

    private void print(List<PersonSummary> people) {
        TextTable table = TextTable.of("person", "photos", "faces", "cover");
        for (PersonSummary person : people) {
            table.row(
                    TextTable.person(person.identity(), person.name()),
                    person.photos(),
                    person.faces(),
                    person.coverPath() == null ? person.cover() : person.coverPath());
        }
        table.print(global.console(), "");
    }

    @Command(
            name = "name",
            description = {"Say who a person is.", ""})
    static final class Name implements Callable<Integer> {
        @Mixin
        private final GlobalOptions global;

        @Parameters(
                index = "0",
                paramLabel = "PERSON",
                description = "The person's number, as likeness people lists it.")
        private String person = "";

        @Parameters(index = "1", paramLabel = "NAME", description = "Their name.")
        private String name = "";

        Name(Console console) {
            this.global = new GlobalOptions(console);
        }

        @Override
        public Integer call() {
            IdentityId identity = IdentityId.parse(person.startsWith("#") ? person.substring(1) : person);
            try (Engine engine = global.engine()) {
                engine.name(global.gallery(), identity, name);
                global.console().note("Person #" + identity + " is " + name);
                return 0;
            }
        }
    }
}
