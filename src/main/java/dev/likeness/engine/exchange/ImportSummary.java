package dev.likeness.engine.exchange;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an import of names did, or would do.
///
/// @param photos how many photos were looked at
/// @param names how many names of faces were found outside
/// @param named how many faces are to get a name or another one than before
/// @param agreed how many bear it already
/// @param newPeople the names nobody in the gallery had
/// @param warnings what did not go so, in the order of the photos
/// @param event the number under which it stands in the history; null if nothing has changed
/// @param dryRun whether nothing was to be changed
/// @param completed whether everything was looked at; if not, nothing has changed
public record ImportSummary(
        String gallery,
        int photos,
        int names,
        int named,
        int agreed,
        List<String> newPeople,
        List<ExchangeWarning> warnings,
        double seconds,
        @Nullable Long event,
        boolean dryRun,
        boolean completed) {

    /// How many remarks are of a kind.
    public int count(ExchangeWarning.Kind kind) {
        return (int) warnings.stream().filter(remark -> remark.kind() == kind).count();
    }
}
