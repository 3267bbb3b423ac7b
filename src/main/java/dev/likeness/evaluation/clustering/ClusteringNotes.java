package dev.likeness.evaluation.clustering;

import dev.likeness.evaluation.data.LabelledFaces.Contradiction;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.face.Assignment;
import java.util.ArrayList;
import java.util.List;

/// What the reports of clusterings say in the same words: how they count, and which labels they leave out.
final class ClusteringNotes {
    static final String PAIR_SHARES =
            "False joins: of the other labelled faces in the clusters of these faces, the share that show somebody else; over all faces 1 - precision of pairs. False splits: of the other labelled faces of the people of these faces, the share in other clusters; over all faces 1 - recall of pairs (Otto, Wang and Jain, TPAMI 2018).";

    static final String SUGGESTIONS =
            "A face below quality %d that was given a person is a suggestion rather than a statement, unless a user confirmed it. F is therefore also stated with these faces as unassigned."
                    .formatted(Assignment.SUGGESTED_BELOW_QUALITY);

    private ClusteringNotes() {}

    /// The labels that contradict each other.
    static ReportPart.Table table(List<Contradiction> contradictions) {
        List<List<String>> rows = new ArrayList<>();
        for (int picture = 0; picture < contradictions.size(); picture++) {
            String number = Integer.toString(picture + 1);
            contradictions.get(picture).files().forEach(file -> rows.add(List.of(file.path(), number, file.label())));
        }
        return new ReportPart.Table(
                "Contradictory: files of one picture with several labels", List.of("photo", "picture", "label"), rows);
    }

    static List<String> notes(int copies, List<Contradiction> contradictions) {
        List<String> notes = new ArrayList<>();
        if (copies > 0) {
            notes.add("%,d labelled files have the picture of another; each picture counts once.".formatted(copies));
        }
        if (!contradictions.isEmpty()) {
            notes.add("%,d pictures have several labels and are not evaluated.".formatted(contradictions.size()));
        }
        return notes;
    }
}
