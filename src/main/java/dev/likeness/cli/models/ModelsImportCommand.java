package dev.likeness.cli.models;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.config.Configuration;
import dev.likeness.onnx.ModelDescription.Role;
import dev.likeness.onnx.checkpoint.PyTorchCheckpoint.Family;
import dev.likeness.onnx.graph.WeightPrecision;
import dev.likeness.onnx.importer.ImportOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description = {
            "Import a model: an official MagFace or InsightFace checkpoint (.pth), a MobileFaceNet of other PyTorch projects, or an .onnx (ArcFace embedder, SCRFD with five points, YuNet).",
            "",
            "A checkpoint is converted to ONNX without executing anything in it. The result is tested before it appears among your other models.",
            ""
        })
final class ModelsImportCommand implements Callable<Integer> {
    private static final int COLOURS = 3;

    @Mixin
    private final GlobalOptions global;

    @Parameters(paramLabel = "FILE", description = "The checkpoint or .onnx file.")
    private Path file = Path.of("");

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Directory to write to (default: the first model directory).")
    private @Nullable Path output;

    @Option(names = "--id", paramLabel = "ID", description = "Id of the model (default: the file's name).")
    private @Nullable String id;

    @ArgGroup
    private Precision precision = new Precision();

    @Option(names = "--force", description = "Overwrite a model with the same id.")
    private boolean force;

    @Option(
            names = "--family",
            paramLabel = "WORD",
            description = "magface or insightface: the conventions an embedder was trained with (default: detected).")
    private @Nullable Family family;

    @Option(
            names = "--role",
            paramLabel = "WORD",
            description = "embedder or detector: the role of an .onnx file (default: detected).")
    private @Nullable Role role;

    @Option(names = "--channels", paramLabel = "ORDER", description = "RGB or BGR: the order of the input's planes.")
    private @Nullable String channels;

    @Option(
            names = "--mean",
            paramLabel = "N",
            split = ",",
            description = "Subtracted from the bytes 0 to 255, one number or three with commas; needs --std.")
    private List<Float> mean = List.of();

    @Option(
            names = "--std",
            paramLabel = "N",
            split = ",",
            description = "Divides the bytes after that, one number or three with commas; needs --mean.")
    private List<Float> std = List.of();

    /// The precision of a checkpoint's weights.
    static final class Precision {
        @Option(names = "--half", description = "Store a checkpoint's weights as float16: half the size.")
        private boolean half;

        @Option(names = "--int8", description = "Store a checkpoint's weights as int8: a quarter of the size.")
        private boolean int8;

        WeightPrecision weights() {
            return half ? WeightPrecision.FLOAT16 : int8 ? WeightPrecision.INT8 : WeightPrecision.FLOAT32;
        }
    }

    ModelsImportCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() throws IOException {
        Configuration configuration = global.configuration(Map.of());
        ModelImport models = ModelImport.of(configuration, global.console());
        ImportResult result = models.run(file, models.directory(output), options());
        global.printResult(result, () -> result.print(global.console()));
        return 0;
    }

    private ImportOptions options() {
        ImportOptions.Overrides overrides = new ImportOptions.Overrides(
                Optional.ofNullable(role),
                Optional.ofNullable(family),
                Optional.ofNullable(channels).map(order -> order.toUpperCase(Locale.ROOT)),
                perChannel(mean),
                perChannel(std));
        return new ImportOptions(Optional.ofNullable(id), precision.weights(), force, overrides);
    }

    private static Optional<List<Float>> perChannel(List<Float> values) {
        return values.isEmpty()
                ? Optional.empty()
                : Optional.of(values.size() == 1 ? Collections.nCopies(COLOURS, values.getFirst()) : values);
    }
}
