package dev.likeness.engine.people;

import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.index.FaceTotals;
import dev.likeness.index.GallerySnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/// The people of a gallery who are listed: all who have a face or user data. It is derived of a commit, and so is
/// each order, once somebody asks for it.
final class RankedPeople {
    private final List<ListedPerson> all = new ArrayList<>();
    private final Map<Ranking, List<ListedPerson>> rankings = new ConcurrentHashMap<>();

    private record Ranking(PeopleOrder order, boolean hidden) {}

    private RankedPeople(GallerySnapshot snapshot) {
        Map<PersonId, FaceTotals> totals = snapshot.faceTotals();
        for (Person person : snapshot.people()) {
            FaceTotals ofPerson = totals.get(person.id());
            if (ofPerson != null || person.hasUserData()) {
                all.add(new ListedPerson(person, ofPerson));
            }
        }
    }

    /// The listed people in an order.
    ///
    /// @param hidden whether to include hidden people
    static List<ListedPerson> of(GallerySnapshot snapshot, PeopleOrder order, boolean hidden) {
        return snapshot.derived(RankedPeople.class, () -> new RankedPeople(snapshot))
                .ranked(snapshot, new Ranking(order, hidden));
    }

    private List<ListedPerson> ranked(GallerySnapshot snapshot, Ranking ranking) {
        return rankings.computeIfAbsent(ranking, _ -> {
            List<ListedPerson> people = all.stream()
                    .filter(person -> ranking.hidden || !person.person().hidden())
                    .toList();
            return switch (ranking.order) {
                case PHOTOS -> mostFirst(people, ListedPerson::photos);
                case FACES -> mostFirst(people, ListedPerson::faces);
                case RECENCY, CONFIDENCE, NAME -> sorted(snapshot, people, ranking.order);
            };
        });
    }

    /// Sorts numbers in place of people: in a large gallery this is the first page that is read after each edit.
    ///
    /// @param people by number
    private static List<ListedPerson> mostFirst(List<ListedPerson> people, ToIntFunction<ListedPerson> count) {
        long[] keys = new long[people.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = (long) -count.applyAsInt(people.get(i)) << Integer.SIZE | i;
        }
        Arrays.sort(keys);
        List<ListedPerson> sorted = new ArrayList<>(keys.length);
        for (long key : keys) {
            sorted.add(people.get((int) key));
        }
        return Collections.unmodifiableList(sorted);
    }

    private static List<ListedPerson> sorted(GallerySnapshot snapshot, List<ListedPerson> people, PeopleOrder order) {
        CurrentProfiles profiles = CurrentProfiles.of(snapshot, order == PeopleOrder.CONFIDENCE ? people : List.of());
        return people.stream()
                .sorted(order.comparator(person ->
                        profiles.of(person).map(PersonProfile::confidence).orElse(null)))
                .toList();
    }
}
