package dev.likeness.evaluation.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The origin of a report, with all that is needed to reproduce it.
///
/// @param revision revision of Likeness
/// @param model id of the model, or a description of precomputed data
/// @param modelSha256 SHA-256 of the model file; empty for precomputed features
/// @param machine description of the machine
/// @param parameters parameters of the run, in the order shown
public record Provenance(
        String revision, String model, String modelSha256, String machine, Map<String, String> parameters) {

    public Provenance {
        // Map.copyOf would lose the order.
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /// A description of this machine: operating system, processors, maximum heap, Java version.
    public static String thisMachine() {
        Runtime runtime = Runtime.getRuntime();
        return "%s %s, %d processors, %d MB heap, Java %s"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        runtime.availableProcessors(),
                        runtime.maxMemory() >> 20,
                        System.getProperty("java.version"));
    }
}
