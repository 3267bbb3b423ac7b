package dev.likeness.engine.people;

import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.index.FaceTotals;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/// What the order of a list needs of a person. A [PersonListItem] has more, which takes longer to read.
///
/// @param totals null without a face
public record ListedPerson(Person person, @Nullable FaceTotals totals) {
    public PersonId id() {
        return person.id();
    }

    public @Nullable String name() {
        return person.name();
    }

    /// The number of the person's faces; 0 if a user named the person and the photos are gone.
    public int faces() {
        return totals == null ? 0 : totals.faces();
    }

    /// The number of photos that show the person.
    public int photos() {
        return totals == null ? 0 : totals.photos();
    }

    /// Capture time of the latest photo, or null if no photo has one.
    public @Nullable LocalDateTime lastSeen() {
        return totals == null ? null : totals.lastSeen();
    }
}
