package dev.likeness.cli.evaluate;

import dev.likeness.cli.terminal.VersionProvider;
import dev.likeness.engine.GalleryDetails;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.evaluation.report.Provenance;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whom a gallery's photos show, as labels say.
final class LabelFlags {
    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "The folder that the labels' photos are relative to (default: the folder of the labels).")
    private @Nullable Path images;

    @Option(names = "--skip-bad", description = "Leave bad labels out and count them, instead of stopping.")
    private boolean skipBad;

    InvalidInputPolicy badInput() {
        return skipBad ? InvalidInputPolicy.skip() : InvalidInputPolicy.failFast();
    }

    PhotoLabels read(Path labels, InvalidInputPolicy badInput) {
        return PhotoLabels.read(labels, images, badInput);
    }

    /// Provenance of a report on a gallery.
    static Provenance provenance(GalleryDetails gallery, Map<String, String> parameters) {
        return new Provenance(
                VersionProvider.revision(),
                gallery.embedder(),
                gallery.modelSha256(),
                Provenance.thisMachine(),
                parameters);
    }
}
