package dev.likeness.engine.people;

import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonName;
import dev.likeness.index.Changes;
import dev.likeness.index.GallerySnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The people of a gallery as they will be after one edit. Only the people that the edit refers to are read
/// from the snapshot.
final class EditedPeople {
    private final String gallery;
    private final GallerySnapshot snapshot;
    private final Map<PersonId, Optional<Person>> before = new HashMap<>();
    private final Map<PersonId, Optional<Person>> now = new TreeMap<>();

    EditedPeople(String gallery, GallerySnapshot snapshot) {
        this.gallery = gallery;
        this.snapshot = snapshot;
    }

    Optional<Person> find(PersonId id) {
        return now.getOrDefault(id, before(id));
    }

    /// The person as the gallery had it before the edit.
    Optional<Person> before(PersonId id) {
        return before.computeIfAbsent(id, snapshot::person);
    }

    boolean has(PersonId id) {
        return find(id).isPresent();
    }

    /// @throws LikenessException `NOT_FOUND`
    Person require(PersonId id) {
        return find(id).orElseThrow(() ->
                new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no person %s".formatted(gallery, id)));
    }

    /// The people with exactly this name, ordered by id.
    List<Person> named(String name) {
        Map<PersonId, Person> found = new TreeMap<>();
        snapshot.peopleNamed(name).forEach(person -> found.put(person.id(), person));
        now.forEach((id, person) -> {
            found.remove(id);
            person.filter(edited -> name.equals(edited.name())).ifPresent(edited -> found.put(id, edited));
        });
        return List.copyOf(found.values());
    }

    /// The people whose name differs from this one at most in capitals, accents, spaces around it and in how
    /// Unicode composes it: those with exactly this name first, then by id. Reads all people.
    List<Person> namedLike(String name) {
        String wanted = PersonName.folded(name);
        Map<PersonId, Person> found = new TreeMap<>();
        snapshot.people().forEach(person -> found.put(person.id(), person));
        now.forEach((id, person) -> {
            found.remove(id);
            person.ifPresent(edited -> found.put(id, edited));
        });
        return found.values().stream()
                .filter(person -> person.name() != null && wanted.equals(PersonName.folded(person.name())))
                .sorted(Comparator.comparing(person -> !name.equals(person.name())))
                .toList();
    }

    /// The people with names by [PersonName#folded]. Reads all people.
    Map<String, List<Person>> byFoldedName() {
        Map<PersonId, Person> all = new TreeMap<>();
        snapshot.people().forEach(person -> all.put(person.id(), person));
        now.forEach((id, person) -> {
            all.remove(id);
            person.ifPresent(edited -> all.put(id, edited));
        });
        Map<String, List<Person>> found = new HashMap<>();
        all.values().forEach(person -> {
            String name = person.name();
            if (name != null) {
                found.computeIfAbsent(PersonName.folded(name), _ -> new ArrayList<>())
                        .add(person);
            }
        });
        return found;
    }

    /// The person with this external id. Reads all people.
    Optional<Person> withExternalId(String externalId) {
        Optional<Person> edited = now.values().stream()
                .flatMap(Optional::stream)
                .filter(person -> externalId.equals(person.externalId()))
                .findFirst();
        return edited.or(() -> snapshot.people().stream()
                .filter(person -> externalId.equals(person.externalId()) && !now.containsKey(person.id()))
                .findFirst());
    }

    /// The external ids of the people before the edit. Reads all people.
    Set<String> externalIds() {
        Set<String> ids = new HashSet<>();
        snapshot.people().forEach(person -> {
            String externalId = person.externalId();
            if (externalId != null) {
                ids.add(externalId);
            }
        });
        return ids;
    }

    void put(Person person) {
        now.put(person.id(), Optional.of(person));
    }

    void remove(PersonId id) {
        now.put(id, Optional.empty());
    }

    List<Changes.OfPerson> changes() {
        List<Changes.OfPerson> changes = new ArrayList<>();
        now.forEach((id, person) -> {
            if (!before(id).equals(person)) {
                changes.add(new Changes.OfPerson(id, before(id).orElse(null), person.orElse(null)));
            }
        });
        return changes;
    }
}
