package dev.likeness.cli.gallery;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.options.ModelFlags;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.ScoreFormatter;
import dev.likeness.engine.Engine;
import dev.likeness.engine.search.VerifyResult;
import dev.likeness.face.Box;
import dev.likeness.scoring.MatchScorer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {
            "Verify whether two pictures show the same person.",
            "",
            "Compares the largest face of each picture. The probability assumes a prior of 0.5.",
            ""
        })
public final class VerifyCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Mixin
    private final ModelFlags models = new ModelFlags();

    @Parameters(index = "0", paramLabel = "IMAGE", description = "A picture.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "IMAGE", description = "Another picture.")
    private Path second = Path.of("");

    VerifyCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        byte[] one = ProbeFile.read(first);
        byte[] other = ProbeFile.read(second);
        try (Engine engine = global.engine(models.settings())) {
            VerifyResult result = engine.verification().verify(first.toString(), one, second.toString(), other);
            global.printResult(result, () -> print(result));
            ScoreFormatter.noteMissingCalibration(global.console(), result.calibration(), result.embedder());
            return 0;
        }
    }

    private void print(VerifyResult result) {
        Console console = global.console();
        print(first, result.first());
        print(second, result.second());
        console.print(String.format(Locale.ROOT, "cosine       %.3f", result.cosine()));
        Double probability = result.probability();
        if (probability != null) {
            console.print("probability  " + ScoreFormatter.probability(probability)
                    + String.format(Locale.ROOT, " (prior %.1f)", result.prior()));
            console.print(String.format(
                    Locale.ROOT,
                    "decision     %s (%s: one false match in %,.0f comparisons)",
                    ScoreFormatter.decision(result.decision()),
                    result.operatingPoint(),
                    1 / result.falseMatchRate()));
            if (MatchScorer.LOW_QUALITY.equals(result.decision())) {
                console.print("The faces are too poor to decide; what there is speaks for "
                        + (probability >= 0.5 ? "the same person." : "different people."));
            }
        }
    }

    private void print(Path picture, VerifyResult.Side side) {
        Box box = Objects.requireNonNull(side.detection()).box();
        global.console()
                .print(String.format(
                        Locale.ROOT,
                        "%s: face at (%.0f, %.0f), %.0f × %.0f px, quality %d%s",
                        picture,
                        box.left(),
                        box.top(),
                        box.width(),
                        box.height(),
                        side.quality(),
                        side.facesInPicture() == 1 ? "" : ", the largest of " + side.facesInPicture()));
    }
}
