package dev.likeness.engine.search;

import dev.likeness.face.Detection;
import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.scoring.ActiveCalibration;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The hits for each probe face. Components are keys of the JSON form, in this order. A decision is `match`,
/// `no-match` or `low-quality`. Everything that depends on a calibration is null if the model has no
/// calibration.
///
/// @param calibration the calibration of probabilities and decisions
/// @param operatingPoint how many false matches decisions accept: `cautious`, `balanced` or `eager`
public record SearchResult(
        String gallery,
        String embedder,
        @Nullable ActiveCalibration calibration,
        String operatingPoint,
        List<ProbeFace> faces) {
    public SearchResult {
        faces = List.copyOf(faces);
    }

    /// The same result with people only, for requests without faces.
    public SearchResult withoutHits() {
        return new SearchResult(
                gallery,
                embedder,
                calibration,
                operatingPoint,
                faces.stream().map(ProbeFace::withoutHits).toList());
    }

    /// One probe face. The faces of a picture are in order of detection score, best first.
    ///
    /// @param probe index of the face's probe in the request, starting at 0
    /// @param face the face's id if it is in the gallery; else null
    /// @param detection the face's detection in the picture or stored photo; null for a given embedding
    /// @param magnitude magnitude of its embedding, on the embedder's own scale
    /// @param quality 0 to 100
    /// @param visited number of gallery faces that it was compared with
    /// @param exact whether `hits` are certainly the best in the gallery
    /// @param basis the assumptions of the probabilities
    /// @param decision whether this person is in the gallery, based on the best k faces
    /// @param people the people among the hits, best first
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

    /// The assumptions behind the probabilities of one probe face, and its false positive rates.
    ///
    /// @param faces number of searched faces: those that pass the filter, or all if the graph is searched
    /// @param facePrior P(same person) of any one of these faces before the search: 1/`faces`, at most 1/2
    /// @param people number of people in the gallery
    /// @param personPrior P(same person) of any one of them before the search: 1/`people`, at most 1/2
    /// @param falseMatchRate the accepted share of impostor pairs that are decided as a match
    /// @param extrapolated whether the calibration data had too few impostor pairs to measure that rate
    /// @param falsePositiveRate the probability that a stranger's search of so many faces returns at least
    ///     one match: FPIR = 1 − (1 − FMR)^`faces`
    /// @param personFalsePositiveRate the probability that it returns at least one person: 1 − (1 −
    ///     FMR)^`people` if templates are compared, else that of the faces
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
    /// @param paths paths of its photo, sorted
    /// @param captureTime when its photo was taken; null if the photo has no capture time
    public record Hit(
            FaceId face,
            float cosine,
            @Nullable Double probability,
            @Nullable String decision,
            float magnitude,
            int quality,
            List<String> paths,
            @Nullable LocalDateTime captureTime,
            Detection detection,
            @Nullable PersonId person,
            @Nullable String name) {
        public Hit {
            paths = List.copyOf(paths);
        }
    }

    /// One person among the hits. If the calibration supports templates, the probe face is compared with the
    /// [dev.likeness.face.Template] of all the person's faces in the gallery; else the score is that of the
    /// person's best hit.
    ///
    /// @param cosine cosine with the template, or of the best hit
    /// @param probability P(same person) for that cosine with the prior [DecisionBasis#personPrior()]
    /// @param decision decision for that probability
    /// @param hits number of hits that are faces of this person
    /// @param templateFaces number of faces in the template; 0 if the best hit was used
    public record PersonHit(
            PersonId person,
            @Nullable String name,
            float cosine,
            @Nullable Double probability,
            @Nullable String decision,
            int hits,
            int templateFaces) {}
}
