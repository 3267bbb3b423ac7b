package dev.likeness.engine;

import dev.likeness.cluster.ClusterListener;
import dev.likeness.cluster.Clusters;
import dev.likeness.cluster.FaceClusterer;
import dev.likeness.cluster.GalleryPrior;
import dev.likeness.cluster.IdentityKeeper;
import dev.likeness.face.Constraints;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.Fact;
import dev.likeness.face.Identity;
import dev.likeness.face.IdentityId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Placement;
import dev.likeness.face.Portrait;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Groups faces and writes down who is who and why, in one commit. People keep their number, and whoever
/// a user spoke of changes only as far as the user allowed.
///
/// The whole gallery may be grouped anew, or only what new faces touch: they, the people who have a face
/// near one of them, and the unclear faces near them. Then a face that has a person leaves it for another
/// or for nobody only if the evidence for that is clear: else every few photos would send a doubtful face
/// to and fro.
final class Clustering {
    /// How many faces around a new one are looked at, and how near they must be, to tell whom it touches.
    private static final int TOUCHED_NEIGHBOURS = 24;

    private static final float TOUCHED_COSINE = 0.3f;

    /// Where more than this share of the faces is new, grouping all of them anew is less work and better.
    private static final double MOSTLY_NEW = 0.5;

    /// Up to this margin, in nats of evidence, a face stays with its person when others came. About one nat
    /// in truth, for evidence takes a face's components for independent.
    private static final float STAYS = 3;

    private final String name;
    private final FaceClusterer clusterer;
    private final Gallery gallery;
    private final GalleryWriter writer;
    private final ClusterListener listener;

    Clustering(String name, FaceClusterer clusterer, Gallery gallery, GalleryWriter writer, ClusterListener listener) {
        this.name = name;
        this.gallery = gallery;
        this.clusterer = clusterer;
        this.writer = writer;
        this.listener = listener;
    }

