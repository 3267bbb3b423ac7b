package dev.likeness.engine.people;

import java.util.Comparator;

/// In which order people are listed; who comes level is ordered by number.
public enum PeopleOrder {
    /// Who is in the most photos first.
    PHOTOS,
    /// Who has the most faces first.
    FACES,
    /// Who was photographed last first; those without a time at the end.
    RECENCY,
    /// Whose faces agree least first: they may be several people. Those with one face at the end.
    CONFIDENCE,
    /// By name, without regard to case; those without one at the end.
    NAME;

    Comparator<PersonListItem> comparator() {
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
