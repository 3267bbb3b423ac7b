package dev.likeness.engine.ingest;

import dev.likeness.engine.clustering.ClusterSummary;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an ingest went.
///
/// @param files files looked at: the sum of `added`, `withoutFace`, `unchanged` and `unreadable`
/// @param added new photos with at least one face
/// @param withoutFace new photos without a face
/// @param unchanged files whose bytes the gallery had already, or that are copies of one another
/// @param unreadable files that gave no picture, each with its reason
/// @param skipped files that do not look like images by their name
/// @param faces faces of the new photos
/// @param vanished paths below the roots that are gone, sorted
/// @param pruned photos that were forgotten with their last path
/// @param seconds wall time
/// @param completed false if it was stopped before the last file
/// @param people how the new faces were grouped; null if they were not
public record IngestSummary(
        String gallery,
        int files,
        int added,
        int withoutFace,
        int unchanged,
        List<IngestResult.Unreadable> unreadable,
        int skipped,
        int faces,
        List<Path> vanished,
        int pruned,
        double seconds,
        boolean completed,
        @Nullable ClusterSummary people) {

    public IngestSummary {
        unreadable = List.copyOf(unreadable);
        vanished = List.copyOf(vanished);
    }

    /// The same with what became of the people.
    public IngestSummary withPeople(ClusterSummary grouped) {
        return new IngestSummary(
                gallery,
                files,
                added,
                withoutFace,
                unchanged,
                unreadable,
                skipped,
                faces,
                vanished,
                pruned,
                seconds,
                completed,
                grouped);
    }

    /// This and the run that went on after it, as one run.
    public IngestSummary followedBy(IngestSummary next) {
        return new IngestSummary(
                gallery,
                next.files,
                added + next.added,
                withoutFace + next.withoutFace,
                Math.max(0, next.unchanged - added - withoutFace),
                next.unreadable,
                next.skipped,
                faces + next.faces,
                next.vanished,
                pruned + next.pruned,
                seconds + next.seconds,
                next.completed,
                next.people);
    }
}
