package dev.likeness.engine.ingest;

/// The summary of a re-embedding.
///
/// @param photos photos of the gallery
/// @param resumed photos that an earlier, interrupted run completed
/// @param faces faces with a new embedding
/// @param completed false if the run was stopped before the last photo; the gallery is then unchanged
public record ReembedSummary(
        String gallery,
        String from,
        String to,
        int photos,
        int resumed,
        int faces,
        double seconds,
        boolean completed) {}
