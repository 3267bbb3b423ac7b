package dev.likeness.evaluation.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where a report comes from, so that it can be made again.
///
/// @param revision of Likeness
/// @param model id of the embedder, or what stood for it
/// @param modelSha256 of the embedder's file; empty if ready features were judged
/// @param machine in words
/// @param parameters of the run, in the order to be shown
public record Provenance(
        String revision, String model, String modelSha256, String machine, Map<String, String> parameters) {

    public Provenance {
        // Map.copyOf would forget the order.
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /// This machine in words: operating system, processors, memory the process may use, Java version.
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
