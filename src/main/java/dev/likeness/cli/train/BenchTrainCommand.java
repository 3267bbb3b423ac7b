package dev.likeness.cli.train;

import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import dev.likeness.inference.runtime.Device;
import dev.likeness.support.Json;
import dev.likeness.training.embedder.Architecture;
import dev.likeness.training.embedder.BackboneOptions;
import dev.likeness.training.embedder.TrainingBenchmark;
import dev.likeness.training.torch.Arithmetic;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "train",
        description = {
            "Train a network on synthetic faces for some steps; print pictures/s of whole steps and of the forward pass alone.",
            ""
        })
public final class BenchTrainCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(names = "--verbose", description = "Log more, and print stack traces of failures.")
    private boolean verbose;

    @Option(
            names = "--architecture",
            paramLabel = "NAME",
            defaultValue = "mobilefacenet",
            description = "mobilefacenet, resnet14, iresnet18, iresnet34, iresnet50 or iresnet100 (default:"
                    + " ${DEFAULT-VALUE}).")
    private Architecture architecture = Architecture.MOBILEFACENET;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "32",
            description = "Channels of the first layer; the published networks have 64 (default: ${DEFAULT-VALUE}).")
    private int width;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "128",
            description = "Pictures per step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "10",
            description = "Steps of each of three rounds (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of one computation on the CPU; 0 is one per core (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "auto",
            description = "auto, cpu, cuda or cuda:N (default: ${DEFAULT-VALUE}, the GPU if there is one).")
    private String device = "auto";

    @Option(
            names = "--arithmetic",
            paramLabel = "NAME",
            defaultValue = "float32",
            description = "Arithmetic of the convolutions: float32 or bfloat16 (default: ${DEFAULT-VALUE}).")
    private Arithmetic arithmetic = Arithmetic.FLOAT32;

    private final Console console;

    public BenchTrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (verbose) {
            System.setProperty("likeness.log", "DEBUG");
        }
        TrainingBenchmark.Run run = TrainingBenchmark.run(
                new BackboneOptions(architecture, width, 128, 0.4),
                batch,
                Device.parse(device),
                threads,
                arithmetic,
                steps);
        if (json) {
            console.print(Json.line(run));
            return 0;
        }
        console.print(String.format(
                Locale.ROOT,
                "%s of width %d, batches of %d, %s, on %s with %d threads",
                run.architecture().name().toLowerCase(Locale.ROOT),
                run.width(),
                run.batchSize(),
                run.arithmetic().name().toLowerCase(Locale.ROOT),
                run.device(),
                run.threads()));
        new Columns<Rate>()
                .column("", "%s", Rate::label)
                .column("pictures/s", "%.1f", Rate::rate)
                .column("of forward alone", "%.0f %%", row -> 100 * row.rate() / run.forwardRate())
                .print(
                        console,
                        "  ",
                        List.of(
                                new Rate("forward alone", run.forwardRate()),
                                new Rate("a step on a prepared batch", run.stepRate()),
                                new Rate("with reading and augmenting pictures", run.endToEndRate())));
        console.print("  a step should reach about a third: backward is about twice the work of forward");
        return 0;
    }

    private record Rate(String label, double rate) {}
}
