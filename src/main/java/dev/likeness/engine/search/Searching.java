package dev.likeness.engine.search;

import dev.likeness.extract.Probe;
import dev.likeness.face.Detection;
import dev.likeness.face.Embedding;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.Face;
import dev.likeness.face.FaceId;
import dev.likeness.face.LikenessException;
import dev.likeness.face.Person;
import dev.likeness.face.PersonId;
import dev.likeness.face.Template;
import dev.likeness.index.FaceFilter;
import dev.likeness.index.GallerySnapshot;
import dev.likeness.index.Match;
import dev.likeness.index.SearchHits;
import dev.likeness.index.StoredFace;
import dev.likeness.scoring.Meaning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers one query face after the other from one snapshot, and says what the cosines mean.
public final class Searching {
    private final SearchRequest request;
    private final GallerySnapshot snapshot;
    private final Meaning meaning;
    private final FaceFilter filter;

    public Searching(SearchRequest request, GallerySnapshot snapshot, Meaning meaning) {
        this.request = request;
        this.snapshot = snapshot;
        this.meaning = meaning;
        this.filter = filter(request, meaning);
    }

    /// @param number of the probe in the request, from 0
    public SearchAnswer.QueryFace face(int number, Probe probe) {
        return switch (probe) {
            case Probe.Seen(Detection detection, Embedding embedding) -> face(number, null, detection, embedding);
            case Probe.Given(Embedding embedding) -> face(number, null, null, embedding);
            case Probe.Known(FaceId id) -> {
                Face known = known(snapshot, request.gallery(), id).face();
                yield face(number, id, known.detection(), known.embedding());
            }
        };
    }

    /// A face that somebody says is in the gallery.
    ///
    /// @throws LikenessException `NOT_FOUND`
    public static StoredFace known(GallerySnapshot snapshot, String gallery, FaceId id) {
        return snapshot.face(id)
                .orElseThrow(() ->
                        new LikenessException(ErrorCode.NOT_FOUND, "gallery %s has no face %s".formatted(gallery, id)));
    }

    private SearchAnswer.QueryFace face(
            int number, @Nullable FaceId known, @Nullable Detection detection, Embedding embedding) {
        float magnitude = embedding.magnitude();
        SearchHits found = nearest(embedding, known);
        // An exact search has compared each face that passes the filter; of a walk only the upper bound is known.
        long faces = found.exact() ? found.visited() : snapshot.statistics().faces();
        long people = snapshot.statistics().people();
        Meaning.Chance chance = meaning.chance(magnitude, faces, people);
        List<SearchAnswer.Hit> hits = found.matches().stream()
                .map(match -> hit(match, magnitude, Meaning.prior(faces)))
                .filter(hit -> meaning.reaches(
                        request.threshold(), hit.cosine(), hit.probability(), magnitude, hit.magnitude()))
                .toList();
        return new SearchAnswer.QueryFace(
                number,
                known,
                detection,
                magnitude,
                meaning.quality(magnitude),
                found.visited(),
                found.exact(),
                chance == null
                        ? null
                        : new SearchAnswer.Basis(
                                faces,
                                Meaning.prior(faces),
                                people,
                                Meaning.prior(people),
                                chance.falseMatchRate(),
                                chance.extrapolated(),
                                chance.falsePositiveRate(),
                                chance.personFalsePositiveRate()),
                decision(found, magnitude),
                hits,
                request.joined() ? people(hits, embedding, Meaning.prior(people)) : List.of());
    }

    /// A face of the gallery does not find itself.
    private SearchHits nearest(Embedding embedding, @Nullable FaceId known) {
        if (known == null) {
            return snapshot.nearest(embedding.direction(), request.k(), filter);
        }
        SearchHits found =
                snapshot.nearest(embedding.direction(), Math.min(request.k() + 1, SearchRequest.MAXIMUM_K), filter);
        return new SearchHits(
                found.matches().stream()
                        .filter(match -> !match.face().equals(known))
                        .limit(request.k())
                        .toList(),
                found.visited(),
                found.exact());
    }

