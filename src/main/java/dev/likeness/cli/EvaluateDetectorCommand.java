package dev.likeness.cli;

import dev.likeness.config.Configuration;
import dev.likeness.evaluation.BadInput;
import dev.likeness.evaluation.DetectorComparison;
import dev.likeness.evaluation.DetectorReport;
import dev.likeness.evaluation.Provenance;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import dev.likeness.image.ImageFiles;
import dev.likeness.image.ImageReader;
import dev.likeness.inference.DetectionOptions;
import dev.likeness.inference.FaceDetector;
import dev.likeness.inference.InferenceRuntime;
import dev.likeness.inference.ModelCatalog;
import dev.likeness.training.KeptPhotos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "detector",
        description = {
            "What does a detector find of what another one finds: faces, their points, and faces that are none?",
            "",
            "The detector judged is the one in use (--detector), at its own threshold or at those of --scores.",
            ""
        })
final class EvaluateDetectorCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Mixin
    private final ReportFlags reports = new ReportFlags();

    @Option(
            names = "--reference",
            paramLabel = "ID",
            defaultValue = "yunet",
            description = "The detector whose faces are to be found (default: ${DEFAULT-VALUE}).")
    private String reference = "";

    @Option(
            names = "--photos",
            paramLabel = "PATH",
            required = true,
            description = "Photos and folders of photos; may be repeated.")
    private List<Path> photos = new ArrayList<>();

    @Option(
            names = "--kept-share",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "Judge only on the photos that a training kept, which is this share of them (data.keptShare; default: all photos).")
    private double keptShare;

    @Option(
            names = "--kept-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Which ones it kept (data.keptSeed; default: ${DEFAULT-VALUE}).")
    private long keptSeed;

    @Option(
            names = "--every",
            paramLabel = "N",
            defaultValue = "1",
            description = "Judge only on each N-th photo (default: ${DEFAULT-VALUE}).")
    private int every;

    @Option(
            names = "--scores",
            paramLabel = "S,S",
            split = ",",
            description = "Least scores to judge the detector at (default: its own).")
    private List<Double> scores = new ArrayList<>();

    @Option(names = "--skip-bad", description = "Leave photos that cannot be read out, instead of stopping.")
    private boolean skipBad;

    EvaluateDetectorCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        if (every < 1) {
            throw new LikenessException(ErrorCode.INVALID_ARGUMENT, "--every must be at least 1, got: " + every);
        }
        Configuration configuration = global.configuration(models.settings());
        ModelCatalog catalog = ModelCatalog.of(configuration.models().directories());
        List<Path> files = files();
        BadInput badInput = skipBad ? BadInput.skip() : BadInput.fail();
        try (InferenceRuntime runtime =
                InferenceRuntime.open(configuration.inference(), catalog, global.console()::note)) {
            String judged = configuration.models().detector();
            DetectorReport report = compare(runtime, judged, configuration, files, badInput);
            Provenance provenance = new Provenance(
                    VersionProvider.revision(),
                    judged,
                    catalog.inspect(catalog.manifest(judged)).sha256().orElse(""),
                    Provenance.thisMachine(),
                    parameters());
            reports.deliver(global, report, provenance);
            EvaluationFlags.tellSkipped(global.console(), badInput);
        }
        return 0;
    }

    private DetectorReport compare(
            InferenceRuntime runtime,
            String judged,
            Configuration configuration,
            List<Path> files,
            BadInput badInput) {
        DetectionOptions options = configuration.detection();
        // All that is opened here is closed with the runtime.
        FaceDetector expected = runtime.detector(reference, DetectorComparison.referenceOptions(options));
        List<DetectorComparison.Judged> detectors = new ArrayList<>();
        if (scores.isEmpty()) {
            FaceDetector detector = runtime.detector(judged, options);
            detectors.add(new DetectorComparison.Judged(detector.minScore(), detector));
        }
        for (double score : scores) {
            detectors.add(new DetectorComparison.Judged(
                    score, runtime.detector(judged, DetectorComparison.withScore(options, score))));
        }
        return EvaluationFlags.watched(
                global.console(),
                progress -> new DetectorComparison(expected, detectors)
                        .of(files, new ImageReader(configuration.image()), badInput, progress));
    }

    private List<Path> files() {
        List<Path> all = ImageFiles.below(photos);
        KeptPhotos kept = new KeptPhotos(keptShare, keptSeed);
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < all.size(); i += every) {
            try {
                if (keptShare == 0 || kept.keeps(Files.readAllBytes(all.get(i)))) {
                    files.add(all.get(i));
                }
            } catch (IOException e) {
                throw new LikenessException(
                        ErrorCode.IO_FAILED, "photo %s cannot be read".formatted(all.get(i)), e);
            }
        }
        return files;
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("reference", reference);
        parameters.put("photos", photos.toString());
        if (keptShare > 0) {
            parameters.put("kept-share", Double.toString(keptShare));
            parameters.put("kept-seed", Long.toString(keptSeed));
        }
        if (every > 1) {
            parameters.put("every", Integer.toString(every));
        }
        return parameters;
    }
}
