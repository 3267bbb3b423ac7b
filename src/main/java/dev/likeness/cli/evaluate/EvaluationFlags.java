package dev.likeness.cli.evaluate;

import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.EngineOptions;
import dev.likeness.evaluation.data.FaceChoice;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.Progress;
import dev.likeness.evaluation.report.Provenance;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that select the face of a picture, and what an evaluation command needs besides.
public final class EvaluationFlags {
    @Option(
            names = "--face",
            paramLabel = "WHICH",
            defaultValue = "central",
            description =
                    "The face to use if a picture shows several: central, as in LFW, or largest (default: ${DEFAULT-VALUE}).")
    private FaceChoice face = FaceChoice.CENTRAL;

    @Option(names = "--skip-bad", description = "Skip and count bad lines and pictures, instead of stopping.")
    private boolean skipBad;

    FaceReader reader(EngineOptions options, Console console) {
        return FaceReader.open(options, face, console::note);
    }

    InvalidInputPolicy badInput() {
        return skipBad ? InvalidInputPolicy.skip() : InvalidInputPolicy.failFast();
    }

    /// States an option in a report, if it was given.
    static void put(Map<String, String> parameters, String name, @Nullable Path value) {
        if (value != null) {
            parameters.put(name, value.toString());
        }
    }

    /// Prints the skipped inputs, if there are any.
    static void noteSkipped(Console console, InvalidInputPolicy badInput) {
        if (badInput.skipped() > 0) {
            console.note("%,d bad inputs skipped:".formatted(badInput.skipped()));
            badInput.messages().forEach(message -> console.note("  " + message));
        }
    }

    /// Runs `work` with a progress bar.
    public static <T> T withProgress(Console console, Function<Progress, T> work) {
        try (Console.Progress bar = console.progress("Reading faces", "pictures", -1)) {
            return work.apply(total -> {
                bar.total(total);
                return bar::step;
            });
        }
    }

    /// The provenance of a report about a model.
    ///
    /// @param sha256 the hash of the model's weights; empty if no model was run
    Provenance provenance(String model, String sha256, Map<String, String> parameters, InvalidInputPolicy badInput) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put("face", face.name().toLowerCase(Locale.ROOT));
        all.put("skipped", Long.toString(badInput.skipped()));
        return ReportFlags.provenance(model, sha256, all);
    }
}
