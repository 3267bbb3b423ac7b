package dev.likeness.cli.people;

import dev.likeness.cli.file.HtmlPage;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.cli.terminal.TextTable;
import dev.likeness.engine.people.PersonListItem;
import dev.likeness.face.FaceId;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// Writes the faces of all people of a gallery to one page.
final class PeopleWall {
    private PeopleWall() {}

    /// @param crops reads the picture of a face, as JPEG
    static void write(Path file, String gallery, List<PersonListItem> people, Function<FaceId, byte[]> crops) {
        HtmlPage.write(file, "People in " + gallery, page -> {
            page.element("p", "dim", Counted.people(people.size()));
            page.start("div", "wall");
            for (PersonListItem person : people) {
                String label = TextTable.person(person.person(), person.name());
                page.start("figure", "");
                if (person.cover() == null) {
                    page.element("div", "no-face", "");
                } else {
                    page.picture(crops.apply(person.cover()), "A face of " + label);
                }
                page.start("figcaption", "").element("strong", label + (person.hidden() ? ", hidden" : ""));
                page.element("div", "dim small", Counted.photos(person.photos()));
                page.end("figcaption").end("figure");
            }
            page.end("div");
        });
    }
}
