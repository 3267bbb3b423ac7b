package dev.likeness.api.compat;

import dev.likeness.engine.people.People;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One text to identify a person in APIs that have no numbers: the name, or `person:` and the number of an
/// unnamed person.
public final class PersonLabel {
    private static final String UNNAMED_PREFIX = "person:";

    private PersonLabel() {}

    public static String of(PersonId id, @Nullable String name) {
        return name == null ? UNNAMED_PREFIX + id : name;
    }

    /// The person with this label. Names take precedence; a named person cannot be found by number.
    public static Optional<Person> find(People people, String label) {
        Optional<Person> named = people.named(label);
        String number = label.startsWith(UNNAMED_PREFIX) ? label.substring(UNNAMED_PREFIX.length()) : "";
        return named.isPresent() || !number.matches("[1-9][0-9]{0,17}")
                ? named
                : people.find(PersonId.parse(number)).filter(person -> person.name() == null);
    }
}
