package dev.likeness.evaluation.clustering;

import dev.likeness.evaluation.report.Figure;
import dev.likeness.face.Assignment;
import java.util.List;

/// The scores of the labelled faces of some quality, each evaluated in its complete cluster.
///
/// @param faces which faces: `all`, or a range of qualities
/// @param n number of labelled faces
/// @param f BCubed F, with precision and recall
/// @param falseJoins of the other faces in the clusters of these faces, the share that show somebody else
/// @param falseSplits of the other faces of the people of these faces, the share in other clusters
public record QualityScores(
        String faces, long n, Figure f, Figure precision, Figure recall, Figure falseJoins, Figure falseSplits) {

    static List<QualityScores> of(ClusteringScores scores) {
        int named = Assignment.SUGGESTED_BELOW_QUALITY;
        return List.of(
                of("all", scores.all()),
                of("all, those below %d unassigned".formatted(named), scores.withoutSuggestions()),
                of("from %d".formatted(named), scores.named()),
                of("below %d".formatted(named), scores.suggestions()),
                of("below %d".formatted(LabelledClustering.POOR_BELOW_QUALITY), scores.poor()));
    }

    private static QualityScores of(String faces, ScoresByPerson scores) {
        String of = " of faces of quality: " + faces;
        return new QualityScores(
                faces,
                scores.faces(),
                figure("BCubed F" + of, "faces", scores.faces(), scores.bCubed().fScore()),
                figure(
                        "BCubed precision" + of,
                        "faces",
                        scores.faces(),
                        scores.bCubed().precision()),
                figure(
                        "BCubed recall" + of,
                        "faces",
                        scores.faces(),
                        scores.bCubed().recall()),
                figure("false joins" + of, "faces in their clusters", scores.joined(), scores.falseJoins()),
                figure("false splits" + of, "faces of their people", scores.mates(), scores.falseSplits()));
    }

    private static Figure figure(String claim, String observations, long n, double value) {
        return Figure.of(claim, observations, n, Figure.MIN_OBSERVATIONS, () -> value);
    }

    List<String> row() {
        return List.of(
                faces,
                "%,d".formatted(n),
                f.text(4),
                precision.text(4),
                recall.text(4),
                falseJoins.text(4),
                falseSplits.text(4));
    }
}
