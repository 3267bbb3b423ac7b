package dev.likeness.engine.review;

import dev.likeness.engine.people.UserAssertions;
import dev.likeness.face.Assertion;
import dev.likeness.face.FaceId;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.face.Template;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.GallerySnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the review queue knows of a gallery. A new state reuses the templates and comparisons of the one
/// before it, so that an edit costs a pass over the faces without their vectors.
final class ReviewedGallery {
    /// Number of unassigned faces that are compared, clearest first.
    private static final int MAX_UNASSIGNED = 2_000;

    /// Number of people whose faces are in memory at a time.
    private static final int BATCH = 1_000;

    /// Assigned faces are uncertain below this margin in nats: the runner-up has a tenth of the probability.
    private static final double MAX_MARGIN = Math.log(9);

    private final String version;
    private final Map<PersonId, Person> records = new HashMap<>();
    private final Map<PersonId, ReviewedPerson> people = new HashMap<>();
    private final Map<FaceId, ReviewedPerson> unassigned = new HashMap<>();
    private final List<FaceSummary> uncertain = new ArrayList<>();
    private final Set<Assertion.DifferentPeople> different = new HashSet<>();
    private final UserAssertions assertions;
    private final NearestPeople<FaceId> nearestToFaces;
    private final NearestPeople<PersonId> nearestToPeople;
    private int faces;

    private ReviewedGallery(GallerySnapshot snapshot, @Nullable ReviewedGallery before) {
        this.version = snapshot.version();
        this.assertions = UserAssertions.of(snapshot);
        this.nearestToFaces = before == null ? new NearestPeople<>() : before.nearestToFaces;
        this.nearestToPeople = before == null ? new NearestPeople<>() : before.nearestToPeople;
        snapshot.people().forEach(person -> records.put(person.id(), person));
        assertions.different().forEach(pair -> different.add(pairOf(pair.one(), pair.other())));
        readFaces(snapshot, before);
        Map<PersonId, Template> named = new HashMap<>();
        people.forEach((id, person) -> {
            if (name(id) != null) {
                named.put(id, person.template());
            }
        });
        Map<FaceId, Template> open = new HashMap<>();
        unassigned.forEach((id, face) -> open.put(id, face.template()));
        nearestToFaces.update(open, named);
        nearestToPeople.update(named, named);
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
        Map<PersonId, Long> fingerprints = new HashMap<>();
        List<FaceSummary> open = new ArrayList<>();
        snapshot.forEachFaceSummary(face -> {
            PersonId person = face.person();
            if (person == null) {
                faces++;
                open.add(face);
            } else if (!isHidden(person)) {
                faces++;
                fingerprints.merge(person, PersonProfile.faceFingerprint(face.face(), face.magnitude()), Long::sum);
                if (isUncertain(face, person)) {
                    uncertain.add(face);
                }
            }
        });
        readPeople(snapshot, fingerprints, before);
        open.sort(Comparator.comparingDouble((FaceSummary face) -> -face.magnitude())
                .thenComparing(FaceSummary::face));
        for (FaceSummary face : open.subList(0, Math.min(MAX_UNASSIGNED, open.size()))) {
            ReviewedPerson kept = before == null ? null : before.unassigned.get(face.face());
            if (kept != null && kept.template().magnitude() == face.magnitude()) {
                unassigned.put(face.face(), kept);
            } else {
                snapshot.face(face.face())
                        .ifPresent(stored -> unassigned.put(face.face(), ReviewedPerson.of(List.of(stored.face()))));
            }
        }
    }

    private void readPeople(
            GallerySnapshot snapshot, Map<PersonId, Long> fingerprints, @Nullable ReviewedGallery before) {
        List<PersonId> changed = new ArrayList<>();
        fingerprints.forEach((person, fingerprint) -> {
            ReviewedPerson kept = before == null ? null : before.people.get(person);
            if (kept != null && kept.fingerprint() == fingerprint) {
                people.put(person, kept);
            } else {
                changed.add(person);
            }
        });
        for (int i = 0; i < changed.size(); i += BATCH) {
            people.putAll(ReviewedPerson.read(
                    snapshot, new HashSet<>(changed.subList(i, Math.min(i + BATCH, changed.size())))));
        }
    }

    private boolean isUncertain(FaceSummary face, PersonId person) {
        return face.assignment() != null
                && face.assignment().margin() < MAX_MARGIN
                && name(person) != null
                && assertions.confirmed(face.face()).isEmpty();
    }

    private boolean isHidden(PersonId person) {
        Person known = records.get(person);
        return known != null && known.hidden();
    }

    /// Visible people with faces.
    Map<PersonId, ReviewedPerson> people() {
        return people;
    }

    ReviewedPerson person(PersonId person) {
        return Objects.requireNonNull(people.get(person));
    }

    /// The clearest unassigned faces.
    Map<FaceId, ReviewedPerson> unassigned() {
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
        Person known = records.get(person);
        return known == null ? null : known.name();
    }

    /// The named people nearest to an unassigned face.
    List<NearestPeople.Near> nearestTo(FaceId face) {
        return nearestToFaces.of(face);
    }

    /// The named people nearest to a named person.
    List<NearestPeople.Near> nearestTo(PersonId person) {
        return nearestToPeople.of(person);
    }

    boolean areDifferent(PersonId one, PersonId other) {
        return different.contains(pairOf(one, other));
    }

    boolean isRejected(FaceId face, PersonId person) {
        return assertions.rejected(face, person);
    }

    /// The pair without the event that marked it.
    private static Assertion.DifferentPeople pairOf(PersonId one, PersonId other) {
        return Assertion.DifferentPeople.of(one, other, 0);
    }
}
