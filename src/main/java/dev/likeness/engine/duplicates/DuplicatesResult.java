package dev.likeness.engine.duplicates;

import dev.likeness.face.FaceId;
import dev.likeness.face.PersonId;
import dev.likeness.scoring.ActiveCalibration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The people of a gallery who may be one person. Components are keys of the JSON form, in this
/// order.
///
/// @param scoredBy what gave the evidence: the calibration of `templates` or, where there is none,
///     of `faces`
/// @param people how many people were compared
/// @param pairs how many pairs they make, without those that a user has told apart
///     or said to be born on two days
/// @param exact whether all of them were looked at, or the nearest of each through the index
/// @param prior P(same person) of any pair before its faces were seen, estimated from all evidence
///     together
/// @param expectedDuplicates how many of the pairs are one person, in expectation: `prior` ×
///     `pairs`
/// @param offered how many pairs are at or above `minProbability` and not too poor to tell
/// @param expectedFalse how many of them are two people, in expectation
/// @param groups people who may be one, by probability × faces affected; at most as many as were
///     asked for
/// @param lowQuality pairs as probable, but of such poor faces that nothing is claimed; likewise
///     limited
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
        List<Group> groups,
        List<Candidate> lowQuality) {
    public DuplicatesResult {
        groups = List.copyOf(groups);
        lowQuality = List.copyOf(lowQuality);
    }

    /// Several people who may be one.
    ///
    /// @param probability of the weakest pair that holds them together
    /// @param facesAffected how many faces would change their person: all but those of the largest
    /// @param people most faces first
    /// @param pairs likeliest first
    public record Group(double probability, int facesAffected, List<Person> people, List<Candidate> pairs) {
        public Group {
            people = List.copyOf(people);
            pairs = List.copyOf(pairs);
        }
    }

    /// One of them.
    ///
    /// @param quality pooled over the faces, 0 to 100
    public record Person(PersonId person, @Nullable String name, int faces, int quality) {}

    /// Two people who may be one, and what speaks for it and against it.
    ///
    /// @param logLikelihoodRatio ln P(faces | one person) − ln P(faces | two people)
    /// @param cosine of the templates
    /// @param bestFaces the faces that are most alike, at most three pairs
    /// @param contraryEvidence in words
    public record Candidate(
            PersonId first,
            PersonId second,
            double probability,
            double logLikelihoodRatio,
            float cosine,
            List<FacePair> bestFaces,
            List<String> contraryEvidence) {
        public Candidate {
            bestFaces = List.copyOf(bestFaces);
            contraryEvidence = List.copyOf(contraryEvidence);
        }
    }

    /// A face of each.
    ///
    /// @param firstQuality 0 to 100
    /// @param secondQuality 0 to 100
    /// @param firstPath where its photo lies, or null if it has no path left
    public record FacePair(
            FaceId first,
            FaceId second,
            float cosine,
            int firstQuality,
            int secondQuality,
            @Nullable String firstPath,
            @Nullable String secondPath) {}
}
