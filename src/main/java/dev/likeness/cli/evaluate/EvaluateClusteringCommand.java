package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.clustering.ClusteringComparison;
import dev.likeness.evaluation.clustering.ClusteringEvaluation;
import dev.likeness.evaluation.clustering.SubgalleryEvaluation;
import dev.likeness.evaluation.data.FaceChoice;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import dev.likeness.face.ErrorCode;
import dev.likeness.face.LikenessException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "clustering",
        description = {
            "Measure how well a gallery's people agree with labels: pairwise and BCubed scores, false joins and splits, NMI, split and merged people.",
            "",
            "Unassigned faces and photos without a face count as clusters of one. Files of one picture count once; if their labels contradict each other, they are listed and not evaluated.",
            "",
            "Without further options, the stored people of the gallery are evaluated. With --algorithm or --compare, all faces are clustered in memory, without writing anything, by core-first and the other algorithms. Each algorithm with a minimum cosine is shown with the default or that of --tune-gallery, with one that is cross-validated over people, and with the best by the very labels that evaluate it, an upper bound.",
            "",
            "With --subgalleries, the labelled people are dealt at random into small galleries, and each is clustered in memory by core-first. How much evidence two faces need depends on the gallery, so a small gallery may lose what a large one does not. With --against, galleries of the same photos, made with other models, are divided alike and compared.",
            "",
            "hdbscan may put a whole gallery into one person; the report says so if one holds more than half of all faces.",
            ""
        })
final class EvaluateClusteringCommand implements Callable<Integer> {
    @Mixin
    private final GalleryEvaluation evaluation;

    @Mixin
    private final LabelFile labels = new LabelFile();

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Option(
            names = "--face",
            paramLabel = "WHICH",
            defaultValue = "largest",
            description =
                    "The labelled face of a photo with several: largest, or central as in LFW (default: ${DEFAULT-VALUE}).")
    private FaceChoice face = FaceChoice.LARGEST;

    @Option(names = "--compare", description = "Compare all algorithms.")
    private boolean compare;

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Compare these with core-first: dbscan, hdbscan, average-linkage, chinese-whispers, map-equation.")
    private List<String> algorithms = List.of();

    @Option(
            names = "--ablate",
            description = "Compare core-first with itself, cautious and eager, and without each of its parts.")
    private boolean ablate;

    @Option(
            names = "--min-cosine",
            paramLabel = "C",
            description =
                    "Minimum cosine of one person's faces, for the algorithms that use one; it is then the only one that is evaluated.")
    private @Nullable Float minCosine;

    @Option(
            names = "--tune-gallery",
            paramLabel = "NAME",
            description = "Choose each algorithm's minimum cosine also on this gallery; needs --tune-labels.")
    private @Nullable String tuneGallery;

    @Option(
            names = "--tune-labels",
            paramLabel = "FILE",
            description = "Labels of that gallery: CSV with the header photo,person.")
    private @Nullable Path tuneLabels;

    @Option(
            names = "--degrade",
            paramLabel = "SHARE",
            defaultValue = "0",
            description =
                    "Also degrade this share of the faces (blur, few pixels, JPEG), 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double degrade;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "Number of draws of degraded faces, or of divisions into subgalleries (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--subgalleries",
            paramLabel = "N",
            description =
                    "Deal the labelled people into N small galleries, cluster each on its own, and report the mean.")
    private @Nullable Integer subgalleries;

    @Option(
            names = "--against",
            paramLabel = "NAME",
            split = ",",
            description = "Compare with the subgalleries of these galleries of the same photos; needs --subgalleries.")
    private List<String> against = List.of();

    @Option(
            names = "--resamples",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Number of bootstrap resamples (default: ${DEFAULT-VALUE}).")
    private int resamples;

    EvaluateClusteringCommand(Console console) {
        this.evaluation = new GalleryEvaluation(console);
    }

    @Override
    public Integer call() {
        requireOneEvaluation();
        InvalidInputPolicy badInput = evaluation.badInput();
        evaluation.run(models.settings(), badInput, (engine, parameters) -> {
            PhotoLabels people = evaluation.read(labels.path(), badInput).withFaceChoice(face);
            parameters.put("labels", labels.path().toString());
            parameters.put("face", face.name().toLowerCase(Locale.ROOT));
            GlobalOptions global = evaluation.global();
            if (subgalleries != null) {
                parameters.put("seeds", Integer.toString(seeds));
                return SubgalleryEvaluation.run(
                        engine,
                        global.gallery(),
                        people,
                        new SubgalleryEvaluation.Plan(subgalleries, seeds, against, resamples),
                        badInput);
            }
            return compare || ablate || !algorithms.isEmpty()
                    ? ClusteringComparison.run(
                            engine,
                            global.gallery(),
                            people,
                            plan(),
                            tuning(badInput),
                            badInput,
                            global.console()::note)
                    : ClusteringEvaluation.ofPeople(engine, global.gallery(), people, badInput);
        });
        return 0;
    }

    private void requireOneEvaluation() {
        if (subgalleries == null && !against.isEmpty()) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--against needs --subgalleries, got: --against " + String.join(",", against));
        }
        boolean compares = compare || ablate || !algorithms.isEmpty() || degrade > 0 || tuneGallery != null;
        if (subgalleries != null && compares) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "subgalleries are clustered by core-first as they are, got: --subgalleries %d with an option of a comparison of algorithms; leave one out"
                            .formatted(subgalleries));
        }
    }

    private ClusteringComparison.Plan plan() {
        return ClusteringComparison.Plan.of(
                compare ? ClusteringComparison.ALL : algorithms, ablate, minCosine, degrade, seeds, resamples);
    }

    private ClusteringComparison.@Nullable Tuning tuning(InvalidInputPolicy badInput) {
        if (tuneGallery == null && tuneLabels == null) {
            return null;
        }
        if (tuneGallery == null || tuneLabels == null) {
            throw new LikenessException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--tune-gallery and --tune-labels must be given together, got: %s and %s"
                            .formatted(tuneGallery, tuneLabels));
        }
        return new ClusteringComparison.Tuning(tuneGallery, PhotoLabels.read(tuneLabels, null, badInput));
    }
}
