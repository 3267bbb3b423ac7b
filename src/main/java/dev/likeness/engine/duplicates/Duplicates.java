package dev.likeness.engine.duplicates;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.MatchProbability;
import dev.likeness.face.Assertion;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.PhotoId;
import dev.likeness.face.Remedy;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.StoredFace;
import dev.likeness.scoring.ActiveCalibration;
import dev.likeness.scoring.MatchScorer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Finds the people of a gallery who are probably one person. All faces are read twice: once for the
/// templates, once for the faces of the suggested people.
public final class Duplicates {
    private static final int BEST_FACES = 3;

    /// Maximum number of a person's faces that are compared one by one; those with the greatest magnitude are
    /// used.
    private static final int FACES_COMPARED = 100;

    private static final int PHOTOS_NAMED = 3;

    private final DuplicatesRequest request;
    private final GallerySnapshot snapshot;
    private final MatchScorer scorer;
    private final BooleanSupplier cancelled;

    private final Set<Assertion.DifferentPeople> markedDifferent = new HashSet<>();

    /// Dates of birth that users entered.
    private final Map<PersonId, LocalDate> birthDates = new HashMap<>();

    private final List<PersonId> people = new ArrayList<>();
    private final List<TemplateSum> sums = new ArrayList<>();
    /// Photos that show both people, by the indices of the two, the smaller first.
    private final Map<IndexPair, List<PhotoId>> sharedPhotos = new HashMap<>();

    /// Number of faces of one person that users rejected for the other, by index.
    private final Map<IndexPair, Integer> rejections = new HashMap<>();

    private record IndexPair(int first, int second) {}

    public Duplicates(
            DuplicatesRequest request, GallerySnapshot snapshot, MatchScorer scorer, BooleanSupplier cancelled) {
        this.request = request;
        this.snapshot = snapshot;
        this.scorer = scorer;
        this.cancelled = cancelled;
    }

