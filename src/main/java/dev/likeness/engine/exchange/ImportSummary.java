package dev.likeness.engine.exchange;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The summary of an import of names, or of its dry run.
///
/// @param photos number of processed photos
/// @param names number of face names found in the source
/// @param named number of faces with a new or changed name
/// @param agreed number of faces that already have the name
/// @param drawn number of faces that the detector missed and the import adds
/// @param newPeople names that no person in the gallery had
/// @param warnings problems, in the order of the photos
/// @param event number of the event in the history; null if nothing has changed
/// @param dryRun whether the import changed nothing
/// @param completed whether all photos were processed; if not, nothing has changed
public record ImportSummary(
        String gallery,
        int photos,
        int names,
        int named,
        int agreed,
        int drawn,
        List<String> newPeople,
        List<ExchangeWarning> warnings,
        double seconds,
        @Nullable Long event,
        boolean dryRun,
        boolean completed) {

    /// The number of warnings of one kind.
    public int count(ExchangeWarning.Kind kind) {
        return (int) warnings.stream().filter(warning -> warning.kind() == kind).count();
    }
}
