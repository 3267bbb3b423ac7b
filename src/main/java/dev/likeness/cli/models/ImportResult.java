package dev.likeness.cli.models;

import dev.likeness.cli.terminal.Console;
import dev.likeness.inference.InferenceRuntime;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An imported model; its components are the keys of the JSON result.
///
/// @param family of an embedder's checkpoint; null for an `.onnx` and a checkpoint of another project
/// @param epsilon of every BatchNorm of a checkpoint; null for an `.onnx`
/// @param input the size and scaling of the input
/// @param assumed what the file does not state and the import assumed, each with the option that states it
/// @param dimension of an embedder's vector; 0 for a detector
/// @param magnitudes of the synthetic pictures, ascending; empty for a detector
/// @param minCosine between the float32 and the compressed model on the synthetic pictures; null for float32
/// @param next commands that use it
record ImportResult(
        String id,
        String role,
        String architecture,
        @Nullable String family,
        @Nullable Double epsilon,
        long parameters,
        String input,
        List<String> assumed,
        int dimension,
        List<Float> magnitudes,
        String precision,
        @Nullable Double minCosine,
        Path model,
        Path manifest,
        long bytes,
        String sha256,
        List<String> next) {

    /// Prints the result as text.
    void print(Console console) {
        console.print(String.format(
                Locale.ROOT,
                "detected    %s, %,d parameters%s",
                architecture,
                parameters,
                epsilon == null
                        ? ""
                        : "%s (BatchNorm epsilon %s)"
                                .formatted(
                                        family == null ? "" : ", family " + family,
                                        epsilon.toString().toLowerCase(Locale.ROOT))));
        console.print("input       " + input);
        String heading = "assumed     ";
        for (String line : assumed) {
            console.print(heading + line);
            heading = "            ";
        }
        DoubleSummaryStatistics statistics =
                magnitudes.stream().mapToDouble(Float::doubleValue).summaryStatistics();
        console.print(
                magnitudes.isEmpty()
                        ? "tested      runs in ONNX Runtime " + InferenceRuntime.onnxRuntimeVersion()
                        : String.format(
                                Locale.ROOT,
                                "tested      in ONNX Runtime %s: %d dimensions, magnitude %.2f to %.2f on %d pictures without a face",
                                InferenceRuntime.onnxRuntimeVersion(),
                                dimension,
                                statistics.getMin(),
                                statistics.getMax(),
                                statistics.getCount()));
        if (minCosine != null) {
            console.print(String.format(
                    Locale.ROOT,
                    "precision   %s: on these pictures the cosine to float32 is %.5f or more",
                    precision,
                    minCosine));
        }
        console.print(String.format(Locale.ROOT, "wrote       %s (%.1f MB)", model, bytes / 1e6));
        console.print("            " + manifest);
        console.print("next        " + next.getFirst());
        if (next.size() > 1) {
            console.print("            " + next.getLast() + "  (for an existing gallery)");
        }
    }
}
