package dev.likeness.cli.bench;

import dev.likeness.bench.NamingBenchmark;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import dev.likeness.engine.Engine;
import dev.likeness.evaluation.data.InvalidInputPolicy;
import dev.likeness.evaluation.data.PhotoLabels;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "naming",
        description = {
            "Count the answers of a user who knows the labels until 80 %% and 95 %% of the labelled faces have their"
                    + " name: with the review queue, and by naming the largest people first.",
            "",
            "A click, a key, or a name that is typed and confirmed is one answer. The gallery must be clustered; it is"
                    + " copied and not changed.",
            ""
        })
final class BenchNamingCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            required = true,
            description = "Labels: CSV with the header photo,person.")
    private Path labels = Path.of("");

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "The folder that the labels' photos are relative to (default: the folder of the labels).")
    private @Nullable Path images;

    BenchNamingCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        InvalidInputPolicy badInput = InvalidInputPolicy.failFast();
        PhotoLabels known = PhotoLabels.read(labels, images, badInput);
        try (Engine engine = global.engine()) {
            NamingBenchmark.Result result = new NamingBenchmark(
                            engine, global.configuration(Map.of()).engine(), global.gallery(), known, badInput)
                    .run();
            global.printResult(result, () -> print(result));
        }
        return 0;
    }

    private void print(NamingBenchmark.Result result) {
        global.console().print("%,d labelled faces of %,d people".formatted(result.faces(), result.people()));
        new Columns<NamingBenchmark.Run>()
                .column("order", "%s", NamingBenchmark.Run::order)
                .column("answers to 80 %", "%,d", NamingBenchmark.Run::answersTo80)
                .column("per person", "%.2f", run -> result.perPerson(run.answersTo80()))
                .column("answers to 95 %", "%,d", NamingBenchmark.Run::answersTo95)
                .column("per person", "%.2f", run -> result.perPerson(run.answersTo95()))
                .column("about unlabelled faces", "%,d", NamingBenchmark.Run::unlabelled)
                .column("answers", "%,d", NamingBenchmark.Run::answers)
                .column("named at the end", "%.3f", NamingBenchmark.Run::share)
                .print(global.console(), "", result.runs());
    }
}
