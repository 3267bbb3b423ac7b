package dev.likeness.engine.search;

import dev.likeness.face.Detection;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.scoring.ActiveCalibration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the gallery knows of the faces in a query photo, each with its hits. Components are keys of the JSON
/// form, in this order. A decision is `match`, `no-match` or `low-quality`; all that rests on a
/// calibration is null where none is known for the model.
///
/// @param calibration what probabilities and decisions rest on
/// @param operatingPoint how many false matches decisions may bring: `cautious`, `balanced` or `eager`
public record SearchResult(
        String gallery,
        String embedder,
        @Nullable ActiveCalibration calibration,
        String operatingPoint,
        List<ProbeFace> faces) {
    public SearchResult {
        faces = List.copyOf(faces);
    }

    /// The same with people alone, for who asked for them.
    public SearchResult withoutHits() {
        return new SearchResult(
                gallery,
                embedder,
                calibration,
                operatingPoint,
                faces.stream().map(ProbeFace::withoutHits).toList());
    }

    /// One face of the query photo, best detection first.
    ///
    /// @param probe which of the request's probes it is of, from 0
    /// @param face its id, if it is one of the gallery's; null else
    /// @param detection where it is in the query photo; null if there is none
    /// @param magnitude of its embedding, on the embedder's own scale
    /// @param quality 0 to 100
    /// @param visited how many of the gallery's faces it was compared with
    /// @param exact whether `hits` are certainly the best there are
    /// @param basis what the probabilities assume
    /// @param decision whether this person is in the gallery, judged on the best k faces
    /// @param people the identities among the hits, best first
    public record ProbeFace(
            int probe,
            @Nullable FaceId face,
            @Nullable Detection detection,
            float magnitude,
            int quality,
            long visited,
            boolean exact,
            @Nullable DecisionBasis basis,
            @Nullable String decision,
            List<Hit> hits,
            List<PersonHit> people) {
        public ProbeFace {
            hits = List.copyOf(hits);
            people = List.copyOf(people);
        }

        private ProbeFace withoutHits() {
            return new ProbeFace(
                    probe, face, detection, magnitude, quality, visited, exact, basis, decision, List.of(), people);
        }
    }

    /// What the probabilities of one query face assume, and what chance may bring.
    ///
    /// @param faces how many faces were searched: those that pass the filter, or all where the index is
    ///     walked
    /// @param facePrior P(same person) of any one of these faces before the search: 1/`faces`, at most 1/2
    /// @param people how many people the gallery holds
    /// @param personPrior P(same person) of any one of them before the search: 1/`people`, at most 1/2
    /// @param falseMatchRate share of impostor pairs that may be called a match
    /// @param extrapolated whether the calibration saw too few impostor pairs to have measured that rate
    /// @param falsePositiveRate the chance that a stranger's search of so many faces brings at least one
    ///     match: FPIR = 1 − (1 − FMR)^`faces`
    /// @param personFalsePositiveRate the chance that it brings at least one person: 1 − (1 − FMR)^`people`
    ///     where templates are compared, else that of the faces
    public record DecisionBasis(
            long faces,
            double facePrior,
            long people,
            double personPrior,
            double falseMatchRate,
            boolean extrapolated,
            double falsePositiveRate,
            double personFalsePositiveRate) {}

    /// One face of the gallery.
    ///
    /// @param probability P(same person) with the prior [DecisionBasis#facePrior()]
    /// @param decision whether it is the same person
    /// @param paths where its photo lies, sorted
    public record Hit(
            FaceId face,
            float cosine,
            @Nullable Double probability,
            @Nullable String decision,
            float magnitude,
            int quality,
            List<String> paths,
            Detection detection,
            @Nullable PersonId person,
            @Nullable String name) {
        public Hit {
            paths = List.copyOf(paths);
        }
    }

    /// One identity among the hits. Where the calibration knows templates, the query face is compared
    /// with the [dev.likeness.face.Template] of all the person's faces in the gallery; else the
    /// person's best hit speaks for them.
    ///
    /// @param cosine with the template, or of the best hit
    /// @param probability P(same person) of that with the prior [DecisionBasis#personPrior()]
    /// @param decision on that
    /// @param hits how many of the hits are theirs
    /// @param templateFaces how many faces the template holds; 0 if the best hit spoke
    public record PersonHit(
            PersonId person,
            @Nullable String name,
            float cosine,
            @Nullable Double probability,
            @Nullable String decision,
            int hits,
            int templateFaces) {}
}
