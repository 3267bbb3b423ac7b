package dev.likeness.face;

import java.time.LocalDate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A person of the gallery: an id, and what users entered about the person as a whole.
///
/// @param name the person's name; null for an unnamed person
/// @param hidden whether lists and searches omit the person
/// @param cover the cover face that a user chose; null to use the best face
/// @param birthDate the person's date of birth; null if unknown
/// @param confirmed whether a user asserted that the person's faces belong together, as a merge does
/// @param externalId the person's id in another system, unique in the gallery; null if there is none
public record Person(
        PersonId id,
        @Nullable String name,
        boolean hidden,
        @Nullable FaceId cover,
        @Nullable LocalDate birthDate,
        boolean confirmed,
        @Nullable String externalId) {
    private static final Pattern EXTERNAL_ID = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9_.:@-]{1,128}");
    private static final LocalDate FIRST_BIRTH_DATE = LocalDate.of(1800, 1, 1);

    /// Checks the name.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the name is blank; an unnamed person has a null name
    public Person {
        if (name != null && name.isBlank()) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "a name must not be blank, got: \"" + name + "\"");
        }
    }

    /// Checks a date of birth that is about to be given to a person. Photos show nobody who was born before
    /// 1800; an earlier date is a slip, such as a year of two digits.
    ///
    /// @param today in UTC; somewhere it may be tomorrow already
    /// @throws LikenessException `INVALID_ARGUMENT` for a date before 1800 or after tomorrow
    public static void requireUsableBirthDate(@Nullable LocalDate date, LocalDate today) {
        if (date != null && !isUsableBirthDate(date, today)) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a birth date must be from %s to %s, got: %s".formatted(FIRST_BIRTH_DATE, today.plusDays(1), date));
        }
    }

    /// Checks an external id that is about to be given to a person. It stands in paths as it is.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` unless it has 1 to 128 letters, digits and `_.:@-`
    public static void requireUsableExternalId(String externalId) {
        if (!EXTERNAL_ID.matcher(externalId).matches()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "an external id must have 1 to 128 letters of a to z, digits and any of _.:@-, got: " + externalId);
        }
    }

    /// Whether somebody in a photo may be born on this day.
    ///
    /// @param today in UTC
    public static boolean isUsableBirthDate(LocalDate date, LocalDate today) {
        return !date.isBefore(FIRST_BIRTH_DATE) && !date.isAfter(today.plusDays(1));
    }

    /// Creates a person with at most a name and no other user data.
    public Person(PersonId id, @Nullable String name) {
        this(id, name, false, null, null, false, null);
    }

    /// Whether a user entered anything about this person as a whole. The faces of such a person stay with the
    /// person until a user changes them; no algorithm removes one.
    public boolean hasUserData() {
        return name != null || hidden || cover != null || birthDate != null || confirmed || externalId != null;
    }

    public Person withName(@Nullable String newName) {
        return new Person(id, newName, hidden, cover, birthDate, confirmed, externalId);
    }

    public Person withHidden(boolean nowHidden) {
        return new Person(id, name, nowHidden, cover, birthDate, confirmed, externalId);
    }

    public Person withCover(@Nullable FaceId newCover) {
        return new Person(id, name, hidden, newCover, birthDate, confirmed, externalId);
    }

    public Person withBirthDate(@Nullable LocalDate date) {
        return new Person(id, name, hidden, cover, date, confirmed, externalId);
    }

    public Person withExternalId(@Nullable String newExternalId) {
        return new Person(id, name, hidden, cover, birthDate, confirmed, newExternalId);
    }
}
