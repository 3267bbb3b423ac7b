package dev.likeness.engine.review;

import dev.likeness.face.PersonId;
import dev.likeness.face.Template;
import dev.likeness.index.FaceTotals;
import dev.likeness.index.GallerySnapshot;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The templates of people, read once as long as their faces stay the same.
final class PeopleTemplates {
    private record Kept(Template template, long facesFingerprint) {}

    private final Map<PersonId, FaceTotals> people;
    private final Map<PersonId, Kept> known = new HashMap<>();

    /// @param people who may be asked for, with their faces
    /// @param before templates of an earlier state of the gallery
    PeopleTemplates(Map<PersonId, FaceTotals> people, @Nullable PeopleTemplates before) {
        this.people = people;
        if (before != null) {
            people.forEach((person, totals) -> {
                Kept kept = before.known.get(person);
                if (kept != null && kept.facesFingerprint == totals.facesFingerprint()) {
                    known.put(person, kept);
                }
            });
        }
    }

    /// Reads the templates of these people, unless they are known.
    void read(GallerySnapshot snapshot, Collection<PersonId> wanted) {
        Set<PersonId> missing = new HashSet<>();
        for (PersonId person : wanted) {
            if (people.containsKey(person) && !known.containsKey(person)) {
                missing.add(person);
            }
        }
        snapshot.forEachTemplate(missing, (person, template) -> {
            FaceTotals totals = Objects.requireNonNull(people.get(person));
            known.put(person, new Kept(template, totals.facesFingerprint()));
        });
    }

    /// The template of a person whose template was read. It is the same object as long as it is the same.
    Template of(PersonId person) {
        return Objects.requireNonNull(known.get(person)).template;
    }
}
