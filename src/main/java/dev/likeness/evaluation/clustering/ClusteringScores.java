package dev.likeness.evaluation.clustering;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// The scores of one clustering: of all labelled faces, and by quality.
///
/// @param all all labelled faces as they were assigned
/// @param withoutSuggestions all labelled faces, those below
///     [dev.likeness.face.Assignment#SUGGESTED_BELOW_QUALITY]
///     as unassigned
/// @param named the faces from [dev.likeness.face.Assignment#SUGGESTED_BELOW_QUALITY], in their complete
///     clusters
/// @param suggestions the faces below [dev.likeness.face.Assignment#SUGGESTED_BELOW_QUALITY], in their complete
///     clusters
/// @param poor the faces below [LabelledClustering#POOR_BELOW_QUALITY], in their complete clusters
/// @param largestShare share of all clustered faces that are in the largest cluster
record ClusteringScores(
        ScoresByPerson all,
        ScoresByPerson withoutSuggestions,
        ScoresByPerson named,
        ScoresByPerson suggestions,
        ScoresByPerson poor,
        double largestShare) {

    /// Takes each person's scores from one of several clusterings of the same faces.
    ///
    /// @param choice index into `clusterings`, by person
    static ClusteringScores chosen(List<ClusteringScores> clusterings, int[] choice) {
        return new ClusteringScores(
                ScoresByPerson.chosen(each(clusterings, ClusteringScores::all), choice),
                ScoresByPerson.chosen(each(clusterings, ClusteringScores::withoutSuggestions), choice),
                ScoresByPerson.chosen(each(clusterings, ClusteringScores::named), choice),
                ScoresByPerson.chosen(each(clusterings, ClusteringScores::suggestions), choice),
                ScoresByPerson.chosen(each(clusterings, ClusteringScores::poor), choice),
                Arrays.stream(choice)
                        .mapToDouble(clustering -> clusterings.get(clustering).largestShare)
                        .max()
                        .orElse(0));
    }

    private static ScoresByPerson[] each(
            List<ClusteringScores> clusterings, Function<ClusteringScores, ScoresByPerson> part) {
        return clusterings.stream().map(part).toArray(ScoresByPerson[]::new);
    }
}
