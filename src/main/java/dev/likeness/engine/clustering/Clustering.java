package dev.likeness.engine.clustering;

import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.ClusteringContext;
import dev.likeness.cluster.ClusteringResult;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.GalleryPrior;
import dev.likeness.cluster.PersonMatcher;
import dev.likeness.face.Assertion;
import dev.likeness.face.Assignment;
import dev.likeness.face.Constraints;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.index.FaceFilter;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.Match;
import dev.likeness.index.StoredFace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Groups faces and writes down who is who and why, in one commit. People keep their number, and whoever
/// a user spoke of changes only as far as the user allowed.
///
/// The whole gallery may be grouped anew, or only what new faces touch: they, the people who have a face
/// near one of them, and the unclear faces near them. Then who was found to be one person before begins as
/// one.
public final class Clustering {
    /// How many faces around a new one are looked at, and how near they must be, to tell whom it touches.
    private static final int AFFECTED_NEIGHBOURS = 24;

    private static final float AFFECTED_MIN_COSINE = 0.3f;

    /// Where more than this share of the faces is new, grouping all of them anew is less work and better.
    private static final double NEW_SHARE_TO_CLUSTER_ALL = 0.5;

    private final String name;
    private final FaceClusterer clusterer;
    private final Gallery gallery;
    private final GalleryWriter writer;
    private final ClusterListener listener;

    public Clustering(
            String name, FaceClusterer clusterer, Gallery gallery, GalleryWriter writer, ClusterListener listener) {
        this.name = name;
        this.gallery = gallery;
        this.clusterer = clusterer;
        this.writer = writer;
        this.listener = listener;
    }

