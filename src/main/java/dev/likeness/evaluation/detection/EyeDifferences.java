package dev.likeness.evaluation.detection;

import dev.likeness.evaluation.detection.LandmarkReport.EyeDifference;
import dev.likeness.evaluation.report.Quantiles;
import dev.likeness.face.Landmarks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// How far two detectors are from each other in the places of the eyes, relative to the distance between the
/// eyes.
final class EyeDifferences {
    private EyeDifferences() {}

    /// The differences of every two detectors.
    ///
    /// @param faces faces that all detectors find
    static List<EyeDifference> between(List<String> detectors, List<LocatedFaces> faces) {
        List<EyeDifference> all = new ArrayList<>();
        for (int one = 0; one < detectors.size(); one++) {
            for (int other = one + 1; other < detectors.size(); other++) {
                double[] sorted = differences(one, other, faces);
                Arrays.sort(sorted);
                if (sorted.length > 0) {
                    all.add(new EyeDifference(
                            detectors.get(one),
                            detectors.get(other),
                            sorted.length,
                            Quantiles.of(sorted, 0.5),
                            Quantiles.of(sorted, 0.9),
                            Math.sqrt(Arrays.stream(sorted)
                                    .map(difference -> difference * difference)
                                    .average()
                                    .orElseThrow())));
                }
            }
        }
        return all;
    }

    private static double[] differences(int one, int other, List<LocatedFaces> faces) {
        return faces.stream()
                .mapToDouble(face -> difference(
                        face.faces().get(one).landmarks(),
                        face.faces().get(other).landmarks()))
                .toArray();
    }

    /// The mean distance of the two eyes, relative to the mean of both detectors' distances between the eyes.
    static double difference(Landmarks one, Landmarks other) {
        double distance =
                (one.leftEye().distanceTo(other.leftEye()) + one.rightEye().distanceTo(other.rightEye())) / 2;
        return distance / ((one.eyeDistance() + other.eyeDistance()) / 2);
    }

    /// The error of a detector from its differences to two others and theirs to each other, if the errors of
    /// the three are independent: e² = (d₁² + d₂² − d₁₂²) / 2, the three-cornered hat (Gray and Allan, A
    /// Method for Estimating the Frequency Stability of an Individual Oscillator, 1974).
    ///
    /// @param toOne root mean square difference to one of the others
    /// @param ofOthers root mean square difference of the others
    /// @return root mean square error; empty if the differences contradict independence
    static OptionalDouble error(double toOne, double toOther, double ofOthers) {
        double squared = (toOne * toOne + toOther * toOther - ofOthers * ofOthers) / 2;
        return squared < 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.sqrt(squared));
    }
}
