package dev.likeness.cli.gallery;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Counted;
import dev.likeness.cli.terminal.Interruption;
import dev.likeness.engine.clustering.ClusterSummary;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Runs a clustering with a progress bar until it ends or Ctrl-C stops it.
final class ClusteringProgress {
    private ClusteringProgress() {}

    /// Runs a clustering with a progress bar.
    ///
    /// @return empty if Ctrl-C stopped it; then nothing has changed
    static Optional<ClusterSummary> run(
            GlobalOptions global, Interruption interruption, Function<ClusteringListener, ClusterSummary> clustering) {
        Optional<ClusterSummary> summary = cluster(global, interruption, clustering);
        summary.map(ClusterSummary::warning)
                .ifPresent(warning -> global.console().note("Warning: " + warning));
        return summary;
    }

    private static Optional<ClusterSummary> cluster(
            GlobalOptions global, Interruption interruption, Function<ClusteringListener, ClusterSummary> clustering) {
        try (Console.Progress progress = global.console().progress("Clustering", "faces", -1)) {
            return Optional.of(clustering.apply(new ClusteringListener() {
                @Override
                public void progress(String step, long done, long total) {
                    progress.total(total);
                    progress.to(done);
                    progress.message(step);
                }

                @Override
                public boolean isCancelled() {
                    return interruption.happened();
                }
            }));
        } catch (LikenessException e) {
            if (e.code() != ErrorCode.CANCELLED) {
                throw e;
            }
            global.console().note("Stopped. People are unchanged.");
            return Optional.empty();
        }
    }

    /// The counts of a clustering in one sentence.
    static String describe(ClusterSummary summary) {
        return String.format(
                Locale.ROOT,
                "%s in %.1f s: %s (%,d new, %,d removed, %,d merged, %,d split), %s unassigned, %s moved",
                Counted.faces(summary.faces()),
                summary.seconds(),
                Counted.people(summary.people()),
                summary.added(),
                summary.removed(),
                summary.merged(),
                summary.split(),
                Counted.faces(summary.unassigned()),
                Counted.faces(summary.moved()));
    }
}
