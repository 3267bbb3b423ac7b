package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Configuration;
import dev.likeness.evaluation.data.FaceChoice;
import dev.likeness.evaluation.data.FaceReader;
import dev.likeness.evaluation.quality.MagnitudeReport;
import dev.likeness.image.RgbImage;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.embed.FaceEmbedder;
import dev.likeness.inference.model.ModelCatalog;
import dev.likeness.training.data.AlignedFaces;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "magnitude",
        description = {
            "Measure how the magnitude falls when faces are blurred (σ 0 to 5 px) and shrunk (112 to 14 px).",
            "",
            "The faces are aligned crops of 112×112 pixels, as for training, or detected in photos.",
            ""
        })
final class EvaluateMagnitudeCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Mixin
    private final ReportFlags reports = new ReportFlags();

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    /// The source of the faces.
    private static final class Source {
        @Option(
                names = "--crops",
                paramLabel = "SET",
                description = "Aligned faces: a folder, a .tar, a .tar.xz, or a folder with train.rec.")
        private @Nullable Path crops;

        @Option(
                names = "--images",
                paramLabel = "DIR",
                description = "A folder of photos; the central face of each is used.")
        private @Nullable Path images;
    }

    @Option(
            names = "--faces",
            paramLabel = "N",
            defaultValue = "500",
            description = "Number of faces, evenly spread (default: ${DEFAULT-VALUE}).")
    private int faces;

    EvaluateMagnitudeCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        Configuration configuration = global.configuration(models.settings());
        if (source.images != null) {
            ofPhotos(configuration, source.images);
        } else {
            ofCrops(configuration, Objects.requireNonNull(source.crops));
        }
        return 0;
    }

    private void ofPhotos(Configuration configuration, Path images) {
        try (FaceReader reader = FaceReader.open(configuration.engine(), FaceChoice.CENTRAL, global.console()::note)) {
            MagnitudeReport report = EvaluationFlags.withProgress(
                    global.console(), progress -> MagnitudeReport.of(reader, images, faces, progress));
            deliver(report, reader.model(), reader.modelSha256(), Map.of("images", images.toString()));
        }
    }

    private void ofCrops(Configuration configuration, Path crops) {
        ModelCatalog catalog = ModelCatalog.of(configuration.models().directories());
        List<RgbImage> read = AlignedFaces.read(crops, faces);
        try (InferenceRuntime runtime =
                        InferenceRuntime.open(configuration.inference(), catalog, global.console()::note);
                FaceEmbedder embedder = runtime.embedder(configuration.models().embedder())) {
            MagnitudeReport report = EvaluationFlags.withProgress(
                    global.console(), progress -> MagnitudeReport.of(embedder, read, progress));
            deliver(
                    report,
                    embedder.manifest().id(),
                    catalog.inspect(embedder.manifest()).sha256().orElse(""),
                    Map.of("crops", crops.toString()));
        }
    }

    private void deliver(MagnitudeReport report, String model, String sha256, Map<String, String> parameters) {
        reports.deliver(global, report, ReportFlags.provenance(model, sha256, parameters));
    }
}
