package dev.likeness.engine.duplicates;

import dev.likeness.face.Assertion;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The people of a gallery who are compared with each other: all who have faces and are not hidden, numbered
/// in the order of their ids. It also holds the evidence about pairs that is not in their templates.
final class ComparedPeople implements DuplicatePairs.ContraryEvidence {
    private final Set<Assertion.DifferentPeople> markedDifferent = new HashSet<>();

    /// Dates of birth that users entered.
    private final Map<PersonId, LocalDate> birthDates = new HashMap<>();

    private final Map<PersonId, String> names = new HashMap<>();
    private final List<PersonId> people = new ArrayList<>();
    private final Map<PersonId, Integer> indices = new HashMap<>();
    private final List<TemplateSum> sums = new ArrayList<>();
    /// Numbers of photos, by the indices of people.
    private final Map<Integer, Integer> photos = new HashMap<>();

    private final Map<IndexPair, List<PhotoId>> sharedPhotos = new HashMap<>();
    private final Map<IndexPair, Integer> rejectedFaces = new HashMap<>();

    /// Two people, the smaller index first.
    private record IndexPair(int first, int second) {
        static IndexPair of(int one, int other) {
            return new IndexPair(Math.min(one, other), Math.max(one, other));
        }
    }

    private ComparedPeople() {}

    /// Reads all faces with their vectors to number the people, and again without vectors for the photos that they
    /// share.
    static ComparedPeople of(GallerySnapshot snapshot) {
        ComparedPeople people = new ComparedPeople();
        people.readTemplates(snapshot);
        people.readAssertions(snapshot);
        people.readSharedPhotos(snapshot);
        return people;
    }

    private void readTemplates(GallerySnapshot snapshot) {
        Set<PersonId> hidden = new HashSet<>();
        for (Person person : snapshot.people()) {
            if (person.hidden()) {
                hidden.add(person.id());
            }
            if (person.birthDate() != null) {
                birthDates.put(person.id(), person.birthDate());
            }
            if (person.name() != null) {
                names.put(person.id(), person.name());
            }
        }
        // Sorted by id, so that the indices and the results are reproducible.
        Map<PersonId, TemplateSum> byId = new TreeMap<>();
        snapshot.forEachFace(face -> {
            PersonId person = face.person();
            if (person != null && !hidden.contains(person)) {
                byId.computeIfAbsent(person, _ -> new TemplateSum())
                        .add(face.face().embedding());
            }
        });
        byId.forEach((person, sum) -> {
            indices.put(person, people.size());
            people.add(person);
            sums.add(sum);
        });
    }

    private void readAssertions(GallerySnapshot snapshot) {
        for (Assertion assertion : snapshot.assertions()) {
            switch (assertion) {
                case Assertion.DifferentPeople(PersonId one, PersonId other, long _) ->
                    markedDifferent.add(Assertion.DifferentPeople.of(one, other, 0));
                case Assertion.Rejected rejected ->
                    snapshot.face(rejected.face()).map(StoredFace::person).ifPresent(person -> {
                        Integer index = indices.get(person);
                        Integer other = indices.get(rejected.person());
                        if (index != null && other != null && !index.equals(other)) {
                            rejectedFaces.merge(IndexPair.of(index, other), 1, Integer::sum);
                        }
                    });
                case Assertion.Assigned _, Assertion.NotAFace _, Assertion.NotACopy _ -> {}
            }
        }
    }

    private void readSharedPhotos(GallerySnapshot snapshot) {
        Map<PhotoId, Set<Integer>> peopleInPhotos = new HashMap<>();
        snapshot.scanFaces(face -> {
            PersonId person = face.person();
            Integer index = person == null ? null : indices.get(person);
            if (index != null) {
                PhotoId photo = face.face().photo();
                Set<Integer> others = peopleInPhotos.computeIfAbsent(photo, _ -> new HashSet<>(2));
                if (others.add(index)) {
                    photos.merge(index, 1, Integer::sum);
                    for (int other : others) {
                        if (other != index) {
                            sharedPhotos
                                    .computeIfAbsent(IndexPair.of(index, other), _ -> new ArrayList<>(1))
                                    .add(photo);
                        }
                    }
                }
            }
        });
    }

    int size() {
        return people.size();
    }

    PersonId id(int index) {
        return people.get(index);
    }

    /// The sum of a person's faces; callers must not modify it.
    TemplateSum sum(int index) {
        return sums.get(index);
    }

    /// The number of a person's faces.
    int faces(int index) {
        return sums.get(index).faces();
    }

    /// The number of photos that show a person.
    int photos(int index) {
        return photos.getOrDefault(index, 0);
    }

    /// The templates to compare, in the order of the indices.
    List<DuplicatePairs.Person> templates() {
        return sums.stream().map(TemplateSum::person).toList();
    }

    @Nullable
    String name(int index) {
        return names.get(people.get(index));
    }

    @Nullable
    LocalDate birthDate(int index) {
        return birthDates.get(people.get(index));
    }

    @Override
    public int sharedPhotos(int first, int second) {
        return photosOfBoth(first, second).size();
    }

    /// Photos that show both people.
    List<PhotoId> photosOfBoth(int first, int second) {
        return sharedPhotos.getOrDefault(IndexPair.of(first, second), List.of());
    }

    /// The number of faces of one person that users rejected for the other.
    int rejectedFaces(int first, int second) {
        return rejectedFaces.getOrDefault(IndexPair.of(first, second), 0);
    }

    /// Whether users marked the two people as different, or entered two dates of birth.
    @Override
    public boolean areDifferent(int first, int second) {
        LocalDate birthDate = birthDate(first);
        LocalDate otherBirthDate = birthDate(second);
        return markedDifferent.contains(Assertion.DifferentPeople.of(id(first), id(second), 0))
                || (birthDate != null && otherBirthDate != null && !birthDate.equals(otherBirthDate));
    }
}
