package dev.likeness.evaluation.detection;

import dev.likeness.evaluation.report.Report;
import dev.likeness.evaluation.report.ReportPart;
import dev.likeness.face.Orientation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How well faces of turned photos are found and recognised.
///
/// @param photos number of photos
/// @param faces number of photos with a face, whose best face counts
/// @param turnedUpright number of upright photos that were turned by mistake
/// @param turns the results of each turn
public record TurnReport(int photos, int faces, int turnedUpright, List<OfTurn> turns) implements Report {
    /// The limits of a photo library with scans.
    static final double MIN_FOUND = 0.97;

    static final double MIN_COSINE = 0.95;

    /// The turns that are evaluated.
    static final List<Orientation> TURNS =
            List.of(Orientation.TURN_CLOCKWISE, Orientation.UPSIDE_DOWN, Orientation.TURN_COUNTERCLOCKWISE);

    public TurnReport {
        turns = List.copyOf(turns);
    }

    /// The results of one turn.
    ///
    /// @param degrees by how much the photos were turned, clockwise
    /// @param found share of the faces that were found
    /// @param shownUpright share of the photos that were turned back
    /// @param medianCosine median cosine of a found face to itself in the upright photo
    /// @param lowCosine second percentile of these cosines
    public record OfTurn(int degrees, double found, double shownUpright, double medianCosine, double lowCosine) {}

    /// What becomes of one face.
    record Outcome(boolean found, float cosine, boolean shownUpright) {}

    /// Counts the outcomes of one turn.
    static final class Tally {
        private final List<Float> cosines = new ArrayList<>();
        private int count;
        private int upright;

        void add(Outcome outcome) {
            count++;
            upright += outcome.shownUpright ? 1 : 0;
            if (outcome.found) {
                cosines.add(outcome.cosine);
            }
        }

        private OfTurn of(Orientation turn) {
            List<Float> sorted = new ArrayList<>(cosines);
            Collections.sort(sorted);
            return new OfTurn(
                    degrees(turn),
                    (double) sorted.size() / count,
                    (double) upright / count,
                    sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2),
                    sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 50));
        }
    }

    static TurnReport of(int photos, int faces, int turnedUpright, Map<Orientation, Tally> tallies) {
        return new TurnReport(
                photos,
                faces,
                turnedUpright,
                TURNS.stream()
                        .map(turn -> tallies.getOrDefault(turn, new Tally()).of(turn))
                        .toList());
    }

    private static int degrees(Orientation turn) {
        return switch (turn) {
            case TURN_CLOCKWISE -> 90;
            case UPSIDE_DOWN -> 180;
            case TURN_COUNTERCLOCKWISE -> 270;
            default -> 0;
        };
    }

    @Override
    public String kind() {
        return "turns";
    }

    @Override
    public List<ReportPart> parts() {
        return List.of(new ReportPart.Table(
                "Faces of turned photos",
                List.of(
                        "turned by",
                        "faces found",
                        "shown upright",
                        "cosine to itself, median",
                        "2nd percentile",
                        "met"),
                turns.stream()
                        .map(turn -> List.of(
                                turn.degrees + "°",
                                share(turn.found),
                                share(turn.shownUpright),
                                share(turn.medianCosine),
                                share(turn.lowCosine),
                                turn.found >= MIN_FOUND && turn.medianCosine >= MIN_COSINE ? "yes" : "no"))
                        .toList()));
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    @Override
    public List<String> notes() {
        return List.of(
                "%,d photos, %,d with a face; %,d upright photos were turned by mistake."
                        .formatted(photos, faces, turnedUpright),
                String.format(
                        Locale.ROOT,
                        "Met: at least %.2f of the faces are found, and the median cosine is at least %.2f.",
                        MIN_FOUND,
                        MIN_COSINE));
    }
}
