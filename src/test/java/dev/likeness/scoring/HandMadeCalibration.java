package dev.likeness.scoring;

import dev.likeness.calibration.Calibration;
import dev.likeness.calibration.FalseMatchTable;
import dev.likeness.calibration.MatchCalibration;
import dev.likeness.calibration.MatchModel;
import dev.likeness.calibration.QualityScale;
import java.util.List;

/// A calibration whose every answer can be worked out on paper: ratio = 40 · cosine − 10 for faces and 60
/// · cosine − 20 for templates, one impostor pair in 10,000 reaches cosine 0.4, quality 0.5 is magnitude
/// 10, and below quality 0.2 a face is poor.
public final class HandMadeCalibration {
    private HandMadeCalibration() {}

    public static Calibration of(String sha256, String fittedOn) {
        return new Calibration(sha256, fittedOn, new QualityScale(10, 1), matches(-10, 40), matches(-20, 60), null);
    }

    private static MatchCalibration matches(double intercept, double slope) {
        return new MatchCalibration(
                new MatchModel.Logistic(intercept, 0, slope, slope),
                List.of(),
                new FalseMatchTable(
                        List.of(new FalseMatchTable.Band(0, 1, 100_000, List.of(1.0, 1e-4), List.of(-.2, .4)))),
                .2,
                500,
                100_000);
    }
}
