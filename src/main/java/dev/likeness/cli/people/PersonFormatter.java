package dev.likeness.cli.people;

import dev.likeness.engine.people.PersonListItem;
import dev.likeness.face.FaceId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Formats the values of a person and of a face for a table.
final class PersonFormatter {
    private PersonFormatter() {}

    static Object faceOf(FaceId face, @Nullable String path) {
        return path == null ? face : path + "#" + face.ordinal();
    }

    static String confidence(PersonListItem person) {
        return person.confidence() == null ? "-" : String.format(Locale.ROOT, "%.2f", person.confidence());
    }

    static Object coverOf(PersonListItem person) {
        if (person.cover() == null) {
            return "-";
        }
        return person.coverPath() == null ? person.cover() : person.coverPath();
    }
}
