package dev.likeness.face;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// A person of the gallery: an id, and what users have said of the person as a whole.
///
/// @param name what they are called; null until somebody has said it
/// @param hidden whether lists and searches leave them out
/// @param cover the face a user chose to stand for them; null where the best one does
/// @param birthDate their day of birth; null if nobody has said it
/// @param confirmed whether a user said that their faces belong together, as a merge does
public record Person(
        PersonId id,
        @Nullable String name,
        boolean hidden,
        @Nullable FaceId cover,
        @Nullable LocalDate birthDate,
        boolean confirmed) {

    /// @throws LikenessException `INVALID_ARGUMENT` if the name is blank; an unnamed person has a null
    ///     name
    public Person {
        if (name != null && name.isBlank()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "a name must not be blank, got: \"" + name + "\"");
        }
    }

    /// A person of whom nothing but perhaps the name is known.
    public Person(PersonId id, @Nullable String name) {
        this(id, name, false, null, null, false);
    }

    /// Whether a user has said anything of this person as a whole. The faces of a known person are
    /// theirs until a user says otherwise; no algorithm takes one away.
    public boolean hasUserData() {
        return name != null || hidden || cover != null || birthDate != null || confirmed;
    }

    public Person withName(@Nullable String newName) {
        return new Person(id, newName, hidden, cover, birthDate, confirmed);
    }

    public Person withHidden(boolean nowHidden) {
        return new Person(id, name, nowHidden, cover, birthDate, confirmed);
    }

    public Person withCover(@Nullable FaceId newCover) {
        return new Person(id, name, hidden, newCover, birthDate, confirmed);
    }

    public Person withBirthDate(@Nullable LocalDate date) {
        return new Person(id, name, hidden, cover, date, confirmed);
    }
}
