package dev.likeness.engine.people;

import dev.likeness.engine.people.EnrolmentResult.EnrolledPhoto;
import dev.likeness.engine.people.EnrolmentResult.Status;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonName;
import dev.likeness.face.PhotoId;
import dev.likeness.face.UserAction;
import dev.likeness.index.StoredFace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Enrols people: assigns the face of each named photo to the person of that name, who is added if there is
/// none. All
/// photos of one call are one edit, which can be undone. A photo that names nobody, because it has no face or
/// several,
/// is reported and does not keep the others from being enrolled.
public final class Enrolment {
    /// A face is clearly the largest of its photo if its box has this many times the area of the next one.
    private static final float CLEARLY_LARGER = 2;

    private final EditRunner runner;

    Enrolment(EditRunner runner) {
        this.runner = runner;
    }

    /// A photo of the gallery and the name of the person whom it shows.
    public record NamedPhoto(PhotoId photo, String name) {}

    /// What happens to a face about which a user stated something else.
    public enum OnConflict {
        /// It stays as it is, and is reported.
        KEEP,
        /// It becomes the person's.
        MOVE
    }

    /// Enrols the people in some photos. A person is found by the name without regard to capitals and accents.
    /// Of
    /// several faces in a photo, the one that is clearly the largest is meant. Calling this again changes
    /// nothing.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` for a name that nobody can have; then nothing is enrolled
    public EnrolmentResult enrol(List<NamedPhoto> photos, OnConflict onConflict) {
        photos.forEach(photo -> PersonName.of(photo.name()));
        Run[] run = new Run[1];
        EditResult result = runner.run(edit -> {
            run[0] = new Run(edit, onConflict);
            photos.forEach(run[0]::add);
            return run[0].apply();
        });
        return new EnrolmentResult(result.event(), run[0].newPeople, run[0].results);
    }

    /// The enrolment within one edit.
    private static final class Run {
        private final PeopleEdit edit;
        private final OnConflict onConflict;
        private final Map<String, List<Person>> bearers;
        private final List<EnrolledPhoto> results = new ArrayList<>();
        private final List<String> newPeople = new ArrayList<>();
        private final Set<PersonId> added = new HashSet<>();

        /// The people whom this run has enrolled faces for.
        private final Map<PersonId, List<FaceId>> enrolled = new LinkedHashMap<>();

        /// Faces that are moved from another person.
        private final Set<FaceId> moved = new HashSet<>();

        /// The person of each face of this run.
        private final Map<FaceId, PersonId> taken = new HashMap<>();

        Run(PeopleEdit edit, OnConflict onConflict) {
            this.edit = edit;
            this.onConflict = onConflict;
            this.bearers = edit.people().byFoldedName();
        }

        void add(NamedPhoto named) {
            String name = PersonName.of(named.name());
            List<StoredFace> faces = edit.faces().inPhoto(named.photo());
            if (faces.isEmpty()) {
                report(name, Status.NO_FACE, person(name), null, 0, "has no face");
                return;
            }
            List<Person> people = namedLike(name);
            if (people.size() > 1) {
                String text = "several people are called %s: %s"
                        .formatted(
                                name, people.stream().map(one -> "#" + one.id()).toList());
                report(name, Status.CONFLICT, null, null, faces.size(), text);
                return;
            }
            PersonId known = people.isEmpty() ? null : people.getFirst().id();
            Optional<FaceId> before = faces.stream()
                    .map(face -> face.face().id())
                    .filter(face -> known != null && known.equals(confirmedPerson(face)))
                    .findFirst();
            if (before.isPresent()) {
                report(name, Status.UNCHANGED, known, before.get(), faces.size(), null);
                return;
            }
            Optional<FaceId> largest = clearlyLargest(faces);
            if (largest.isEmpty()) {
                String text = "has %d faces, and none is clearly the largest".formatted(faces.size());
                report(name, Status.SEVERAL_FACES, known, null, faces.size(), text);
                return;
            }
            enrol(name, known, largest.get(), faces.size());
        }

