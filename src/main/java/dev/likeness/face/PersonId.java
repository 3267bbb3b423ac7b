package dev.likeness.face;

/// A person as the gallery knows them: a positive number, never used twice within a gallery.
/// A number and not a string because it is the one face attribute Lucene must update in place.
public record PersonId(long value) implements Comparable<PersonId> {

    /// @throws LikenessException `INVALID_ARGUMENT` if `value` is not positive
    public PersonId {
        if (value < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "identity id must be at least 1, got: " + value);
        }
    }

    /// The reverse of [#toString()].
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the text is not a positive whole number
    public static PersonId parse(String text) {
        try {
            return new PersonId(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT, "identity id must be a positive whole number, got: " + text, e);
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