    public DuplicatesResult find() {
        Calibration calibration = scorer.calibration();
        ActiveCalibration inUse = scorer.report();
        if (calibration == null || inUse == null) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a search for duplicates needs a calibration, there is none for %s"
                            .formatted(snapshot.embedder().id()),
                    ErrorFacts.ofRemedies(
                            new Remedy.Calibrate(snapshot.embedder().id())));
        }
        readGallery();
        DuplicatePairs found = DuplicatePairs.among(
                sums.stream().map(TemplateSum::person).toList(), calibration, contraryEvidence(), cancelled);
        List<DuplicatePairs.ScoredPair> probable = found.pairs().stream()
                .filter(pair -> pair.probability() >= request.minProbability())
                .toList();
        List<DuplicatePairs.ScoredPair> offered =
                probable.stream().filter(pair -> !pair.lowQuality()).toList();
        List<PeopleGroup> groups =
                new Grouping(calibration, offered, found.prior().prior()).groups();
        List<PeopleGroup> listed = groups.subList(0, Math.min(request.limit(), groups.size()));
        List<DuplicatePairs.ScoredPair> unclear = probable.stream()
                .filter(DuplicatePairs.ScoredPair::lowQuality)
                .limit(request.limit())
                .toList();
        Set<Integer> shown = new HashSet<>();
        listed.forEach(group -> shown.addAll(group.people));
        unclear.forEach(pair -> shown.addAll(List.of(pair.first(), pair.second())));
        Evidence evidence = new Evidence(facesOf(shown));
        return new DuplicatesResult(
                request.gallery(),
                snapshot.embedder().id(),
                inUse,
                found.ofTemplates() ? "templates" : "faces",
                people.size(),
                found.prior().pairs(),
                found.exact(),
                found.prior().prior(),
                found.prior().expectedMated(),
                request.minProbability(),
                offered.size(),
                offered.stream().mapToDouble(pair -> 1 - pair.probability()).sum(),
                listed.stream().map(group -> group(group, evidence)).toList(),
                unclear.stream().map(evidence::candidate).toList());
    }

    private void readGallery() {
        Set<PersonId> hidden = new HashSet<>();
        for (Person person : snapshot.people()) {
            if (person.hidden()) {
                hidden.add(person.id());
            }
            if (person.birthDate() != null) {
                birthDates.put(person.id(), person.birthDate());
            }
        }
        Map<PersonId, Integer> places = new HashMap<>();
        Map<PhotoId, Set<Integer>> seen = new HashMap<>();
        // Sorted by id, so that the indices and the results are reproducible.
        Map<PersonId, TemplateSum> met = new TreeMap<>();
        snapshot.forEachFace(face -> {
            PersonId identity = face.person();
            if (identity != null && !hidden.contains(identity)) {
                met.computeIfAbsent(identity, _ -> new TemplateSum())
                        .add(face.face().embedding());
            }
        });
        met.forEach((identity, sum) -> {
            places.put(identity, people.size());
            people.add(identity);
            sums.add(sum);
        });
        for (Assertion assertion : snapshot.assertions()) {
            switch (assertion) {
                case Assertion.DifferentPeople(PersonId one, PersonId other, long _) ->
                    markedDifferent.add(Assertion.DifferentPeople.of(one, other, 0));
                case Assertion.Rejected refused ->
                    snapshot.face(refused.face()).map(StoredFace::person).ifPresent(standing -> {
                        Integer place = places.get(standing);
                        Integer other = places.get(refused.person());
                        if (place != null && other != null && !place.equals(other)) {
                            rejections.merge(indexPair(place, other), 1, Integer::sum);
                        }
                    });
                case Assertion.Assigned _, Assertion.NotAFace _, Assertion.NotACopy _ -> {}
            }
        }
        snapshot.forEachFace(face -> {
            Integer place = face.person() == null ? null : places.get(face.person());
            if (place != null) {
                PhotoId photo = face.face().id().photo();
                Set<Integer> here = seen.computeIfAbsent(photo, _ -> new HashSet<>(2));
                if (here.add(place)) {
                    for (int other : here) {
                        if (other != place) {
                            sharedPhotos
                                    .computeIfAbsent(indexPair(place, other), _ -> new ArrayList<>(1))
                                    .add(photo);
                        }
                    }
                }
            }
        });
    }

    private DuplicatePairs.ContraryEvidence contraryEvidence() {
        return new DuplicatePairs.ContraryEvidence() {
            @Override
            public int sharedPhotos(int first, int second) {
                return sharedPhotosOf(first, second).size();
            }

            @Override
            public boolean rejections(int first, int second) {
                return areDifferent(first, second);
            }
        };
    }

    /// Whether users marked the two people as different, or entered two dates of birth.
    private boolean areDifferent(int first, int second) {
        LocalDate birthDate = birthDates.get(people.get(first));
        LocalDate otherBorn = birthDates.get(people.get(second));
        return markedDifferent.contains(Assertion.DifferentPeople.of(people.get(first), people.get(second), 0))
                || (birthDate != null && otherBorn != null && !birthDate.equals(otherBorn));
    }

    private List<PhotoId> sharedPhotosOf(int first, int second) {
        return sharedPhotos.getOrDefault(indexPair(first, second), List.of());
    }

    private static IndexPair indexPair(int one, int other) {
        return new IndexPair(Math.min(one, other), Math.max(one, other));
    }

    private Map<Integer, List<StoredFace>> facesOf(Set<Integer> shown) {
        Map<PersonId, List<StoredFace>> wanted = new HashMap<>();
        shown.forEach(place -> wanted.put(people.get(place), new ArrayList<>()));
        snapshot.forEachFace(face -> {
            List<StoredFace> own = face.person() == null ? null : wanted.get(face.person());
            if (own != null) {
                own.add(face);
            }
        });
        Map<Integer, List<StoredFace>> faces = new HashMap<>();
        shown.forEach(place -> faces.put(
                place,
                wanted.getOrDefault(people.get(place), List.of()).stream()
                        .sorted(Comparator.comparingDouble((StoredFace face) ->
                                        -face.face().embedding().magnitude())
                                .thenComparing(face -> face.face().id()))
                        .limit(FACES_COMPARED)
                        .toList()));
        return faces;
    }

    /// People connected by pairs.
    private record PeopleGroup(
            Set<Integer> people, List<DuplicatePairs.ScoredPair> pairs, double probability, int affected) {}

    /// Joins pairs into groups, most probable first. A pair joins two groups only if their pooled faces are
    /// also probably one person and no two people in them were marked as different. This prevents chains of
    /// similar faces.
    private final class Grouping {
        private final DuplicatePairs.Scorer scorer;
        private final List<DuplicatePairs.ScoredPair> pairs;
        private final double prior;
        private final Map<Integer, PeopleGroup> groups = new HashMap<>();

        Grouping(Calibration calibration, List<DuplicatePairs.ScoredPair> pairs, double prior) {
            this.scorer = DuplicatePairs.Scorer.of(calibration);
            this.pairs = pairs;
            this.prior = prior;
        }

        List<PeopleGroup> groups() {
            List<PeopleGroup> apart = new ArrayList<>();
            for (DuplicatePairs.ScoredPair pair : pairs) {
                PeopleGroup one = groups.getOrDefault(pair.first(), alone(pair.first()));
                PeopleGroup other = groups.getOrDefault(pair.second(), alone(pair.second()));
                if (one.people.contains(pair.second())) {
                    one.pairs.add(pair);
                } else if (mayMeet(one, other)) {
                    PeopleGroup joined = joined(one, other, pair);
                    joined.people.forEach(place -> groups.put(place, joined));
                } else {
                    apart.add(joined(alone(pair.first()), alone(pair.second()), pair));
                }
            }
            List<PeopleGroup> all = new ArrayList<>(Set.copyOf(groups.values()));
            all.addAll(apart);
            all.sort(Comparator.comparingDouble((PeopleGroup group) -> -group.probability * group.affected)
                    .thenComparingInt(group -> group.pairs.getFirst().first())
                    .thenComparingInt(group -> group.pairs.getFirst().second()));
            return all;
        }

        private PeopleGroup alone(int place) {
            return new PeopleGroup(new HashSet<>(Set.of(place)), new ArrayList<>(), 1, 0);
        }

        private PeopleGroup joined(PeopleGroup one, PeopleGroup other, DuplicatePairs.ScoredPair pair) {
            Set<Integer> members = new HashSet<>(one.people);
            members.addAll(other.people);
            List<DuplicatePairs.ScoredPair> all = new ArrayList<>(one.pairs);
            all.addAll(other.pairs);
            all.add(pair);
            int faces =
                    members.stream().mapToInt(place -> sums.get(place).faces()).sum();
            int largest = members.stream()
                    .mapToInt(place -> sums.get(place).faces())
                    .max()
                    .orElse(0);
            double weakest = Math.min(pair.probability(), Math.min(one.probability, other.probability));
            return new PeopleGroup(members, all, weakest, faces - largest);
        }

        private boolean mayMeet(PeopleGroup one, PeopleGroup other) {
            if (one.people.size() == 1 && other.people.size() == 1) {
                return true;
            }
            int shared = 0;
            for (int here : one.people) {
                for (int there : other.people) {
                    if (areDifferent(here, there)) {
                        return false;
                    }
                    shared += sharedPhotosOf(here, there).size();
                }
            }
            double ratio = scorer.logLikelihoodRatio(pooled(one), pooled(other), shared);
            return new MatchProbability(ratio, prior).probability() >= request.minProbability();
        }

        private DuplicatePairs.Person pooled(PeopleGroup group) {
            TemplateSum sum = new TemplateSum();
            group.people.stream().sorted().forEach(place -> sum.add(sums.get(place)));
            return sum.person();
        }
    }

    private DuplicatesResult.Group group(PeopleGroup group, Evidence evidence) {
        return new DuplicatesResult.Group(
                group.probability,
                group.affected,
                group.people.stream()
                        .sorted(Comparator.comparingInt(
                                        (Integer place) -> -sums.get(place).faces())
                                .thenComparing(people::get))
                        .map(this::person)
                        .toList(),
                group.pairs.stream()
                        .sorted(Comparator.comparingDouble(pair -> -pair.logLikelihoodRatio()))
                        .map(evidence::candidate)
                        .toList());
    }

    private DuplicatesResult.Person person(int place) {
        TemplateSum sum = sums.get(place);
        return new DuplicatesResult.Person(
                people.get(place),
                name(place),
                sum.faces(),
                scorer.quality(sum.person().pooledMagnitude()));
    }

    private @Nullable String name(int place) {
        return snapshot.person(people.get(place)).map(Person::name).orElse(null);
    }

    /// The evidence that a user needs to decide.
    private final class Evidence {
        private final Map<Integer, List<StoredFace>> faces;

        Evidence(Map<Integer, List<StoredFace>> faces) {
            this.faces = faces;
        }

        DuplicatesResult.Candidate candidate(DuplicatePairs.ScoredPair pair) {
            List<DuplicatesResult.FacePair> best = best(pair);
            return new DuplicatesResult.Candidate(
                    people.get(pair.first()),
                    people.get(pair.second()),
                    pair.probability(),
                    pair.logLikelihoodRatio(),
                    pair.cosine(),
                    best,
                    against(pair, best));
        }

        private List<DuplicatesResult.FacePair> best(DuplicatePairs.ScoredPair pair) {
            record Likeness(StoredFace one, StoredFace other, float cosine, double ratio) {}
            List<Likeness> all = new ArrayList<>();
            for (StoredFace one : faces.getOrDefault(pair.first(), List.of())) {
                for (StoredFace other : faces.getOrDefault(pair.second(), List.of())) {
                    float cosine = one.face()
                            .embedding()
                            .direction()
                            .cosine(other.face().embedding().direction());
                    all.add(new Likeness(one, other, cosine, ratio(one, other, cosine)));
                }
            }
            return all.stream()
                    .sorted(Comparator.comparingDouble((Likeness likeness) -> -likeness.ratio)
                            .thenComparing(likeness -> likeness.one.face().id())
                            .thenComparing(likeness -> likeness.other.face().id()))
                    .limit(BEST_FACES)
                    .map(likeness -> new DuplicatesResult.FacePair(
                            likeness.one.face().id(),
                            likeness.other.face().id(),
                            likeness.cosine,
                            quality(likeness.one),
                            quality(likeness.other),
                            path(likeness.one.face().id()),
                            path(likeness.other.face().id())))
                    .toList();
        }

        private double ratio(StoredFace one, StoredFace other, float cosine) {
            Calibration calibration = scorer.calibration();
            return calibration == null
                    ? cosine
                    : calibration
                            .probability(
                                    cosine,
                                    one.face().embedding().magnitude(),
                                    other.face().embedding().magnitude(),
                                    0.5)
                            .logLikelihoodRatio();
        }

        private List<String> against(DuplicatePairs.ScoredPair pair, List<DuplicatesResult.FacePair> best) {
            List<String> against = new ArrayList<>();
            List<PhotoId> photos = sharedPhotosOf(pair.first(), pair.second());
            photos.stream().sorted().limit(PHOTOS_NAMED).forEach(photo -> against.add("both are in " + where(photo)));
            if (photos.size() > PHOTOS_NAMED) {
                against.add("both are in %d more photos".formatted(photos.size() - PHOTOS_NAMED));
            }
            int refused = rejections.getOrDefault(indexPair(pair.first(), pair.second()), 0);
            if (refused > 0) {
                against.add(
                        refused == 1
                                ? "a user said of a face of one that it is not the other"
                                : "a user said of %d faces of one that they are not the other".formatted(refused));
            }
            if (pair.lowQuality()) {
                against.add("both are known from poor faces only, which are alike without being one person");
            }
            photosBeforeBirth(pair.first(), pair.second()).ifPresent(against::add);
            photosBeforeBirth(pair.second(), pair.first()).ifPresent(against::add);
            String one = name(pair.first());
            String other = name(pair.second());
            if (one != null && other != null && !one.equals(other)) {
                against.add("they bear two names, %s and %s".formatted(one, other));
            }
            boolean alike = best.stream().anyMatch(faces -> MatchScorer.MATCH.equals(decision(faces)));
            if (!alike) {
                against.add("no two faces of theirs match by themselves");
            }
            return against;
        }

        /// The evidence against one person's date of birth: photos of the other person that are older. It is
        /// only reported in words, because cameras' clocks are often wrong.
        private Optional<String> photosBeforeBirth(int born, int seen) {
            LocalDate birth = birthDates.get(people.get(born));
            if (birth == null) {
                return Optional.empty();
            }
            long before = faces.getOrDefault(seen, List.of()).stream()
                    .filter(face -> face.captureTime() != null
                            && face.captureTime().toLocalDate().isBefore(birth))
                    .map(face -> face.face().id().photo())
                    .distinct()
                    .count();
            return before == 0
                    ? Optional.empty()
                    : Optional.of("%s was born on %s, and %d %s of the other %s before"
                            .formatted(
                                    label(born),
                                    birth,
                                    before,
                                    before == 1 ? "photo" : "photos",
                                    before == 1 ? "is from" : "are from"));
        }

        private String label(int place) {
            String called = name(place);
            return called == null ? "#" + people.get(place) : called;
        }

        private @Nullable String decision(DuplicatesResult.FacePair pair) {
            return scorer.decision(pair.cosine(), magnitude(pair.first()), magnitude(pair.second()));
        }

        private double magnitude(FaceId face) {
            return snapshot.face(face)
                    .orElseThrow(
                            () -> new LikenessException(ErrorCode.GALLERY_CORRUPT, "face " + face + " has no document"))
                    .face()
                    .embedding()
                    .magnitude();
        }

        private int quality(StoredFace face) {
            return scorer.quality(face.face().embedding().magnitude());
        }

        private @Nullable String path(FaceId face) {
            return snapshot.photo(face.photo())
                    .flatMap(photo -> photo.paths().keySet().stream().findFirst())
                    .orElse(null);
        }

        private String where(PhotoId photo) {
            return snapshot.photo(photo)
                    .flatMap(stored -> stored.paths().keySet().stream().findFirst())
                    .orElse(photo.sha256());
        }
    }
}
