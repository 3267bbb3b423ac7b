package dev.likeness.engine.search;

import dev.likeness.extract.Probe;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceFilter;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.Template;
import dev.likeness.index.FoundFace;
import dev.likeness.index.FoundFaces;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.Match;
import dev.likeness.index.StoredFace;
import dev.likeness.scoring.MatchScorer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Searches one snapshot of a gallery, and applies the calibration to the cosines of the hits.
public final class GallerySearch {
    private final SearchRequest request;
    private final GallerySnapshot snapshot;
    private final MatchScorer scorer;
    private final FaceFilter filter;

    public GallerySearch(SearchRequest request, GallerySnapshot snapshot, MatchScorer scorer) {
        this.request = request;
        this.snapshot = snapshot;
        this.scorer = scorer;
        this.filter = filter(request, snapshot, scorer);
    }

    /// Searches the gallery for some probes.
    ///
    /// @param probes the probes, each with its faces: one, or all that a picture shows
    /// @throws LikenessException `NOT_FOUND` if a probe is a stored face that the gallery does not have;
    ///     `INVALID_ARGUMENT` if an embedding has another dimension than the gallery's, or a threshold needs a
    ///     calibration and there is none
    public SearchResult search(List<? extends List<? extends Probe>> probes) {
        List<SearchResult.ProbeFace> faces = new ArrayList<>();
        for (int number = 0; number < probes.size(); number++) {
            for (Probe probe : probes.get(number)) {
                faces.add(face(number, probe));
            }
        }
        return new SearchResult(
                request.gallery(),
                snapshot.embedder().id(),
                scorer.activeCalibration(),
                scorer.operatingPoint(),
                faces);
    }

    private SearchResult.ProbeFace face(int number, Probe probe) {
        return switch (probe) {
            case Probe.PictureProbe(Detection detection, Embedding embedding) ->
                face(number, null, detection, embedding);
            case Probe.EmbeddingProbe(Embedding embedding) -> face(number, null, null, embedding);
            case Probe.StoredFaceProbe(FaceId id) -> {
                Face stored = storedFace(snapshot, request.gallery(), id).face();
                yield face(number, stored.id(), stored.detection(), stored.embedding());
            }
        };
    }

