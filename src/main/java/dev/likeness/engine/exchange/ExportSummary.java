package dev.likeness.engine.exchange;

import java.util.List;

/// What an export of sidecars did, or would do.
///
/// @param photos how many files were looked at
/// @param written how many sidecars are new or changed
/// @param unchanged how many say already what they should
/// @param faces how many regions were added or named
/// @param dryRun whether nothing was to be written
/// @param completed whether everything was looked at
public record ExportSummary(
        String gallery,
        int photos,
        int written,
        int unchanged,
        int faces,
        List<ExchangeWarning> warnings,
        double seconds,
        boolean dryRun,
        boolean completed) {

    /// How many remarks are of a kind.
    public int count(ExchangeWarning.Kind kind) {
        return (int) warnings.stream().filter(remark -> remark.kind() == kind).count();
    }
}
