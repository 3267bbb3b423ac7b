package dev.likeness.cli.gallery;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.Interruption;
import dev.likeness.engine.clustering.ClusterSummary;
import dev.likeness.engine.clustering.ClusteringListener;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// Grouping faces at a prompt: with a bar, until Ctrl-C.
final class ClusteringProgress {
    private ClusteringProgress() {}

    /// Runs a clustering under a bar.
    ///
    /// @return empty if Ctrl-C stopped it; then nothing has changed
    static Optional<ClusterSummary> run(
            GlobalOptions global, Interruption interruption, Function<ClusteringListener, ClusterSummary> clustering) {
        try (Console.Progress progress = global.console().progress("Grouping", "faces", -1)) {
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
            global.console().note("Stopped. People are as they were before.");
            return Optional.empty();
        }
    }

    /// How it went, for people.
    static String describe(ClusterSummary summary) {
        return String.format(
                Locale.ROOT,
                "%,d faces in %.1f s: %,d people (%,d new, %,d gone, %,d merged, %,d split), %,d faces unclear, %,d faces moved",
                summary.faces(),
                summary.seconds(),
                summary.people(),
                summary.added(),
                summary.removed(),
                summary.merged(),
                summary.split(),
                summary.unassigned(),
                summary.moved());
    }
}
