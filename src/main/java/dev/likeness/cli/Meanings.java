package dev.likeness.cli;

import dev.likeness.engine.CalibrationInUse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How probabilities, decisions and calibrations are shown to people.
final class Meanings {
    private Meanings() {}

    static String probability(@Nullable Double probability) {
        return probability == null ? "-" : String.format(Locale.ROOT, "%.4f", probability);
    }

    static String decision(@Nullable String decision) {
        return decision == null ? "-" : decision;
    }

    static String calibration(@Nullable CalibrationInUse calibration) {
        return calibration == null
                ? "none"
                : String.format(
                        Locale.ROOT,
                        "%s, fitted on %s (%s; %,d mated, %,d impostor pairs; %s)",
                        calibration.source(),
                        calibration.fittedOn(),
                        calibration.model(),
                        calibration.mated(),
                        calibration.impostors(),
                        calibration.templates() == null ? "no templates" : "templates " + calibration.templates());
    }

    static void noteMissing(Console console, @Nullable CalibrationInUse calibration, String embedder) {
        if (calibration == null) {
            console.note("No calibration for " + embedder
                    + ", so there are no probabilities: likeness calibrate learns one from labelled photos.");
        }
    }
}
