package dev.likeness.engine.people;

import dev.likeness.engine.people.EnrolmentResult.Candidate;
import dev.likeness.engine.people.EnrolmentResult.EnrolledPhoto;
import dev.likeness.engine.people.EnrolmentResult.Status;
import dev.likeness.face.Detection;
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

/// Enrols people: assigns the face of each photo to the person whom it shows, who is added if there is none.
/// All photos of one call are one edit, which can be undone. A photo that shows nobody, because it has no face
/// or several, is reported and does not keep the others from being enrolled.
public final class Enrolment {
    /// A face is clearly the largest of its photo if its box has this many times the area of the next one.
    private static final float CLEARLY_LARGER = 2;

    private final EditRunner runner;

    Enrolment(EditRunner runner) {
        this.runner = runner;
    }

    /// A photo of the gallery and the name of the person whom it shows.
    public record NamedPhoto(PhotoId photo, String name) {}

    /// The person whom photos show. The person is added with the first face that is enrolled.
    public sealed interface Target {
        /// What the person is called in results.
        String label();

        /// The person of this name, without regard to capitals and accents.
        record Named(String name) implements Target {
            /// @throws LikenessException `INVALID_ARGUMENT` for a name that nobody can have
            public Named {
                name = PersonName.of(name);
            }

            @Override
            public String label() {
                return name;
            }
        }

        /// The person with this id in another system.
        ///
        /// @param name of the person, if they are new; null for none
        record External(String externalId, @Nullable String name) implements Target {
            /// @throws LikenessException `INVALID_ARGUMENT` for a name or an external id that nobody can have
            public External {
                Person.requireUsableExternalId(externalId);
                name = name == null ? null : PersonName.of(name);
            }

            @Override
            public String label() {
                return name == null ? externalId : name;
            }
        }

        /// A person whom the gallery does not have.
        ///
        /// @param sameName whether another person may have the same name, as with an external id
        record NewPerson(@Nullable String name, @Nullable String externalId, boolean sameName) implements Target {
            /// @throws LikenessException `INVALID_ARGUMENT` for a name or an external id that nobody can have
            public NewPerson {
                name = name == null ? null : PersonName.of(name);
                if (externalId != null) {
                    Person.requireUsableExternalId(externalId);
                }
            }

            @Override
            public String label() {
                return name != null ? name : externalId != null ? externalId : "the new person";
            }
        }
    }

    private record ShownPhoto(PhotoId photo, Target target) {}

    /// What happens to a face about which a user stated something else.
    public enum OnConflict {
        /// It stays as it is, and is reported.
        KEEP,
        /// It becomes the person's.
        MOVE
    }

    /// Enrols the people in some photos. A person is found by the name without regard to capitals and accents.
    /// Of several faces in a photo, the one that is clearly the largest is meant. Calling this again changes
    /// nothing.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` for a name that nobody can have; then nothing is enrolled
    public EnrolmentResult enrol(List<NamedPhoto> photos, OnConflict onConflict) {
        return run(
                photos.stream()
                        .map(photo -> new ShownPhoto(photo.photo(), new Target.Named(photo.name())))
                        .toList(),
                onConflict);
    }

    /// Enrols one person with photos of them.
    ///
    /// @throws LikenessException `ALREADY_EXISTS` if a person who must be new is there; then nothing is
    ///     enrolled
    public EnrolmentResult enrol(List<PhotoId> photos, Target target, OnConflict onConflict) {
        return run(photos.stream().map(photo -> new ShownPhoto(photo, target)).toList(), onConflict);
    }

    private EnrolmentResult run(List<ShownPhoto> photos, OnConflict onConflict) {
        Run[] run = new Run[1];
        EditResult result = runner.run(edit -> {
            run[0] = new Run(edit, onConflict);
            photos.forEach(run[0]::add);
            return run[0].apply();
        });
        return new EnrolmentResult(result.event(), run[0].newPeople, run[0].results);
    }

    /// Checks that a person who must be new is not there.
    ///
    /// @throws LikenessException `ALREADY_EXISTS` if a person has the name or the external id
    public void requireNew(Target.NewPerson person) {
        runner.run(edit -> {
            requireNew(person, edit);
            return new UserAction.Imported("photos with names", 0, 0);
        });
    }

    private static void requireNew(Target.NewPerson person, PeopleEdit edit) {
        String externalId = person.externalId();
        String name = person.name();
        if (externalId != null) {
            PersonChanges.requireUnusedExternalId(externalId, null, edit);
        } else if (name != null && !person.sameName()) {
            PeopleEdit.requireUnusedName(edit.people().namedLike(name), _ -> List.of());
        }
    }