    /// Is this person here? Judged on all that was found, also on hits that are not shown.
    private @Nullable String decision(SearchHits found, float magnitude) {
        if (meaning.calibration() == null) {
            return null;
        }
        boolean here = found.matches().stream()
                .anyMatch(
                        match -> Meaning.MATCH.equals(meaning.decision(match.cosine(), magnitude, match.magnitude())));
        if (here) {
            return Meaning.MATCH;
        }
        return meaning.isPoor(magnitude) ? Meaning.TOO_POOR : Meaning.NO_MATCH;
    }

    private SearchAnswer.Hit hit(Match match, float queryMagnitude, double prior) {
        FaceId id = match.face();
        StoredFace face = snapshot.face(id)
                .orElseThrow(() -> new LikenessException(ErrorCode.GALLERY_CORRUPT, "face " + id + " has no document"));
        float magnitude = face.face().embedding().magnitude();
        Optional<Person> person = Optional.ofNullable(face.person()).flatMap(snapshot::person);
        boolean named = request.hidden() || !person.map(Person::hidden).orElse(false);
        return new SearchAnswer.Hit(
                id,
                match.cosine(),
                meaning.probability(match.cosine(), queryMagnitude, magnitude, prior),
                meaning.decision(match.cosine(), queryMagnitude, magnitude),
                magnitude,
                meaning.quality(magnitude),
                snapshot.photo(id.photo())
                        .map(photo -> List.copyOf(photo.paths().keySet()))
                        .orElse(List.of()),
                face.face().detection(),
                named ? face.person() : null,
                named ? person.map(Person::name).orElse(null) : null);
    }

    /// Best first.
    private List<SearchAnswer.PersonHit> people(List<SearchAnswer.Hit> hits, Embedding query, double prior) {
        Map<PersonId, List<SearchAnswer.Hit>> byPerson = new LinkedHashMap<>();
        for (SearchAnswer.Hit hit : hits) {
            if (hit.identity() != null) {
                byPerson.computeIfAbsent(hit.identity(), _ -> new ArrayList<>()).add(hit);
            }
        }
        return byPerson.entrySet().stream()
                .map(entry -> meaning.knowsTemplates()
                        ? byTemplate(entry.getKey(), entry.getValue(), Template.of(List.of(query)), prior)
                        : byBestHit(entry.getKey(), entry.getValue(), query.magnitude(), prior))
                .sorted(Comparator.comparingDouble(SearchAnswer.PersonHit::cosine)
                        .reversed())
                .toList();
    }

    private SearchAnswer.PersonHit byTemplate(
            PersonId person, List<SearchAnswer.Hit> theirs, Template query, double prior) {
        Template template = Template.of(snapshot.facesOf(person).stream()
                .map(face -> face.face().embedding())
                .toList());
        return new SearchAnswer.PersonHit(
                person,
                theirs.getFirst().name(),
                query.cosine(template),
                meaning.probability(query, template, prior),
                meaning.decision(query, template),
                theirs.size(),
                template.faces());
    }

    private SearchAnswer.PersonHit byBestHit(
            PersonId person, List<SearchAnswer.Hit> theirs, float magnitude, double prior) {
        SearchAnswer.Hit best = theirs.getFirst();
        return new SearchAnswer.PersonHit(
                person,
                best.name(),
                best.cosine(),
                meaning.probability(best.cosine(), magnitude, best.magnitude(), prior),
                best.decision(),
                theirs.size(),
                0);
    }

    private static FaceFilter filter(SearchRequest request, Meaning meaning) {
        FaceFilter filter = FaceFilter.none();
        if (request.minQuality() > 0) {
            // The magnitude from which on the quality, rounded to a whole number, is at least the one asked for.
            double least = meaning.scale().magnitudeAt((request.minQuality() - 0.5) / 100);
            filter = filter.withMagnitude((float) Math.max(0, least), Float.POSITIVE_INFINITY);
        }
        if (request.pathPrefix() != null) {
            filter = filter.withPathPrefix(request.pathPrefix());
        }
        if (request.takenFrom() != null || request.takenBefore() != null) {
            filter = filter.captured(request.takenFrom(), request.takenBefore());
        }
        if (!request.people().isEmpty()) {
            filter = filter.ofPeople(request.people());
        }
        return filter;
    }
}
