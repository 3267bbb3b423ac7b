package dev.likeness.engine.ingest;

import dev.likeness.engine.clustering.ClusterSummary;
import dev.likeness.engine.ingest.walk.FileCounts;
import dev.likeness.engine.ingest.walk.LeftOut;
import dev.likeness.engine.ingest.walk.NotRead;
import dev.likeness.engine.ingest.walk.NotSearched;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The summary of an ingest.
///
/// @param fileCounts what became of everything that was found, with no file left out
/// @param files processed files: the sum of `added`, `withoutFace`, `unchanged` and `unreadable`
/// @param added new photos with at least one face
/// @param withoutFace new photos without a face
/// @param unchanged files whose picture the gallery already had, or that are copies of one another; photos
///     among `kept` are here, too
/// @param unreadable files that could not be decoded, each with its reason
/// @param companions files that were not read, because they show the same shot as another one: the RAW file
///     beside a JPEG, the video beside a photo
/// @param notRead files that look like pictures and were not read, by kind; those that lack a program are
///     among `unreadable`, too
/// @param incomplete new photos that were read as far as they go
/// @param leftOut files and folders that were left out on purpose, by reason
/// @param skipped files that are no pictures
/// @param faces faces of the new photos
/// @param renewed photos whose pictures are the same, and whose files state other metadata
/// @param kept photos whose picture was turned or replaced by the same picture, with everything that users had
///     said about their faces
/// @param replaced files that show something else than before; `prune` removes what they showed
/// @param retained of `replaced`, the photos about which users said something, sorted; only `PruneMode.ALL`
///     removes them
/// @param ignored photos of the gallery that are left out now; only `PruneMode.IGNORED` removes them
/// @param vanished paths below the roots that are surely gone, sorted
/// @param emptied folders from which all known photos are gone, sorted
/// @param notSearched places below the roots that could not be looked at, with known paths of photos, sorted
/// @param pruned photos that were removed with their last path
/// @param emptiedPeople people whose last face went with these photos; those without a name or anything else
///     that
///     users said were removed
/// @param seconds wall time
/// @param completed false if the run was stopped before the last file
/// @param people summary of the clustering of new faces; null if there was no clustering
public record IngestSummary(
        String gallery,
        FileCounts fileCounts,
        int files,
        int added,
        int withoutFace,
        int unchanged,
        List<IngestResult.Unreadable> unreadable,
        int companions,
        List<NotRead> notRead,
        List<Incomplete> incomplete,
        List<LeftOut> leftOut,
        int skipped,
        int faces,
        int renewed,
        int kept,
        int replaced,
        List<RetainedPhoto> retained,
        int ignored,
        List<Path> vanished,
        List<EmptiedFolder> emptied,
        List<NotSearched> notSearched,
        int pruned,
        int emptiedPeople,
        double seconds,
        boolean completed,
        @Nullable ClusterSummary people) {

    public IngestSummary {
        unreadable = List.copyOf(unreadable);
        notRead = List.copyOf(notRead);
        incomplete = List.copyOf(incomplete);
        leftOut = List.copyOf(leftOut);
        retained = List.copyOf(retained);
        vanished = List.copyOf(vanished);
        emptied = List.copyOf(emptied);
        notSearched = List.copyOf(notSearched);
    }

    /// The same summary with that of the clustering.
    public IngestSummary withPeople(ClusterSummary clustering) {
        return new IngestSummary(
                gallery,
                fileCounts,
                files,
                added,
                withoutFace,
                unchanged,
                unreadable,
                companions,
                notRead,
                incomplete,
                leftOut,
                skipped,
                faces,
                renewed,
                kept,
                replaced,
                retained,
                ignored,
                vanished,
                emptied,
                notSearched,
                pruned,
                emptiedPeople,
                seconds,
                completed,
                clustering);
    }

    /// The combined summary of this run and the run that continued it.
    public IngestSummary followedBy(IngestSummary next) {
        return new IngestSummary(
                gallery,
                fileCounts.followedBy(next.fileCounts),
                next.files,
                added + next.added,
                withoutFace + next.withoutFace,
                Math.max(0, next.unchanged - added - withoutFace),
                next.unreadable,
                next.companions,
                next.notRead,
                Stream.concat(incomplete.stream(), next.incomplete.stream()).toList(),
                next.leftOut,
                next.skipped,
                faces + next.faces,
                renewed + next.renewed,
                kept + next.kept,
                next.replaced,
                next.retained,
                next.ignored,
                next.vanished,
                next.emptied,
                next.notSearched,
                pruned + next.pruned,
                emptiedPeople + next.emptiedPeople,
                seconds + next.seconds,
                next.completed,
                next.people);
    }

    /// A photo that was read as far as it goes.
    ///
    /// @param reason why it is not whole, such as `the file ends early`
    public record Incomplete(Path file, String reason) {}
}
