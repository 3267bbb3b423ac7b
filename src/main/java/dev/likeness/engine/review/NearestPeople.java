package dev.likeness.engine.review;

import dev.likeness.face.PersonId;
import dev.likeness.face.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The named people who resemble each subject most, without those who are excluded for it. An update compares only
/// what has changed, and finds what comparing everything would find.
///
/// @param <K> what identifies a subject
final class NearestPeople<K> {
    private static final int KEPT = 6;
    private static final Comparator<Near> BY_COSINE =
            Comparator.comparingDouble((Near near) -> -near.cosine).thenComparing(Near::person);

    private Map<PersonId, Template> people = Map.of();
    private Map<K, Subject> subjects = Map.of();

    /// A person near a subject.
    record Near(PersonId person, float cosine) {}

    private record Subject(Template template, Set<PersonId> excluded, List<Near> nearest) {
        /// The nearest people who are still the same; empty if one is missing in whose place another may belong.
        Optional<List<Near>> without(Set<PersonId> stale) {
            List<Near> kept = new ArrayList<>(nearest);
            kept.removeIf(near -> stale.contains(near.person));
            return nearest.size() == KEPT && kept.size() < KEPT ? Optional.empty() : Optional.of(kept);
        }
    }

    /// Updates the subjects and the people to compare them with.
    ///
    /// @param excluded the people who are no answer for a subject
    @SuppressWarnings(
            "ReferenceEquality") // an unchanged template is the same object; comparing vectors would cost more
    void update(Map<K, Template> newSubjects, Map<PersonId, Template> newPeople, Function<K, Set<PersonId>> excluded) {
        Set<PersonId> stale = new HashSet<>();
        people.forEach((person, template) -> {
            if (newPeople.get(person) != template) {
                stale.add(person);
            }
        });
        Map<PersonId, Template> changed = new HashMap<>();
        newPeople.forEach((person, template) -> {
            if (people.get(person) != template) {
                changed.put(person, template);
            }
        });
        Map<K, Subject> updated = new HashMap<>();
        Compared all = Compared.of(newPeople);
        Compared onlyChanged = Compared.of(changed);
        List<Map.Entry<K, Template>> entries = List.copyOf(newSubjects.entrySet());
        List<Subject> made = entries.parallelStream()
                .map(entry -> {
                    Subject before = subjects.get(entry.getKey());
                    Set<PersonId> not = excluded.apply(entry.getKey());
                    List<Near> kept =
                            before != null && before.template == entry.getValue() && before.excluded.equals(not)
                                    ? before.without(stale).orElse(null)
                                    : null;
                    return kept == null
                            ? subject(entry.getKey(), entry.getValue(), not, new ArrayList<>(), all)
                            : subject(entry.getKey(), entry.getValue(), not, kept, onlyChanged);
                })
                .toList();
        for (int i = 0; i < made.size(); i++) {
            updated.put(entries.get(i).getKey(), made.get(i));
        }
        subjects = updated;
        people = Map.copyOf(newPeople);
    }

    /// People to compare with, in the order of their numbers.
    private record Compared(List<PersonId> people, List<Template> templates) {
        static Compared of(Map<PersonId, Template> people) {
            List<PersonId> ids = people.keySet().stream().sorted().toList();
            List<Template> templates = new ArrayList<>();
            ids.forEach(id -> templates.add(Objects.requireNonNull(people.get(id))));
            return new Compared(ids, templates);
        }
    }

    /// @param nearest those already known, at most [#KEPT]; nearer ones among the compared take their places
    private Subject subject(K key, Template template, Set<PersonId> excluded, List<Near> nearest, Compared compared) {
        nearest.sort(BY_COSINE);
        for (int i = 0; i < compared.people.size(); i++) {
            float cosine = template.cosine(compared.templates.get(i));
            if (nearest.size() == KEPT && cosine < nearest.getLast().cosine) {
                continue;
            }
            PersonId person = compared.people.get(i);
            if (!person.equals(key) && !excluded.contains(person)) {
                nearest.add(new Near(person, cosine));
                nearest.sort(BY_COSINE);
                if (nearest.size() > KEPT) {
                    nearest.removeLast();
                }
            }
        }
        return new Subject(template, Set.copyOf(excluded), List.copyOf(nearest));
    }

    /// The people nearest to a subject, nearest first.
    List<Near> of(K subject) {
        Subject found = subjects.get(subject);
        return found == null ? List.of() : found.nearest;
    }
}
