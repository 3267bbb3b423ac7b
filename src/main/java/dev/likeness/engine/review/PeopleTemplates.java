package dev.likeness.engine.review;

import dev.likeness.face.PersonId;
import dev.likeness.face.Template;
import dev.likeness.face.UnitVector;
import dev.likeness.index.FaceTotals;
import dev.likeness.index.GallerySnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The templates of people, read once as long as their faces stay the same. Those of all people are read only when a
/// question is shown; to find and order the questions, those of named people are enough.
final class PeopleTemplates {
    /// A template as its direction, since most are only compared. The whole one is made when it is asked for.
    private static final class Kept {
        private final float[] direction;
        private final FaceTotals totals;
        private @Nullable Template whole;

        Kept(Template template, FaceTotals totals) {
            this.direction = template.direction().toArray();
            this.totals = totals;
        }

        Template whole() {
            if (whole == null) {
                whole = new Template(UnitVector.of(direction), totals.maxMagnitude(), totals.faces());
            }
            return whole;
        }
    }

    private final Map<PersonId, FaceTotals> people;
    private final Map<PersonId, Kept> known = new HashMap<>();

    /// All people in the order of their numbers, with their directions; empty until they are needed.
    private List<PersonId> everybody = List.of();

    private List<float[]> directions = List.of();

    /// @param people who may be asked for, with their faces
    /// @param before templates of an earlier state of the gallery
    PeopleTemplates(Map<PersonId, FaceTotals> people, @Nullable PeopleTemplates before) {
        this.people = people;
        if (before != null) {
            people.forEach((person, totals) -> {
                Kept kept = before.known.get(person);
                if (kept != null && kept.totals.facesFingerprint() == totals.facesFingerprint()) {
                    known.put(person, kept);
                }
            });
        }
    }

    /// Reads the templates of these people, unless they are known.
    void read(GallerySnapshot snapshot, Predicate<PersonId> wanted) {
        snapshot.forEachTemplate(
                person -> people.containsKey(person) && !known.containsKey(person) && wanted.test(person),
                (person, template) ->
                        known.put(person, new Kept(template, Objects.requireNonNull(people.get(person)))));
    }

    /// Reads the templates of all people, unless they are known.
    void readAll(GallerySnapshot snapshot) {
        if (everybody.size() < people.size()) {
            read(snapshot, _ -> true);
            everybody = people.keySet().stream().sorted().toList();
            List<float[]> all = new ArrayList<>();
            everybody.forEach(person -> all.add(known(person).direction));
            directions = all;
        }
    }

    /// After [#readAll], all people in the order of their numbers.
    List<PersonId> everybody() {
        return everybody;
    }

    /// After [#readAll], the directions of the templates of [#everybody].
    List<float[]> directions() {
        return directions;
    }

    /// The template of a person whose template was read. It is the same object as long as it is the same.
    Template of(PersonId person) {
        return known(person).whole();
    }

    private Kept known(PersonId person) {
        return Objects.requireNonNull(known.get(person));
    }
}
