package dev.likeness.engine.people;

import java.util.Comparator;

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
    public Comparator<PersonListItem> comparator() {
        Comparator<PersonListItem> order = switch (this) {
            case PHOTOS -> Comparator.comparingInt(PersonListItem::photos).reversed();
            case FACES -> Comparator.comparingInt(PersonListItem::faces).reversed();
            case RECENCY ->
                Comparator.comparing(PersonListItem::lastSeen, Comparator.nullsLast(Comparator.reverseOrder()));
            case CONFIDENCE ->
                Comparator.comparing(PersonListItem::confidence, Comparator.nullsLast(Comparator.naturalOrder()));
            case NAME ->
                Comparator.comparing(PersonListItem::name, Comparator.nullsLast(String.CASE_INSENSITIVE_ORDER));
        };
        return order.thenComparing(PersonListItem::person);
    }
}
