package dev.likeness.cli.terminal;

import dev.likeness.scoring.ActiveCalibration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Formats probabilities, decisions, assignment reasons and calibrations for the terminal.
public final class ScoreFormatter {
    private ScoreFormatter() {}

    public static String probability(@Nullable Double probability) {
        return probability == null ? "-" : String.format(Locale.ROOT, "%.4f", probability);
    }

    public static String decision(@Nullable String decision) {
        return decision == null ? "-" : decision.replace('-', ' ');
    }

    /// The reason of an assignment in words.
    ///
    /// @param reason a reason as in [dev.likeness.engine.contents.PhotoDetails]; null before the first clustering
    public static String assignment(@Nullable String reason, @Nullable Float margin) {
        String words = switch (reason) {
            case null -> "not clustered yet";
            case "user" -> "assigned by a user";
            case "core" -> "core face";
            case "joined" -> "similar to this person";
            case "suggested" -> "perhaps this person";
            case "no-similar-face" -> "no similar face";
            case "low-quality" -> "low quality";
            case "ambiguous" -> "similar to several people";
            case "rejected" -> "rejected by a user";
            default -> reason;
        };
        return margin == null ? words : String.format(Locale.ROOT, "%s, margin %.2f", words, margin);
    }

    public static String calibration(@Nullable ActiveCalibration calibration) {
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

    public static void noteMissingCalibration(
            Console console, @Nullable ActiveCalibration calibration, String embedder) {
        if (calibration == null) {
            console.note("No calibration for " + embedder
                    + ", so there are no probabilities. To fit one from labelled photos: likeness calibrate");
        }
    }
}