    /// Whether one of these detections in a photo is clearly the largest, so that its face can be enrolled.
    public static boolean hasClearlyLargest(List<Detection> detections) {
        List<Double> areas = detections.stream()
                .map(detection -> (double) detection.box().area())
                .sorted(Comparator.reverseOrder())
                .toList();
        return isFirstClearlyLargest(areas);
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

        /// The people whom this run has added, by what the caller said of them.
        private final Map<Target, PersonId> addedFor = new HashMap<>();

        Run(PeopleEdit edit, OnConflict onConflict) {
            this.edit = edit;
            this.onConflict = onConflict;
            this.bearers = edit.people().byFoldedName();
        }

        void add(ShownPhoto shown) {
            Target target = shown.target();
            List<StoredFace> faces = edit.faces().inPhoto(shown.photo());
            List<Person> people = people(target);
            PersonId known = people.size() == 1 ? people.getFirst().id() : null;
            if (faces.isEmpty()) {
                report(target, Status.NO_FACE, known, null, 0, "has no face");
                return;
            }
            if (people.size() > 1) {
                String text = "several people are called %s: %s"
                        .formatted(
                                target.label(),
                                people.stream().map(one -> "#" + one.id()).toList());
                conflict(target, null, null, faces.size(), people, text);
                return;
            }
            Optional<FaceId> before = faces.stream()
                    .map(face -> face.face().id())
                    .filter(face -> known != null && known.equals(confirmedPerson(face)))
                    .findFirst();
            if (before.isPresent()) {
                report(target, Status.UNCHANGED, known, before.get(), faces.size(), null);
                return;
            }
            Optional<FaceId> largest = clearlyLargest(faces);
            if (largest.isEmpty()) {
                String text = "has %d faces, and none is clearly the largest".formatted(faces.size());
                report(target, Status.SEVERAL_FACES, known, null, faces.size(), text);
                return;
            }
            enrol(target, known, largest.get(), faces.size());
        }

        private void enrol(Target target, @Nullable PersonId known, FaceId face, int facesInPhoto) {
            Optional<String> conflict = conflict(face, known);
            boolean isTaken = taken.containsKey(face);
            if (conflict.isPresent() && (isTaken || onConflict == OnConflict.KEEP)) {
                PersonId confirmed = confirmedPerson(face);
                List<Person> holder =
                        confirmed == null ? List.of() : List.of(edit.people().require(confirmed));
                conflict(target, known, face, facesInPhoto, holder, conflict.get());
                return;
            }
            PersonId person = known == null ? addPerson(target) : known;
            if (conflict.isPresent()) {
                moved.add(face);
            }
            taken.put(face, person);
            enrolled.computeIfAbsent(person, _ -> new ArrayList<>()).add(face);
            report(target, Status.ENROLLED, person, face, facesInPhoto, null);
        }

        private PersonId addPerson(Target target) {
            PersonId person = switch (target) {
                case Target.Named(String name) -> addPerson(name, null);
                case Target.External(String externalId, @Nullable String name) -> addPerson(name, externalId);
                case Target.NewPerson made -> {
                    requireNew(made, edit);
                    yield addPerson(made.name(), made.externalId());
                }
            };
            addedFor.put(target, person);
            added.add(person);
            newPeople.add(target.label());
            return person;
        }

        private PersonId addPerson(@Nullable String name, @Nullable String externalId) {
            PersonId person = edit.addPerson(name);
            if (externalId != null) {
                edit.people().put(edit.people().require(person).withExternalId(externalId));
            }
            if (name != null) {
                bearers.computeIfAbsent(PersonName.folded(name), _ -> new ArrayList<>())
                        .add(edit.people().require(person));
            }
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

        /// The people who are meant: several only if they have one name.
        private List<Person> people(Target target) {
            return switch (target) {
                case Target.Named(String name) -> namedLike(name);
                case Target.External(String externalId, @Nullable String _) ->
                    edit.people().withExternalId(externalId).stream().toList();
                case Target.NewPerson _ -> {
                    PersonId person = addedFor.get(target);
                    yield person == null ? List.of() : List.of(edit.people().require(person));
                }
            };
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
                Target target,
                Status status,
                @Nullable PersonId person,
                @Nullable FaceId face,
                int facesInPhoto,
                @Nullable String detail) {
            results.add(new EnrolledPhoto(target.label(), status, person, face, facesInPhoto, List.of(), detail));
        }

        private void conflict(
                Target target,
                @Nullable PersonId person,
                @Nullable FaceId face,
                int facesInPhoto,
                List<Person> candidates,
                String detail) {
            List<Candidate> named = candidates.stream()
                    .map(one -> new Candidate(one.id(), one.name()))
                    .toList();
            results.add(new EnrolledPhoto(target.label(), Status.CONFLICT, person, face, facesInPhoto, named, detail));
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
            if (!added.contains(person)) {
                return new UserAction.Confirmed(faces, person);
            }
            Person made = edit.people().require(person);
            UserAction split = new UserAction.Split(faces, person, made.name());
            String externalId = made.externalId();
            return externalId == null
                    ? split
                    : UserAction.Combined.of(List.of(new UserAction.ExternalIdSet(person, externalId), split));
        }
    }

    private static Optional<FaceId> clearlyLargest(List<StoredFace> faces) {
        List<StoredFace> bySize = faces.stream()
                .sorted(Comparator.comparingDouble(Enrolment::area).reversed())
                .toList();
        return isFirstClearlyLargest(bySize.stream().map(Enrolment::area).toList())
                ? Optional.of(bySize.getFirst().face().id())
                : Optional.empty();
    }

    /// @param areas largest first
    private static boolean isFirstClearlyLargest(List<Double> areas) {
        return areas.size() == 1 || (areas.size() > 1 && areas.get(0) >= CLEARLY_LARGER * areas.get(1));
    }

    private static double area(StoredFace face) {
        return face.face().detection().box().area();
    }
}
