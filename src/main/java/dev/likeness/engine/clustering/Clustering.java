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
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PersonProfile;
import dev.likeness.index.FaceSummary;
import dev.likeness.index.Gallery;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.GalleryWriter;
import dev.likeness.index.Match;
import dev.likeness.index.StoredFace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Clusters faces into people and stores assignments with their reasons, in one commit. People keep their
/// ids, and assertions of users constrain the result.
///
/// A run clusters either the whole gallery or only what new faces affect: the new faces, the people with a
/// face near one of them, and the unassigned faces near them. In the second case clustering is warm-started
/// from previous assignments.
public final class Clustering {
    /// Number of neighbours of a new face that are checked to find the affected people.
    private static final int AFFECTED_NEIGHBOURS = 24;

    /// Minimum cosine of a neighbour whose person is affected by a new face.
    private static final float AFFECTED_MIN_COSINE = 0.3f;

    /// If a greater share of the faces is new, clustering all faces is faster and better.
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

    /// Clusters all faces from scratch.
    ///
    /// @throws LikenessException `CANCELLED`; then nothing has changed
    public ClusterSummary clusterAll() {
        long start = System.nanoTime();
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            StoredFaces faces = StoredFaces.all(snapshot);
            return cluster(snapshot, faces, faces.size(), null, false, start);
        }
    }

    /// Clusters the faces without an assignment, together with the people and unassigned faces near them.
    ///
    /// @throws LikenessException `CANCELLED`; then nothing has changed
    public ClusterSummary clusterNew() {
        long start = System.nanoTime();
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            List<StoredFace> pending = snapshot.facesWithoutAssignment();
            int faces = snapshot.statistics().faces();
            int unassigned = snapshot.unassignedFaces()
                    - (int) pending.stream()
                            .filter(face -> face.person() == null)
                            .count();
            if (pending.isEmpty()) {
                return ClusterSummary.nothing(
                        name, faces, snapshot.people().size(), unassigned, (System.nanoTime() - start) / 1e9);
            }
            if (pending.size() > NEW_SHARE_TO_CLUSTER_ALL * faces) {
                return cluster(snapshot, StoredFaces.all(snapshot), faces, null, true, start);
            }
            GalleryPrior prior = GalleryPrior.ofCounts(faces, (long) unassigned * faces / (faces - pending.size()));
            return cluster(snapshot, affectedBy(pending, snapshot), faces, prior, true, start);
        }
    }

    /// New faces, the people near them or assigned to them, and the unassigned faces near them.
    private StoredFaces affectedBy(List<StoredFace> pending, GallerySnapshot snapshot) {
        Map<FaceId, StoredFace> affected = new HashMap<>();
        pending.forEach(face -> affected.put(face.face().id(), face));
        Set<PersonId> people = new HashSet<>();
        pending.stream().map(StoredFace::person).filter(Objects::nonNull).forEach(people::add);
        Set<FaceId> unassigned = new HashSet<>();
        pending.parallelStream().map(face -> neighbours(face, snapshot)).toList().stream()
                .flatMap(List::stream)
                .forEach(match -> {
                    if (match.person() == null) {
                        unassigned.add(match.face());
                    } else {
                        people.add(match.person());
                    }
                });
        for (FaceId face : unassigned) {
            snapshot.face(face).ifPresent(other -> affected.putIfAbsent(face, other));
        }
        snapshot.facesOf(people)
                .forEach(face -> affected.putIfAbsent(face.face().id(), face));
        return StoredFaces.of(affected.values(), snapshot);
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
            StoredFaces faces,
            int galleryFaces,
            @Nullable GalleryPrior prior,
            boolean warmStart,
            long start) {
        Run run = new Run(snapshot, faces);
        run.cluster(prior, warmStart);
        return run.write(galleryFaces, start);
    }

    /// One clustering run: the previous state, the result, and the changes to write.
    private final class Run {
        private final GallerySnapshot snapshot;
        private final StoredFaces faces;
        private final Map<FaceId, PersonId> peopleBefore = new HashMap<>();
        private final Map<FaceId, Assignment> assignmentsBefore = new HashMap<>();
        private final Constraints constraints;
        private final Set<PersonId> constrainedPeople;
        private final Set<FaceId> confirmed = new HashSet<>();
        private final Churn churn = new Churn(peopleBefore);
        private ClusteringResult result = new ClusteringResult(List.of(), List.of());

        /// The person of each cluster, in the order of the result.
        private List<PersonId> people = List.of();

        Run(GallerySnapshot snapshot, StoredFaces faces) {
            this.snapshot = snapshot;
            this.faces = faces;
            this.constraints = snapshot.constraints();
            this.constrainedPeople = snapshot.constrainedPeople();
            for (FaceSummary face : faces.summaries()) {
                FaceId id = face.face();
                if (face.person() != null) {
                    peopleBefore.put(id, face.person());
                }
                if (face.assignment() != null) {
                    assignmentsBefore.put(id, face.assignment());
                }
            }
            for (Assertion assertion : snapshot.assertions()) {
                if (assertion instanceof Assertion.Assigned assigned && assigned.confirmed()) {
                    confirmed.add(assigned.face());
                }
            }
        }

        /// Runs the clusterer.
        ///
        /// @param prior prior of the whole gallery if the faces are only a part of it; null if they are all
        ///     faces
        /// @param warmStart whether previous assignments count as evidence
        void cluster(@Nullable GalleryPrior prior, boolean warmStart) {
            result = clusterer.cluster(
                    faces,
                    new IndexNeighbourhood(snapshot, faces, prior != null),
                    new ClusteringContext(constraints, warmStart ? previousAssignments() : Map.of(), confirmed, prior),
                    listener);
            Map<FaceId, Float> magnitudes = new HashMap<>();
            faces.summaries().forEach(face -> magnitudes.put(face.face(), face.magnitude()));
            people = PersonMatcher.match(
                    result.clusters(),
                    peopleBefore,
                    constrainedPeople,
                    constraints,
                    face -> magnitudes.getOrDefault(face, 1f),
                    writer::newPersonId);
        }

        /// The assignments that a clustering made. Those by users are left out: once retracted, they are no longer
        /// evidence.
        private Map<FaceId, PersonId> previousAssignments() {
            Map<FaceId, PersonId> found = new HashMap<>();
            peopleBefore.forEach((face, person) -> {
                Assignment assignment = assignmentsBefore.get(face);
                if (assignment != null && assignment.reason() != Assignment.Reason.USER) {
                    found.put(face, person);
                }
            });
            return found;
        }

        /// Writes what changed and commits.
        ClusterSummary write(int galleryFaces, long start) {
            Set<PersonId> existing = new HashSet<>();
            snapshot.people().forEach(person -> existing.add(person.id()));
            int added = 0;
            for (int cluster = 0; cluster < people.size(); cluster++) {
                PersonId person = people.get(cluster);
                if (!existing.contains(person)) {
                    writer.put(new Person(person, null));
                    added++;
                }
                assignAll(result.clusters().get(cluster).faces(), person);
            }
            assignAll(result.unassigned(), null);
            writer.putProfiles(changedProfiles());

            Set<PersonId> removed = new HashSet<>(peopleBefore.values());
            people.forEach(removed::remove);
            // A person with assertions stays, even without a face.
            removed.removeAll(constrainedPeople);
            writer.removePeople(removed);
            writer.commit();
            try (GallerySnapshot after = gallery.snapshot()) {
                return new ClusterSummary(
                        name,
                        galleryFaces,
                        after.people().size(),
                        after.unassignedFaces(),
                        added,
                        removed.size(),
                        churn.merged(removed),
                        churn.split(),
                        churn.moved(),
                        result.clusters().stream()
                                .mapToInt(cluster -> cluster.faces().size())
                                .max()
                                .orElse(0),
                        (System.nanoTime() - start) / 1e9,
                        null);
            }
        }

        private Map<PersonId, PersonProfile> changedProfiles() {
            Map<PersonId, PersonProfile> profiles = new HashMap<>();
            for (int cluster = 0; cluster < people.size(); cluster++) {
                profiles.put(people.get(cluster), result.clusters().get(cluster).profile());
            }
            profiles.entrySet().removeAll(snapshot.profiles().entrySet());
            return profiles;
        }

        private void assignAll(List<ClusteringResult.AssignedFace> assigned, @Nullable PersonId person) {
            Map<FaceId, Assignment> changed = new HashMap<>();
            for (ClusteringResult.AssignedFace face : assigned) {
                churn.count(face.id(), person);
                boolean samePerson = Objects.equals(peopleBefore.get(face.id()), person);
                Assignment before = assignmentsBefore.get(face.id());
                // The face was assigned only because the person has a name. The reason and margin from the
                // clusterer are more informative.
                boolean byNameAlone = face.assignment().reason() == Assignment.Reason.USER
                        && before != null
                        && before.isAssigned()
                        && !confirmed.contains(face.id());
                if (!samePerson || !(byNameAlone || face.assignment().equals(before))) {
                    changed.put(face.id(), face.assignment());
                }
            }
            if (!changed.isEmpty()) {
                writer.assignWithReason(changed, person);
            }
        }
    }

    /// How the people before the clustering relate to those after it.
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

        /// People whose faces belong to several people now.
        int split() {
            return (int) successors.values().stream()
                    .filter(people -> people.size() > 1)
                    .count();
        }

        /// Removed people whose faces belong to other people now.
        int merged(Set<PersonId> removed) {
            return (int) removed.stream().filter(successors::containsKey).count();
        }
    }
}
