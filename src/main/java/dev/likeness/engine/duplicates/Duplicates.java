package dev.likeness.engine.duplicates;

import dev.likeness.calibration.Calibration;
import dev.likeness.engine.duplicates.DuplicatePairs.ScoredPair;
import dev.likeness.engine.duplicates.PairGrouping.PeopleGroup;
import dev.likeness.engine.people.DecidedPairs;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.ErrorFacts;
import dev.likeness.face.LikenessException;
import dev.likeness.face.PersonId;
import dev.likeness.face.Remedy;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.scoring.ActiveCalibration;
import dev.likeness.scoring.MatchScorer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// Finds the people of a gallery who are probably one person.
public final class Duplicates {
    /// Results that are kept for one state of a gallery.
    private static final int MAX_KEPT = 8;

    private record Question(DuplicatesRequest request, Calibration calibration, ActiveCalibration inUse) {}

    /// What is derived of a state of a gallery.
    private static final class KeptResults {
        private final Map<Question, DuplicatesResult> results = new ConcurrentHashMap<>();
    }

    private final DuplicatesRequest request;
    private final GallerySnapshot snapshot;
    private final MatchScorer scorer;
    private final BooleanSupplier cancelled;

    public Duplicates(
            DuplicatesRequest request, GallerySnapshot snapshot, MatchScorer scorer, BooleanSupplier cancelled) {
        this.request = request;
        this.snapshot = snapshot;
        this.scorer = scorer;
        this.cancelled = cancelled;
    }

    /// Compares all people, and collects the evidence for the pairs and groups that the result lists. A result is kept
    /// until the gallery changes.
    ///
    /// @throws LikenessException `INVALID_ARGUMENT` if the embedder has no calibration; `CANCELLED`
    public DuplicatesResult find() {
        Calibration calibration = scorer.calibration();
        ActiveCalibration inUse = scorer.activeCalibration();
        if (calibration == null || inUse == null) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a search for duplicates needs a calibration, there is none for %s"
                            .formatted(snapshot.embedder().id()),
                    ErrorFacts.ofRemedies(
                            new Remedy.Calibrate(snapshot.embedder().id())));
        }
        Map<Question, DuplicatesResult> known = snapshot.derived(KeptResults.class, KeptResults::new).results;
        Question question = new Question(request, calibration, inUse);
        DuplicatesResult result = known.get(question);
        if (result == null) {
            result = find(calibration, inUse);
            if (known.size() >= MAX_KEPT) {
                known.clear();
            }
            known.put(question, result);
        }
        return result;
    }

    private DuplicatesResult find(Calibration calibration, ActiveCalibration inUse) {
        ComparedPeople people = ComparedPeople.of(snapshot);
        List<DuplicatePairs.Person> templates = people.templates();
        DuplicatePairs found = DuplicatePairs.among(templates, calibration, people, cancelled);
        List<ScoredPair> probable = found.pairs().stream()
                .filter(pair -> pair.probability() >= request.minProbability())
                .filter(pair -> isNew(people.id(pair.first())) || isNew(people.id(pair.second())))
                .toList();
        List<ScoredPair> offered =
                probable.stream().filter(pair -> !pair.lowQuality()).toList();
        double prior = found.prior().prior();
        List<PeopleGroup> groups =
                new PairGrouping(people, templates, calibration, prior, request.minProbability()).groups(offered);
        List<PeopleGroup> listed = groups.subList(0, Math.min(request.limit(), groups.size()));
        List<ScoredPair> lowQuality = probable.stream()
                .filter(ScoredPair::lowQuality)
                .limit(request.limit())
                .toList();
        DecidedPairs decided = DecidedPairs.of(snapshot);
        PairEvidence evidence = new PairEvidence(people, peopleOf(listed, lowQuality), snapshot, scorer);
        return new DuplicatesResult(
                request.gallery(),
                snapshot.embedder().id(),
                inUse,
                found.ofTemplates() ? "templates" : "faces",
                people.size(),
                found.prior().pairs(),
                found.exact(),
                prior,
                found.prior().expectedMated(),
                request.minProbability(),
                offered.size(),
                offered.stream().mapToDouble(pair -> 1 - pair.probability()).sum(),
                decided.merged(),
                decided.markedDifferent(),
                people.size() == 0 ? 0 : people.id(people.size() - 1).value(),
                listed.stream().map(group -> group(group, people, evidence)).toList(),
                lowQuality.stream().map(evidence::candidate).toList());
    }

    private boolean isNew(PersonId person) {
        return person.value() > request.newSince();
    }

    private static Set<Integer> peopleOf(List<PeopleGroup> groups, List<ScoredPair> pairs) {
        Set<Integer> shown = new HashSet<>();
        groups.forEach(group -> shown.addAll(group.people()));
        pairs.forEach(pair -> shown.addAll(List.of(pair.first(), pair.second())));
        return shown;
    }

    private DuplicatesResult.Group group(PeopleGroup group, ComparedPeople people, PairEvidence evidence) {
        return new DuplicatesResult.Group(
                group.weakest().probability(),
                group.facesAffected(),
                group.people().stream()
                        .sorted(Comparator.comparingInt((Integer person) -> -people.faces(person))
                                .thenComparing(people::id))
                        .map(person -> person(person, people))
                        .toList(),
                group.pairs().stream().map(evidence::candidate).toList());
    }

    private DuplicatesResult.Person person(int person, ComparedPeople people) {
        return new DuplicatesResult.Person(
                people.id(person),
                people.name(person),
                people.faces(person),
                people.photos(person),
                scorer.quality(people.sum(person).person().pooledMagnitude()));
    }
}