    /// Groups all faces anew.
    ///
    /// @throws dev.likeness.face.LikenessException `CANCELLED`; then nothing has changed
    ClusterSummary whole() {
        long start = System.nanoTime();
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            List<StoredFace> faces = new ArrayList<>();
            snapshot.forEachFace(faces::add);
            return group(snapshot, faces, faces.size(), null, false, start);
        }
    }

    /// Groups the faces that nothing has looked at since they came, and what they touch.
    ///
    /// @throws dev.likeness.face.LikenessException `CANCELLED`; then nothing has changed
    ClusterSummary touched() {
        long start = System.nanoTime();
        try (GallerySnapshot snapshot = gallery.snapshot()) {
            List<StoredFace> pending = snapshot.unplacedFaces();
            int faces = snapshot.statistics().faces();
            int unclear = snapshot.facesOfNobody()
                    - (int) pending.stream()
                            .filter(face -> face.identity() == null)
                            .count();
            if (pending.isEmpty()) {
                return ClusterSummary.nothing(
                        name, faces, snapshot.identities().size(), unclear, (System.nanoTime() - start) / 1e9);
            }
            if (pending.size() > MOSTLY_NEW * faces) {
                List<StoredFace> all = new ArrayList<>();
                snapshot.forEachFace(all::add);
                return group(snapshot, all, faces, null, true, start);
            }
            GalleryPrior prior = GalleryPrior.counted(faces, (long) unclear * faces / (faces - pending.size()));
            return group(snapshot, touchedBy(pending, snapshot), faces, prior, true, start);
        }
    }

    /// New faces, the people near them or whom they stand with, and the unclear faces near them.
    private List<StoredFace> touchedBy(List<StoredFace> pending, GallerySnapshot snapshot) {
        Map<FaceId, StoredFace> touched = new HashMap<>();
        pending.forEach(face -> touched.put(face.face().id(), face));
        Set<IdentityId> people = new HashSet<>();
        pending.stream().map(StoredFace::identity).filter(Objects::nonNull).forEach(people::add);
        Set<FaceId> unclear = new HashSet<>();
        pending.parallelStream().map(face -> near(face, snapshot)).toList().stream()
                .flatMap(List::stream)
                .forEach(match -> {
                    if (match.identity() == null) {
                        unclear.add(match.face());
                    } else {
                        people.add(match.identity());
                    }
                });
        for (FaceId face : unclear) {
            snapshot.face(face).ifPresent(other -> touched.putIfAbsent(face, other));
        }
        snapshot.facesOf(people).forEach(face -> touched.putIfAbsent(face.face().id(), face));
        return List.copyOf(touched.values());
    }

    private List<Match> near(StoredFace face, GallerySnapshot snapshot) {
        requireWanted();
        return snapshot
                .nearest(face.face().embedding().direction(), TOUCHED_NEIGHBOURS + 1, FaceFilter.none())
                .matches()
                .stream()
                .filter(match -> match.cosine() >= TOUCHED_COSINE)
                .toList();
    }

    private void requireWanted() {
        if (listener.isCancelled()) {
            throw new LikenessException(ErrorCode.CANCELLED, "the clustering was stopped");
        }
    }

    private ClusterSummary group(
            GallerySnapshot snapshot,
            Collection<StoredFace> stored,
            int galleryFaces,
            @Nullable GalleryPrior prior,
            boolean steady,
            long start) {
        List<Face> faces = stored.stream().map(StoredFace::face).toList();
        Map<FaceId, IdentityId> before = new HashMap<>();
        Map<FaceId, Placement> placements = new HashMap<>();
        for (StoredFace face : stored) {
            FaceId id = face.face().id();
            if (face.identity() != null) {
                before.put(id, face.identity());
            }
            if (face.placement() != null) {
                placements.put(id, face.placement());
            }
        }
        Map<IdentityId, Identity> people = new HashMap<>();
        snapshot.identities().forEach(identity -> people.put(identity.id(), identity));
        Constraints constraints = snapshot.constraints();
        Clusters clusters = clusterer.cluster(
                faces,
                new IndexNeighbourhood(snapshot, List.copyOf(stored), prior != null),
                constraints,
                prior,
                listener);
        Map<FaceId, Float> magnitudes = new HashMap<>();
        faces.forEach(face -> magnitudes.put(face.id(), face.embedding().magnitude()));
        Set<IdentityId> spokenOf = snapshot.spokenOf();
        List<IdentityId> identities = IdentityKeeper.keep(
                clusters.people(),
                before,
                spokenOf,
                constraints,
                face -> magnitudes.getOrDefault(face, 1f),
                writer::newIdentity);
        Set<FaceId> confirmed = new HashSet<>();
        for (Fact fact : snapshot.facts()) {
            if (fact instanceof Fact.Held held && held.explicit()) {
                confirmed.add(held.face());
            }
        }
        Set<FaceId> staying =
                steady ? staying(clusters, identities, before, placements, people, constraints) : Set.of();
        Map<IdentityId, Portrait> portraits = portraits(faces, clusters, identities, before, staying);
        portraits.entrySet().removeAll(snapshot.portraits().entrySet());
        return record(
                clusters,
                identities,
                before,
                placements,
                people,
                spokenOf,
                confirmed,
                staying,
                portraits,
                galleryFaces,
                start);
    }

    /// What the clusterer says of the people, but for those whom a face stays with, or whom it does not come
    /// to, against what the clusterer says.
    private static Map<IdentityId, Portrait> portraits(
            List<Face> faces,
            Clusters clusters,
            List<IdentityId> identities,
            Map<FaceId, IdentityId> before,
            Set<FaceId> staying) {
        Map<IdentityId, Portrait> portraits = new HashMap<>();
        Map<IdentityId, List<FaceId>> others = new HashMap<>();
        for (FaceId face : staying) {
            others.computeIfAbsent(before.get(face), _ -> new ArrayList<>()).add(face);
        }
        Map<FaceId, Face> byId = new HashMap<>();
        faces.forEach(face -> byId.put(face.id(), face));
        for (int group = 0; group < identities.size(); group++) {
            Clusters.Person person = clusters.people().get(group);
            IdentityId identity = identities.get(group);
            List<FaceId> own = new ArrayList<>(others.getOrDefault(identity, List.of()));
            boolean asTold = own.isEmpty() && person.ids().stream().noneMatch(staying::contains);
            person.ids().stream().filter(face -> !staying.contains(face)).forEach(own::add);
            if (asTold) {
                portraits.put(identity, person.portrait());
            } else if (!own.isEmpty()) {
                portraits.put(
                        identity,
                        Portrait.of(own.stream()
                                .map(face -> Objects.requireNonNull(byId.get(face)))
                                .toList()));
            }
        }
        return portraits;
    }

    /// The faces that stay with their person although the new grouping has them elsewhere, by little: with
    /// somebody else whom there was before, or with nobody. Who goes with others to be a new person goes,
    /// and so does everybody whose person is nobody's group any more.
    private static Set<FaceId> staying(
            Clusters clusters,
            List<IdentityId> identities,
            Map<FaceId, IdentityId> before,
            Map<FaceId, Placement> placements,
            Map<IdentityId, Identity> people,
            Constraints constraints) {
        Map<Clusters.PlacedFace, @Nullable IdentityId> leaving = new LinkedHashMap<>();
        clusters.unclear().forEach(face -> leaving.put(face, null));
        for (int group = 0; group < identities.size(); group++) {
            IdentityId identity = identities.get(group);
            if (people.containsKey(identity)) {
                clusters.people().get(group).faces().forEach(face -> leaving.put(face, identity));
            }
        }
        Set<IdentityId> goingOn = new HashSet<>(identities);
        Set<FaceId> staying = new HashSet<>();
        leaving.forEach((face, now) -> {
            IdentityId then = before.get(face.id());
            Placement why = placements.get(face.id());
            if (then != null
                    && !then.equals(now)
                    && goingOn.contains(then)
                    && why != null
                    // What a user said and took back holds nobody.
                    && why.reason() != Placement.Reason.HELD
                    && !constraints.held().containsKey(face.id())
                    && !constraints.refuses(face.id(), then)
                    && face.placement().margin() < STAYS) {
                staying.add(face.id());
            }
        });
        return staying;
    }

    private ClusterSummary record(
            Clusters clusters,
            List<IdentityId> identities,
            Map<FaceId, IdentityId> before,
            Map<FaceId, Placement> placements,
            Map<IdentityId, Identity> people,
            Set<IdentityId> spokenOf,
            Set<FaceId> confirmed,
            Set<FaceId> staying,
            Map<IdentityId, Portrait> portraits,
            int faces,
            long start) {
        Churn churn = new Churn(before);
        int born = 0;
        for (int group = 0; group < identities.size(); group++) {
            IdentityId identity = identities.get(group);
            if (!people.containsKey(identity)) {
                writer.put(new Identity(identity, null));
                born++;
            }
            place(clusters.people().get(group).faces(), identity, before, placements, confirmed, staying, churn);
        }
        place(clusters.unclear(), null, before, placements, confirmed, staying, churn);
        writer.portray(portraits);

        Set<IdentityId> gone = new HashSet<>(before.values());
        identities.forEach(gone::remove);
        // Somebody spoke of them: they are kept, even while no face bears them.
        gone.removeAll(spokenOf);
        writer.removePeople(gone);
        writer.commit();
        try (GallerySnapshot after = gallery.snapshot()) {
            return new ClusterSummary(
                    name,
                    faces,
                    after.identities().size(),
                    after.facesOfNobody(),
                    born,
                    gone.size(),
                    churn.merged(gone),
                    churn.split(),
                    churn.moved(),
                    (System.nanoTime() - start) / 1e9);
        }
    }

    private void place(
            List<Clusters.PlacedFace> faces,
            @Nullable IdentityId identity,
            Map<FaceId, IdentityId> before,
            Map<FaceId, Placement> placements,
            Set<FaceId> confirmed,
            Set<FaceId> staying,
            Churn churn) {
        Map<FaceId, Placement> changed = new HashMap<>();
        for (Clusters.PlacedFace face : faces) {
            if (staying.contains(face.id())) {
                churn.seen(face.id(), before.get(face.id()));
                continue;
            }
            churn.seen(face.id(), identity);
            Placement former = placements.get(face.id());
            if (face.placement().reason() == Placement.Reason.HELD
                    && former != null
                    && former.isPlaced()
                    && Objects.equals(before.get(face.id()), identity)
                    && !confirmed.contains(face.id())) {
                // Held by the person's name alone: why it was grouped there, and how surely, stays worth knowing.
                continue;
            }
            boolean same = Objects.equals(before.get(face.id()), identity)
                    && face.placement().equals(placements.get(face.id()));
            if (!same) {
                changed.put(face.id(), face.placement());
            }
        }
        if (!changed.isEmpty()) {
            writer.place(changed, identity);
        }
    }

    /// What became of the people there were.
    private static final class Churn {
        private final Map<FaceId, IdentityId> before;
        private final Map<IdentityId, Set<IdentityId>> successors = new HashMap<>();
        private int moved;

        Churn(Map<FaceId, IdentityId> before) {
            this.before = before;
        }

        void seen(FaceId face, @Nullable IdentityId now) {
            IdentityId then = before.get(face);
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
        int merged(Set<IdentityId> gone) {
            return (int) gone.stream().filter(successors::containsKey).count();
        }
    }
}