    /// A stored face that a caller refers to.
    ///
    /// @throws LikenessException `NOT_FOUND`
    static StoredFace storedFace(GallerySnapshot snapshot, String gallery, FaceId id) {
        return snapshot.face(id)
                .or(() -> snapshot.face(snapshot.presentId(id)))
                .orElseThrow(() ->
                        new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no face %s".formatted(gallery, id)));
    }

    private SearchResult.ProbeFace face(
            int number, @Nullable FaceId storedFace, @Nullable Detection detection, Embedding embedding) {
        float magnitude = embedding.magnitude();
        FoundFaces found = nearest(embedding, storedFace);
        // An exact search has compared every face that passes the filter; for a graph search only the upper
        // bound is known.
        long faces = found.exact() ? found.visited() : snapshot.statistics().faces();
        long people = snapshot.statistics().people();
        double prior = MatchScorer.prior(faces);
        MatchScorer.ErrorRates chance = scorer.errorRates(magnitude, faces, people);
        List<SearchResult.Hit> hits = found.faces().stream()
                .map(face -> hit(face, magnitude, prior))
                .filter(hit ->
                        scorer.meets(request.threshold(), hit.cosine(), hit.probability(), magnitude, hit.magnitude()))
                .toList();
        return new SearchResult.ProbeFace(
                number,
                storedFace,
                detection,
                magnitude,
                scorer.quality(magnitude),
                found.visited(),
                found.exact(),
                chance == null
                        ? null
                        : new SearchResult.DecisionBasis(
                                faces,
                                prior,
                                people,
                                MatchScorer.prior(people),
                                chance.falseMatchRate(),
                                chance.extrapolated(),
                                chance.falsePositiveRate(),
                                chance.personFalsePositiveRate()),
                decision(found, magnitude),
                hits,
                request.includePeople() ? people(hits, embedding, MatchScorer.prior(people)) : List.of());
    }

    /// The gallery faces nearest to a probe. A stored face is not a hit of its own search.
    private FoundFaces nearest(Embedding embedding, @Nullable FaceId storedFace) {
        if (storedFace == null) {
            return snapshot.nearestFaces(embedding.direction(), request.k(), filter);
        }
        FoundFaces found =
                snapshot.nearestFaces(embedding.direction(), Math.min(request.k() + 1, SearchRequest.MAX_K), filter);
        return new FoundFaces(
                found.faces().stream()
                        .filter(face -> !face.match().face().equals(storedFace))
                        .limit(request.k())
                        .toList(),
                found.visited(),
                found.exact());
    }

    /// Whether the probe's person is in the gallery. The decision uses all faces found, including those below
    /// the threshold.
    private @Nullable String decision(FoundFaces found, float magnitude) {
        if (scorer.calibration() == null) {
            return null;
        }
        boolean matched = found.faces().stream()
                .map(FoundFace::match)
                .anyMatch(match ->
                        MatchScorer.MATCH.equals(scorer.decision(match.cosine(), magnitude, match.magnitude())));
        if (matched) {
            return MatchScorer.MATCH;
        }
        return scorer.isLowQuality(magnitude) ? MatchScorer.LOW_QUALITY : MatchScorer.NO_MATCH;
    }

    private SearchResult.Hit hit(FoundFace face, float probeMagnitude, double prior) {
        Match match = face.match();
        float magnitude = match.magnitude();
        PersonId person = match.person();
        return new SearchResult.Hit(
                match.face(),
                match.cosine(),
                scorer.probability(match.cosine(), probeMagnitude, magnitude, prior),
                scorer.decision(match.cosine(), probeMagnitude, magnitude),
                magnitude,
                scorer.quality(magnitude),
                face.paths(),
                face.captureTime(),
                face.detection(),
                person,
                person == null
                        ? null
                        : snapshot.person(person).map(Person::name).orElse(null));
    }

    /// The people among the hits, best first.
    private List<SearchResult.PersonHit> people(List<SearchResult.Hit> hits, Embedding probe, double prior) {
        Map<PersonId, List<SearchResult.Hit>> byPerson = new LinkedHashMap<>();
        for (SearchResult.Hit hit : hits) {
            if (hit.person() != null) {
                byPerson.computeIfAbsent(hit.person(), _ -> new ArrayList<>()).add(hit);
            }
        }
        return byPerson.entrySet().stream()
                .map(entry -> scorer.hasTemplateCalibration()
                        ? byTemplate(entry.getKey(), entry.getValue(), Template.of(List.of(probe)), prior)
                        : byBestHit(entry.getKey(), entry.getValue(), probe.magnitude(), prior))
                .sorted(Comparator.comparingDouble(SearchResult.PersonHit::cosine)
                        .reversed())
                .toList();
    }

    private SearchResult.PersonHit byTemplate(
            PersonId person, List<SearchResult.Hit> theirs, Template probe, double prior) {
        Template template = snapshot.template(person)
                .orElseThrow(() -> new LikenessException(ErrorCode.GALLERY_CORRUPT, person + " has no faces"));
        return new SearchResult.PersonHit(
                person,
                theirs.getFirst().name(),
                probe.cosine(template),
                scorer.probability(probe, template, prior),
                scorer.decision(probe, template),
                theirs.size(),
                template.faces());
    }

    private SearchResult.PersonHit byBestHit(
            PersonId person, List<SearchResult.Hit> theirs, float magnitude, double prior) {
        SearchResult.Hit best = theirs.getFirst();
        return new SearchResult.PersonHit(
                person,
                best.name(),
                best.cosine(),
                scorer.probability(best.cosine(), magnitude, best.magnitude(), prior),
                best.decision(),
                theirs.size(),
                0);
    }

    /// The filter of the request with the minimum quality as a magnitude of the gallery's model, and without hidden
    /// people.
    private static FaceFilter filter(SearchRequest request, GallerySnapshot snapshot, MatchScorer scorer) {
        FaceFilter filter = request.filter();
        if (request.minQuality() > 0) {
            filter = filter.withMagnitude(scorer.minMagnitude(request.minQuality()), Float.POSITIVE_INFINITY);
        }
        if (request.includeHidden()) {
            return filter;
        }
        Set<PersonId> asked = filter.people();
        List<PersonId> hidden = snapshot.hiddenPeople().stream()
                .filter(person -> !asked.contains(person))
                .toList();
        return hidden.isEmpty() ? filter : filter.excludingPeople(hidden);
    }
}
