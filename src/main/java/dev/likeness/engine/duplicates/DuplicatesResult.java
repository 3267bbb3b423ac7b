package dev.likeness.engine.duplicates;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.scoring.ActiveCalibration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The suggested duplicates of a gallery. Components are keys of the JSON form, in this order.
///
/// @param scoredBy which calibration was used: that of `templates` or, without one, that of `faces`
/// @param people number of compared people
/// @param pairs number of their pairs, without those that users marked as different or entered two dates of
///     birth for
/// @param exact whether all pairs were compared; false if only the nearest templates in the index were
/// @param prior P(same person) of a random pair, estimated from the evidence of all pairs
/// @param expectedDuplicates expected number of pairs that are one person: `prior` × `pairs`
/// @param offered number of pairs with at least `minProbability` and sufficient quality
/// @param expectedFalse expected number of offered pairs that are two people
/// @param merged number of people that edits in force merged into others
/// @param markedDifferent number of pairs that are marked as different people
/// @param lastPerson the greatest number of a compared person, 0 without people: who is compared later for
///     the first time has a greater one
/// @param groups groups of people who may be one person, by their most probable pairs, which come first;
///     limited to the requested number
/// @param lowQuality pairs with at least `minProbability` but only low-quality faces; likewise limited
public record DuplicatesResult(
        String gallery,
        String embedder,
        ActiveCalibration calibration,
        String scoredBy,
        int people,
        long pairs,
        boolean exact,
        double prior,
        double expectedDuplicates,
        double minProbability,
        int offered,
        double expectedFalse,
        int merged,
        int markedDifferent,
        long lastPerson,
        List<Group> groups,
        List<Candidate> lowQuality) {
    public DuplicatesResult {
        groups = List.copyOf(groups);
        lowQuality = List.copyOf(lowQuality);
    }

    /// People who may be one person: every two of them may be.
    ///
    /// @param probability probability of their weakest pair
    /// @param facesAffected number of faces that a merge would move: all except those of the largest person
    /// @param people in descending order of their number of faces
    /// @param pairs most probable first
    public record Group(double probability, int facesAffected, List<Person> people, List<Candidate> pairs) {
        public Group {
            people = List.copyOf(people);
            pairs = List.copyOf(pairs);
        }
    }

    /// A person of a group.
    ///
    /// @param photos number of photos that show the person
    /// @param quality pooled quality of the faces, 0 to 100
    public record Person(PersonId person, @Nullable String name, int faces, int photos, int quality) {}

    /// A pair of people who may be one person, with the evidence for and against it.
    ///
    /// @param logLikelihoodRatio ln P(faces | one person) − ln P(faces | two people)
    /// @param cosine cosine of the templates
    /// @param sharedPhotos number of photos that show both
    /// @param rejectedFaces number of faces of one that users rejected for the other
    /// @param bestFaces the most similar pairs of faces, at most three
    /// @param contraryEvidence evidence against one person, in words
    public record Candidate(
            PersonId first,
            PersonId second,
            double probability,
            double logLikelihoodRatio,
            float cosine,
            int sharedPhotos,
            int rejectedFaces,
            List<FacePair> bestFaces,
            List<String> contraryEvidence) {
        public Candidate {
            bestFaces = List.copyOf(bestFaces);
            contraryEvidence = List.copyOf(contraryEvidence);
        }
    }

    /// A face of each person.
    ///
    /// @param firstQuality 0 to 100
    /// @param secondQuality 0 to 100
    /// @param firstPath path of its photo; null if it has none
    public record FacePair(
            FaceId first,
            FaceId second,
            float cosine,
            int firstQuality,
            int secondQuality,
            @Nullable String firstPath,
            @Nullable String secondPath) {}
}
