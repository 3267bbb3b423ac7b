package dev.likeness.face;

/// The id of a person: a positive number that is never reused within a gallery. It is a number and not a
/// string because it is the one face attribute that Lucene must update in place.
public record PersonId(long value) implements Comparable<PersonId> {

    /// Checks the number.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if `value` is not positive
    public PersonId {
        if (value < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "person id must be at least 1, got: " + value);
        }
    }

    /// Parses the output of [#toString()].
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the text is not a positive whole number
    public static PersonId parse(String text) {
        try {
            return new PersonId(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "person id must be a positive whole number, got: " + text, e);
        }
    }

    @Override
    public int compareTo(PersonId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