        private void enrol(String name, @Nullable PersonId known, FaceId face, int facesInPhoto) {
            Optional<String> conflict = conflict(face, known);
            boolean isTaken = taken.containsKey(face);
            if (conflict.isPresent() && (isTaken || onConflict == OnConflict.KEEP)) {
                report(name, Status.CONFLICT, known, face, facesInPhoto, conflict.get());
                return;
            }
            PersonId person = known == null ? addPerson(name) : known;
            if (conflict.isPresent()) {
                moved.add(face);
            }
            taken.put(face, person);
            enrolled.computeIfAbsent(person, _ -> new ArrayList<>()).add(face);
            report(name, Status.ENROLLED, person, face, facesInPhoto, null);
        }

        private PersonId addPerson(String name) {
            PersonId person = edit.addPerson(name);
            bearers.computeIfAbsent(PersonName.folded(name), _ -> new ArrayList<>())
                    .add(edit.people().require(person));
            added.add(person);
            newPeople.add(name);
            return person;
        }

        /// What a user stated about a face that keeps it from being this person.
        private Optional<String> conflict(FaceId face, @Nullable PersonId person) {
            PersonId confirmed = confirmedPerson(face);
            if (confirmed != null && !confirmed.equals(person)) {
                return Optional.of("its face is %s, as a user stated".formatted(edit.label(confirmed)));
            }
            return person != null && edit.assertions().rejection(face, person).isPresent()
                    ? Optional.of("its face is not %s, as a user stated".formatted(edit.label(person)))
                    : Optional.empty();
        }

        private @Nullable PersonId confirmedPerson(FaceId face) {
            PersonId now = taken.get(face);
            return now != null
                    ? now
                    : edit.assertions()
                            .confirmation(face)
                            .map(assertion -> assertion.person())
                            .orElse(null);
        }

        private @Nullable PersonId person(String name) {
            List<Person> people = namedLike(name);
            return people.size() == 1 ? people.getFirst().id() : null;
        }

        /// The people with this name: those with its spelling, else those whose name differs in capitals and
        /// accents.
        private List<Person> namedLike(String name) {
            List<Person> all = bearers.getOrDefault(PersonName.folded(name), List.of());
            List<Person> exact =
                    all.stream().filter(person -> name.equals(person.name())).toList();
            return exact.isEmpty() ? all : exact;
        }

        private void report(
                String name,
                Status status,
                @Nullable PersonId person,
                @Nullable FaceId face,
                int facesInPhoto,
                @Nullable String detail) {
            results.add(new EnrolledPhoto(name, status, person, face, facesInPhoto, detail));
        }

        /// Makes the changes, and returns the user action that they amount to.
        UserAction apply() {
            int count = 0;
            for (Map.Entry<PersonId, List<FaceId>> one : enrolled.entrySet()) {
                PersonId person = one.getKey();
                edit.reassignAll(one.getValue().stream().filter(moved::contains).toList(), person);
                // The people that the faces leave may be the same person, whose faces no user has named yet.
                List<FaceId> others = one.getValue().stream()
                        .filter(face -> !moved.contains(face))
                        .toList();
                edit.confirmAll(others, person, false);
                count += one.getValue().size();
            }
            if (enrolled.size() != 1) {
                return new UserAction.Imported("photos with names", count, enrolled.size());
            }
            PersonId person = enrolled.keySet().iterator().next();
            List<FaceId> faces = taken.keySet().stream().sorted().toList();
            return added.contains(person)
                    ? new UserAction.Split(faces, person, newPeople.getFirst())
                    : new UserAction.Confirmed(faces, person);
        }
    }

    private static Optional<FaceId> clearlyLargest(List<StoredFace> faces) {
        List<StoredFace> bySize = faces.stream()
                .sorted(Comparator.comparingDouble(Enrolment::area).reversed())
                .toList();
        boolean clear = bySize.size() == 1 || area(bySize.get(0)) >= CLEARLY_LARGER * area(bySize.get(1));
        return clear ? Optional.of(bySize.getFirst().face().id()) : Optional.empty();
    }

    private static double area(StoredFace face) {
        return face.face().detection().box().area();
    }
}