    /// Groups all faces anew.
    ///
    /// @throws dev.likeness.face.LikenessException `CANCELLED`; then nothing has changed
    public ClusterSummary clusterAll() {
        long start = System.nanoTime();
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            List<StoredFace> faces = new ArrayList<>();
            snapshot.forEachFace(faces::add);
            return cluster(snapshot, faces, faces.size(), null, false, start);
        }
    }

    /// Groups the faces that nothing has looked at since they came, and what they touch.
    ///
    /// @throws dev.likeness.face.LikenessException `CANCELLED`; then nothing has changed
    public ClusterSummary clusterNew() {
        long start = System.nanoTime();
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            List<StoredFace> pending = snapshot.facesWithoutAssignment();
            int faces = snapshot.statistics().faces();
            int unclear = snapshot.unassignedFaces()
                    - (int) pending.stream()
                            .filter(face -> face.person() == null)
                            .count();
            if (pending.isEmpty()) {
                return ClusterSummary.nothing(
                        name, faces, snapshot.people().size(), unclear, (System.nanoTime() - start) / 1e9);
            }
            if (pending.size() > NEW_SHARE_TO_CLUSTER_ALL * faces) {
                List<StoredFace> all = new ArrayList<>();
                snapshot.forEachFace(all::add);
                return cluster(snapshot, all, faces, null, true, start);
            }
            GalleryPrior prior = GalleryPrior.ofCounts(faces, (long) unclear * faces / (faces - pending.size()));
            return cluster(snapshot, affectedBy(pending, snapshot), faces, prior, true, start);
        }
    }

    /// New faces, the people near them or whom they stand with, and the unclear faces near them.
    private List<StoredFace> affectedBy(List<StoredFace> pending, GallerySnapshot snapshot) {
        Map<FaceId, StoredFace> touched = new HashMap<>();
        pending.forEach(face -> touched.put(face.face().id(), face));
        Set<PersonId> people = new HashSet<>();
        pending.stream().map(StoredFace::person).filter(Objects::nonNull).forEach(people::add);
        Set<FaceId> unclear = new HashSet<>();
        pending.parallelStream().map(face -> neighbours(face, snapshot)).toList().stream()
                .flatMap(List::stream)
                .forEach(match -> {
                    if (match.person() == null) {
                        unclear.add(match.face());
                    } else {
                        people.add(match.person());
                    }
                });
        for (FaceId face : unclear) {
            snapshot.face(face).ifPresent(other -> touched.putIfAbsent(face, other));
        }
        snapshot.facesOf(people).forEach(face -> touched.putIfAbsent(face.face().id(), face));
        return List.copyOf(touched.values());
    }

    private List<Match> neighbours(StoredFace face, GallerySnapshot snapshot) {
        requireNotCancelled();
        return snapshot
                .nearest(face.face().embedding().direction(), AFFECTED_NEIGHBOURS + 1, FaceFilter.none())
                .matches()
                .stream()
                .filter(match -> match.cosine() >= AFFECTED_MIN_COSINE)
                .toList();
    }

    private void requireNotCancelled() {
        if (listener.isCancelled()) {
            throw new LikenessException(ErrorCode.CANCELLED, "the clustering was stopped");
        }
    }

    private ClusterSummary cluster(
            GallerySnapshot snapshot,
            Collection<StoredFace> stored,
            int galleryFaces,
            @Nullable GalleryPrior prior,
            boolean steady,
            long start) {
        List<Face> faces = stored.stream().map(StoredFace::face).toList();
        Map<FaceId, PersonId> before = new HashMap<>();
        Map<FaceId, Assignment> placements = new HashMap<>();
        for (StoredFace face : stored) {
            FaceId id = face.face().id();
            if (face.person() != null) {
                before.put(id, face.person());
            }
            if (face.assignment() != null) {
                placements.put(id, face.assignment());
            }
        }
        Map<PersonId, Person> people = new HashMap<>();
        snapshot.people().forEach(person -> people.put(person.id(), person));
        Constraints constraints = snapshot.constraints();
        ClusteringResult clusters = clusterer.cluster(
                faces,
                new IndexNeighbourhood(snapshot, List.copyOf(stored), prior != null),
                new ClusteringContext(constraints, steady ? previousAssignments(before, placements) : Map.of(), prior),
                listener);
        Map<FaceId, Float> magnitudes = new HashMap<>();
        faces.forEach(face -> magnitudes.put(face.id(), face.embedding().magnitude()));
        Set<PersonId> constrained = snapshot.constrainedPeople();
        List<PersonId> identities = PersonMatcher.match(
                clusters.clusters(),
                before,
                constrained,
                constraints,
                face -> magnitudes.getOrDefault(face, 1f),
                writer::newPersonId);
        Set<FaceId> confirmed = new HashSet<>();
        for (Assertion assertion : snapshot.assertions()) {
            if (assertion instanceof Assertion.Assigned held && held.confirmed()) {
                confirmed.add(held.face());
            }
        }
        Map<PersonId, PersonProfile> profiles = new HashMap<>();
        for (int group = 0; group < identities.size(); group++) {
            profiles.put(identities.get(group), clusters.clusters().get(group).profile());
        }
        profiles.entrySet().removeAll(snapshot.profiles().entrySet());
        return record(
                clusters,
                identities,
                before,
                placements,
                people,
                constrained,
                confirmed,
                profiles,
                galleryFaces,
                start);
    }

    /// Whom a grouping has found faces to be, and no user has said so: what a user said and took back holds
    /// nobody.
    private static Map<FaceId, PersonId> previousAssignments(
            Map<FaceId, PersonId> before, Map<FaceId, Assignment> placements) {
        Map<FaceId, PersonId> found = new HashMap<>();
        before.forEach((face, person) -> {
            Assignment why = placements.get(face);
            if (why != null && why.reason() != Assignment.Reason.USER) {
                found.put(face, person);
            }
        });
        return found;
    }

    private ClusterSummary record(
            ClusteringResult clusters,
            List<PersonId> identities,
            Map<FaceId, PersonId> before,
            Map<FaceId, Assignment> placements,
            Map<PersonId, Person> people,
            Set<PersonId> constrained,
            Set<FaceId> confirmed,
            Map<PersonId, PersonProfile> profiles,
            int faces,
            long start) {
        Churn churn = new Churn(before);
        int born = 0;
        for (int group = 0; group < identities.size(); group++) {
            PersonId person = identities.get(group);
            if (!people.containsKey(person)) {
                writer.put(new Person(person, null));
                born++;
            }
            assignAll(clusters.clusters().get(group).faces(), person, before, placements, confirmed, churn);
        }
        assignAll(clusters.unassigned(), null, before, placements, confirmed, churn);
        writer.putProfiles(profiles);

        Set<PersonId> gone = new HashSet<>(before.values());
        identities.forEach(gone::remove);
        // Somebody spoke of them: they are kept, even while no face bears them.
        gone.removeAll(constrained);
        writer.removePeople(gone);
        writer.commit();
        try (GallerySnapshot after = gallery.snapshot()) {
            return new ClusterSummary(
                    name,
                    faces,
                    after.people().size(),
                    after.unassignedFaces(),
                    born,
                    gone.size(),
                    churn.merged(gone),
                    churn.split(),
                    churn.moved(),
                    (System.nanoTime() - start) / 1e9);
        }
    }

    private void assignAll(
            List<ClusteringResult.AssignedFace> faces,
            @Nullable PersonId person,
            Map<FaceId, PersonId> before,
            Map<FaceId, Assignment> placements,
            Set<FaceId> confirmed,
            Churn churn) {
        Map<FaceId, Assignment> changed = new HashMap<>();
        for (ClusteringResult.AssignedFace face : faces) {
            churn.count(face.id(), person);
            Assignment former = placements.get(face.id());
            if (face.assignment().reason() == Assignment.Reason.USER
                    && former != null
                    && former.isAssigned()
                    && Objects.equals(before.get(face.id()), person)
                    && !confirmed.contains(face.id())) {
                // Held by the person's name alone: why it was grouped there, and how surely, stays worth knowing.
                continue;
            }
            boolean same = Objects.equals(before.get(face.id()), person)
                    && face.assignment().equals(placements.get(face.id()));
            if (!same) {
                changed.put(face.id(), face.assignment());
            }
        }
        if (!changed.isEmpty()) {
            writer.assignWithReason(changed, person);
        }
    }

    /// What became of the people there were.
    private static final class Churn {
        private final Map<FaceId, PersonId> before;
        private final Map<PersonId, Set<PersonId>> successors = new HashMap<>();
        private int moved;

        Churn(Map<FaceId, PersonId> before) {
            this.before = before;
        }

        void count(FaceId face, @Nullable PersonId now) {
            PersonId then = before.get(face);
            if (then == null) {
                return;
            }
            moved += then.equals(now) ? 0 : 1;
            if (now != null) {
                successors.computeIfAbsent(then, _ -> new HashSet<>()).add(now);
            }
        }

        int moved() {
            return moved;
        }

        /// Those whose faces are several people's now.
        int split() {
            return (int) successors.values().stream()
                    .filter(identities -> identities.size() > 1)
                    .count();
        }

        /// Those who are gone because their faces are somebody else's now.
        int merged(Set<PersonId> gone) {
            return (int) gone.stream().filter(successors::containsKey).count();
        }
    }
}
