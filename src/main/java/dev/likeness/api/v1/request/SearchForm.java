package dev.likeness.api.v1.request;

import dev.likeness.api.problem.ProblemCode;
import dev.likeness.api.problem.ProblemException;
import dev.likeness.engine.search.SearchRequest;
import dev.likeness.face.FaceFilter;
import dev.likeness.scoring.Threshold;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/// The JSON form of a search. Omitted values have the defaults of `likeness search`.
///
/// @param probes at most 64
/// @param image a picture, instead of a list of one probe
/// @param k maximum number of hits per probe face, 1 to 1000
/// @param threshold minimum score of a hit
/// @param minQuality minimum quality of a hit, 0 to 100
/// @param pathPrefix only photos whose path starts with this
/// @param capturedFrom only photos captured at this time or later
/// @param capturedBefore only photos captured before this time
/// @param people only faces of these people
/// @param hidden whether hidden people are included
/// @param include what the result contains: `faces`, `people` or `both`
@SuppressWarnings("ArrayRecordComponent") // read once, then gone
public record SearchForm(
        @Nullable List<ProbeForm> probes,
        @JsonDeserialize(using = PictureReader.class) byte @Nullable [] image,
        @Nullable Integer k,
        @Nullable ThresholdForm threshold,
        @Nullable Integer minQuality,
        @Nullable String pathPrefix,

        @JsonDeserialize(using = CaptureTimeReader.class) @Nullable
        LocalDateTime capturedFrom,

        @JsonDeserialize(using = CaptureTimeReader.class) @Nullable
        LocalDateTime capturedBefore,

        @Nullable List<Long> people,
        @Nullable Boolean hidden,
        @Nullable String include) {
    /// Maximum number of probes.
    public static final int MAX_PROBES = 64;
    private static final int DEFAULT_K = 10;

    /// A search with the default of every value.
    public static final SearchForm EMPTY =
            new SearchForm(null, null, null, null, null, null, null, null, null, null, null);

    /// Exactly one of the three.
    record ThresholdForm(
            @Nullable Float cosine,
            @Nullable Double probability,
            @Nullable Double falseMatchRate) {
        Threshold threshold() {
            if (cosine != null && probability == null && falseMatchRate == null) {
                return new Threshold.Cosine(cosine);
            }
            if (cosine == null && probability != null && falseMatchRate == null) {
                return new Threshold.Probability(probability);
            }
            if (cosine == null && probability == null && falseMatchRate != null) {
                return new Threshold.FalseMatchRate(falseMatchRate);
            }
            throw new ProblemException(
                    ProblemCode.INVALID_ARGUMENT, "a threshold must be one of cosine, probability and falseMatchRate");
        }
    }

    /// The probes of the form.
    ///
    /// @throws ProblemException 400 `INVALID_ARGUMENT` if there are both probes and an image
    public List<ProbeForm> allProbes() {
        if (image == null) {
            return probes == null ? List.of() : probes;
        }
        if (probes != null) {
            throw new ProblemException(ProblemCode.INVALID_ARGUMENT, "only one of probes and image must be given");
        }
        return List.of(ProbeForm.ofPicture(image));
    }

    /// The search of this gallery, without its probes.
    public SearchRequest request(String gallery) {
        return new SearchRequest(
                gallery,
                k == null ? DEFAULT_K : k,
                threshold == null ? Threshold.NONE : threshold.threshold(),
                minQuality == null ? 0 : minQuality,
                filter(),
                hidden != null && hidden,
                !includes().equals("faces"));
    }

    private FaceFilter filter() {
        FaceFilter filter =
                FaceFilter.none().captured(capturedFrom, capturedBefore).withPathPrefix(pathPrefix);
        return people == null || people.isEmpty() ? filter : filter.ofPeople(FacesRequest.personIds(people));
    }

    /// `faces`, `people` or `both`.
    public String includes() {
        String word = include == null ? "both" : include;
        return switch (word) {
            case "faces", "people", "both" -> word;
            default ->
                throw new ProblemException(
                        ProblemCode.INVALID_ARGUMENT, "include must be faces, people or both, got: " + word);
        };
    }
}
