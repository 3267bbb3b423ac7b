package dev.likeness.engine.exchange;

import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonName;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Finds which people of a gallery the people of a file are. Each is one person at most, so that several
/// people of one name stay apart: those who share the most faces belong together.
final class PeopleMatching {
    private final GallerySnapshot snapshot;
    private final Function<PeopleFile.Place, Optional<FaceId>> faces;
    private final Map<Integer, PersonId> matches = new HashMap<>();
    private final Set<PersonId> taken = new HashSet<>();

    /// @param faces the gallery's face at a place of the file
    PeopleMatching(GallerySnapshot snapshot, Function<PeopleFile.Place, Optional<FaceId>> faces) {
        this.snapshot = snapshot;
        this.faces = faces;
    }

    /// A person of the file and one of the gallery who have faces in common.
    ///
    /// @param index position in the file
    private record Pair(int index, PersonId person, int faces) {
        static final Comparator<Pair> ORDER = Comparator.comparingInt(Pair::faces)
                .reversed()
                .thenComparingInt(Pair::index)
                .thenComparing(Pair::person);
    }

    /// The gallery's person for people of the file, by their positions. An external id counts before a name,
    /// which
    /// counts before faces; without a name, it is the unnamed person with more than half of the faces.
    Map<Integer, PersonId> of(List<PeopleFile.Person> people) {
        matchExternalIds(people);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            addPairs(i, people.get(i), pairs);
        }
        pairs.stream().sorted(Pair.ORDER).forEach(pair -> match(pair.index(), pair.person()));
        for (int i = 0; i < people.size(); i++) {
            String name = people.get(i).name();
            if (name != null) {
                int index = i;
                Stream.concat(snapshot.personNamed(name).stream(), snapshot.peopleNamed(name).stream())
                        .filter(person -> fits(people.get(index), person))
                        .forEach(person -> match(index, person.id()));
            }
        }
        return matches;
    }

    private void matchExternalIds(List<PeopleFile.Person> people) {
        Map<String, PersonId> known = new HashMap<>();
        snapshot.people().forEach(person -> {
            if (person.externalId() != null) {
                known.put(person.externalId(), person.id());
            }
        });
        for (int i = 0; i < people.size(); i++) {
            PersonId person = known.get(String.valueOf(people.get(i).externalId()));
            if (person != null) {
                match(i, person);
            }
        }
    }

    /// Whether their external ids do not say that they are two.
    private static boolean fits(PeopleFile.Person ofFile, Person ofGallery) {
        return ofFile.externalId() == null
                || ofGallery.externalId() == null
                || ofFile.externalId().equals(ofGallery.externalId());
    }

    private void match(int index, PersonId person) {
        if (!matches.containsKey(index) && taken.add(person)) {
            matches.put(index, person);
        }
    }

    private void addPairs(int index, PeopleFile.Person person, List<Pair> pairs) {
        Map<PersonId, Integer> votes = new HashMap<>();
        int found = 0;
        for (PeopleFile.Place place : person.faces()) {
            Optional<FaceId> face = faces.apply(place);
            found += face.isPresent() ? 1 : 0;
            face.flatMap(snapshot::face)
                    .map(StoredFace::person)
                    .ifPresent(holder -> votes.merge(holder, 1, Integer::sum));
        }
        for (Map.Entry<PersonId, Integer> vote : votes.entrySet()) {
            Optional<Person> ofGallery = snapshot.person(vote.getKey());
            if (ofGallery.isPresent() && !fits(person, ofGallery.get())) {
                continue;
            }
            String name = ofGallery.map(Person::name).orElse(null);
            boolean fits = person.name() == null
                    ? name == null && vote.getValue() * 2 > found
                    : name != null && PersonName.folded(name).equals(PersonName.folded(person.name()));
            if (fits) {
                pairs.add(new Pair(index, vote.getKey(), vote.getValue()));
            }
        }
    }
}
