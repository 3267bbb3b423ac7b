package dev.likeness.engine.review;

import dev.likeness.engine.people.UserAssertions;
import dev.likeness.face.Assignment;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.Template;
import dev.likeness.index.FaceCursor;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.FaceTotals;
import dev.likeness.index.GallerySnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the review queue knows of a gallery. A new state reuses the templates and comparisons of the one
/// before it, so that an edit costs a pass over the faces without their vectors.
final class ReviewedGallery {
    /// Number of unassigned faces that are compared, clearest first.
    private static final int MAX_UNASSIGNED = 2_000;

    /// Assigned faces are uncertain below this margin in nats: the runner-up has a tenth of the probability.
    private static final double MAX_MARGIN = Math.log(9);

    private static final Comparator<Unassigned> CLEAREST_FIRST =
            Comparator.comparingDouble((Unassigned face) -> -face.magnitude).thenComparing(Unassigned::face);

    private final String version;
    private final Map<PersonId, String> names = new HashMap<>();
    private final Map<PersonId, FaceTotals> people = new HashMap<>();
    private final PeopleTemplates templates;
    private final Map<FaceId, Template> unassigned = new HashMap<>();
    private final List<FaceSummary> uncertain = new ArrayList<>();
    private final Map<PersonId, Set<PersonId>> different = new HashMap<>();
    private final UserAssertions assertions;
    private final NearestPeople<FaceId> nearestToFaces;
    private final NearestPeople<PersonId> nearestToPeople;
    private int faces;

    private record Unassigned(FaceId face, float magnitude) {}

    private ReviewedGallery(GallerySnapshot snapshot, @Nullable ReviewedGallery before) {
        this.version = snapshot.version();
        this.assertions = UserAssertions.of(snapshot);
        this.nearestToFaces = before == null ? new NearestPeople<>() : before.nearestToFaces;
        this.nearestToPeople = before == null ? new NearestPeople<>() : before.nearestToPeople;
        for (Person person : snapshot.people()) {
            if (person.name() != null) {
                names.put(person.id(), person.name());
            }
        }
        assertions.different().forEach(pair -> {
            different.computeIfAbsent(pair.one(), _ -> new HashSet<>()).add(pair.other());
            different.computeIfAbsent(pair.other(), _ -> new HashSet<>()).add(pair.one());
        });
        readFaces(snapshot, before);
        this.templates = new PeopleTemplates(people, before == null ? null : before.templates);
        templates.read(snapshot, names.keySet());
        Map<PersonId, Template> named = new HashMap<>();
        for (PersonId person : names.keySet()) {
            if (people.containsKey(person)) {
                named.put(person, templates.of(person));
            }
        }
        nearestToFaces.update(unassigned, named, assertions::rejectedPeople);
        nearestToPeople.update(named, named, this::differentFrom);
    }

    /// The state of a gallery.
    ///
    /// @param before an earlier state of the same gallery; it must not be used any more
    static ReviewedGallery of(GallerySnapshot snapshot, @Nullable ReviewedGallery before) {
        return before != null && before.version.equals(snapshot.version())
                ? before
                : new ReviewedGallery(snapshot, before);
    }

    private void readFaces(GallerySnapshot snapshot, @Nullable ReviewedGallery before) {
        Set<PersonId> hidden = snapshot.hiddenPeople();
        snapshot.faceTotals().forEach((person, totals) -> {
            if (!hidden.contains(person)) {
                people.put(person, totals);
                faces += totals.faces();
            }
        });
        // The least clear face is on top, to be replaced by a clearer one.
        var clearest = new PriorityQueue<Unassigned>(CLEAREST_FIRST.reversed());
        snapshot.scanFaces(face -> {
            PersonId person = face.person();
            if (person == null) {
                faces++;
                if (clearest.size() < MAX_UNASSIGNED || isClearer(face, clearest.element())) {
                    clearest.add(new Unassigned(face.face(), face.magnitude()));
                    if (clearest.size() > MAX_UNASSIGNED) {
                        clearest.remove();
                    }
                }
            } else if (isUncertain(face, person)) {
                uncertain.add(face.summary());
            }
        });
        for (Unassigned face : clearest) {
            Template kept = before == null ? null : before.unassigned.get(face.face);
            if (kept != null && kept.magnitude() == face.magnitude) {
                unassigned.put(face.face, kept);
            } else {
                snapshot.face(face.face)
                        .ifPresent(stored -> unassigned.put(
                                face.face, Template.of(List.of(stored.face().embedding()))));
            }
        }
    }

    private static boolean isClearer(FaceCursor face, Unassigned other) {
        return face.magnitude() > other.magnitude
                || (face.magnitude() == other.magnitude && face.compareId(other.face) < 0);
    }

    private boolean isUncertain(FaceCursor face, PersonId person) {
        if (!names.containsKey(person) || !people.containsKey(person)) {
            return false;
        }
        Assignment assignment = face.assignment();
        return assignment != null
                && assignment.margin() < MAX_MARGIN
                && assertions.confirmed(face.face()).isEmpty();
    }

    /// Visible people with faces.
    Map<PersonId, FaceTotals> people() {
        return people;
    }

    FaceTotals person(PersonId person) {
        return Objects.requireNonNull(people.get(person));
    }

    /// The templates of the people; those of named people are read.
    PeopleTemplates templates() {
        return templates;
    }

    /// The clearest unassigned faces.
    Map<FaceId, Template> unassigned() {
        return unassigned;
    }

    /// Faces of named people with a small margin.
    List<FaceSummary> uncertain() {
        return uncertain;
    }

    /// The number of faces, without those of hidden people.
    int faces() {
        return faces;
    }

    @Nullable
    String name(PersonId person) {
        return names.get(person);
    }

    /// The named people nearest to an unassigned face, without those who were rejected for it.
    List<NearestPeople.Near> nearestTo(FaceId face) {
        return nearestToFaces.of(face);
    }

    /// The named people nearest to a named person, without those who are different people.
    List<NearestPeople.Near> nearestTo(PersonId person) {
        return nearestToPeople.of(person);
    }

    boolean areDifferent(PersonId one, PersonId other) {
        return differentFrom(one).contains(other);
    }

    private Set<PersonId> differentFrom(PersonId person) {
        return different.getOrDefault(person, Set.of());
    }

    boolean isRejected(FaceId face, PersonId person) {
        return assertions.rejected(face, person);
    }
}
