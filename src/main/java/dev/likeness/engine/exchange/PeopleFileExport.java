package dev.likeness.engine.exchange;

import dev.likeness.engine.people.UserAssertions;
import dev.likeness.face.Box;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.index.StoredPhoto;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Creates a people file of all people, or only of those with user data.
final class PeopleFileExport {
    private final GallerySnapshot snapshot;
    private final UserAssertions assertions;

    PeopleFileExport(GallerySnapshot snapshot) {
        this.snapshot = snapshot;
        this.assertions = UserAssertions.of(snapshot);
    }

    /// @param all whether to include people without user data
    PeopleFile of(String gallery, boolean all) {
        Map<PersonId, Integer> numbers = new HashMap<>();
        List<PeopleFile.Person> people = new ArrayList<>();
        for (Person identity : snapshot.people()) {
            PeopleFile.Person person = person(people.size() + 1, identity);
            if (all || hasUserData(person) || isMarkedDifferent(identity.id())) {
                people.add(person);
                numbers.put(identity.id(), person.number());
            }
        }
        List<List<Integer>> different = assertions.different().stream()
                .map(pair -> Stream.of(numbers.get(pair.one()), numbers.get(pair.other()))
                        .filter(Objects::nonNull)
                        .sorted()
                        .toList())
                .filter(pair -> pair.size() == 2)
                .sorted(Comparator.<List<Integer>>comparingInt(List::getFirst).thenComparingInt(List::getLast))
                .toList();
        return new PeopleFile(
                PeopleFile.FORMAT,
                PeopleFile.VERSION,
                gallery,
                people,
                places(
                        assertions.notFaces().stream()
                                .filter(face -> !face.isDrawn())
                                .toList(),
                        false),
                different,
                places(drawnFaces(), false));
    }

    /// Drawn faces, without those that were taken back.
    private List<FaceId> drawnFaces() {
        List<FaceId> drawn = new ArrayList<>();
        snapshot.scanFaces(face -> {
            FaceId id = face.face();
            if (id.isDrawn()) {
                drawn.add(id);
            }
        });
        return drawn;
    }

    private PeopleFile.Person person(int number, Person person) {
        LocalDate birthDate = person.birthDate();
        List<FaceId> faces = snapshot.facesOf(person.id()).stream()
                .map(face -> face.face().id())
                .toList();
        return new PeopleFile.Person(
                number,
                person.name(),
                birthDate == null ? null : birthDate.toString(),
                person.externalId(),
                person.hidden(),
                Optional.ofNullable(person.cover())
                        .flatMap(cover -> place(cover, null))
                        .orElse(null),
                places(faces, true),
                places(assertions.rejectedOf(person.id()), false));
    }

    private static boolean hasUserData(PeopleFile.Person person) {
        return person.name() != null
                || person.birthDate() != null
                || person.externalId() != null
                || person.hidden()
                || person.cover() != null
                || !person.notTheirs().isEmpty()
                || person.faces().stream().anyMatch(face -> Boolean.TRUE.equals(face.confirmed()));
    }

    private boolean isMarkedDifferent(PersonId person) {
        return assertions.different().stream()
                .anyMatch(pair -> pair.one().equals(person) || pair.other().equals(person));
    }

    private List<PeopleFile.Place> places(Collection<FaceId> faces, boolean theirs) {
        return faces.stream()
                .sorted()
                .flatMap(face -> place(face, theirs ? assertions.confirmed(face).isPresent() : null).stream())
                .toList();
    }

    private Optional<PeopleFile.Place> place(FaceId id, @Nullable Boolean confirmed) {
        Optional<StoredFace> face = snapshot.face(id);
        Optional<StoredPhoto> photo = snapshot.photo(id.photo());
        if (face.isEmpty() || photo.isEmpty()) {
            return Optional.empty();
        }
        Box box = face.get().face().detection().box();
        float width = photo.get().width();
        float height = photo.get().height();
        return Optional.of(new PeopleFile.Place(
                id.photo().sha256(),
                List.copyOf(photo.get().paths().keySet()),
                List.of(box.left() / width, box.top() / height, box.right() / width, box.bottom() / height),
                confirmed));
    }
}
