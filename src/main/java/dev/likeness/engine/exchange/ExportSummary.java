package dev.likeness.engine.exchange;

import java.util.List;

/// The summary of an export of sidecars, or of its dry run.
///
/// @param photos number of processed files
/// @param written number of new or changed sidecars
/// @param unchanged number of sidecars that were already up to date
/// @param faces number of added or named regions
/// @param lowQuality number of faces whose name was left out because they are too poor to tell who it is
/// @param dryRun whether the export wrote nothing
/// @param completed whether all files were processed
public record ExportSummary(
        String gallery,
        int photos,
        int written,
        int unchanged,
        int faces,
        int lowQuality,
        List<ExchangeWarning> warnings,
        double seconds,
        boolean dryRun,
        boolean completed) {

    /// The number of warnings of one kind.
    public int count(ExchangeWarning.Kind kind) {
        return (int) warnings.stream().filter(warning -> warning.kind() == kind).count();
    }
}
