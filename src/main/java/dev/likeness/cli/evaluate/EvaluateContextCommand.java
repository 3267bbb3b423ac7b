package dev.likeness.cli.evaluate;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.evaluation.clustering.ContextEvaluation;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "context",
        description = {
            "Measure what capture times and company are worth for clustering: who is in other photos of the same minute, and who is often in photos with whom.",
            "",
            "There is no public set of photos with capture times and labels, so photos are staged of the faces of a labelled gallery, each used once: households with events, moments of some seconds, and a guest now and then; faces without a label are bystanders. The faces and their qualities are real; who meets whom, and when, is not. The same photos with people by chance show what a context costs where it is wrong.",
            "",
            "All is clustered in memory, without writing anything. To measure your own photos, use evaluate clustering --ablate.",
            ""
        })
final class EvaluateContextCommand implements Callable<Integer> {
    @Mixin
    private final GalleryEvaluation evaluation;

    @Mixin
    private final LabelFile labels = new LabelFile();

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Option(
            names = "--degrade",
            paramLabel = "SHARE",
            defaultValue = "0.25",
            description =
                    "Degrade this share of the faces (blur, few pixels, JPEG), 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double degrade;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Number of draws of photos and degraded faces (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--resamples",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Number of bootstrap resamples (default: ${DEFAULT-VALUE}).")
    private int resamples;

    EvaluateContextCommand(Console console) {
        this.evaluation = new GalleryEvaluation(console);
    }

    @Override
    public Integer call() {
        InvalidInputPolicy badInput = evaluation.badInput();
        evaluation.run(models.settings(), badInput, (engine, parameters) -> {
            parameters.put("labels", labels.path().toString());
            parameters.put("face", "largest");
            parameters.put("degrade", Double.toString(degrade));
            parameters.put("seeds", "1 to " + seeds);
            GlobalOptions global = evaluation.global();
            return ContextEvaluation.run(
                    engine,
                    global.gallery(),
                    evaluation.read(labels.path(), badInput),
                    degrade,
                    seeds,
                    resamples,
                    badInput,
                    global.console()::note);
        });
        return 0;
    }
}
