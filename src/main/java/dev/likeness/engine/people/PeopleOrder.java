package dev.likeness.engine.people;

import java.util.Comparator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The order in which people are listed; ties are ordered by number.
public enum PeopleOrder {
    /// By number of photos, descending.
    PHOTOS,
    /// By number of faces, descending.
    FACES,
    /// By the capture time of the latest photo, descending; people without a time come last.
    RECENCY,
    /// By confidence, ascending: the faces of low-confidence people may belong to several people. People with
    /// one face come last.
    CONFIDENCE,
    /// By name, case-insensitive; unnamed people come last.
    NAME;

    /// Compares people in this order.
    ///
    /// @param confidence the confidence of a person, see [PersonListItem#confidence]; asked for in that order only
    Comparator<ListedPerson> comparator(Function<ListedPerson, @Nullable Float> confidence) {
        Comparator<ListedPerson> order = switch (this) {
            case PHOTOS -> Comparator.comparingInt(ListedPerson::photos).reversed();
            case FACES -> Comparator.comparingInt(ListedPerson::faces).reversed();
            case RECENCY ->
                Comparator.comparing(ListedPerson::lastSeen, Comparator.nullsLast(Comparator.reverseOrder()));
            case CONFIDENCE -> Comparator.comparing(confidence, Comparator.nullsLast(Comparator.naturalOrder()));
            case NAME -> Comparator.comparing(ListedPerson::name, Comparator.nullsLast(String.CASE_INSENSITIVE_ORDER));
        };
        return order.thenComparing(ListedPerson::id);
    }
}
