package dev.likeness.engine.ingest;

/// How a re-embedding went.
///
/// @param photos photos of the gallery
/// @param resumed photos an earlier, interrupted run had done
/// @param faces faces that have a new embedding
/// @param completed false if it was stopped before the last photo; the gallery is then as it was
public record ReembedSummary(
        String gallery,
        String from,
        String to,
        int photos,
        int resumed,
        int faces,
        double seconds,
        boolean completed) {}
