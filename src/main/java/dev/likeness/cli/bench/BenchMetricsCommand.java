package dev.likeness.cli.bench;

import dev.likeness.bench.MetricsBenchmark;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "metrics",
        description = {
            "Score synthetic clusterings of 250,000, 500,000 and 1,000,000 faces; print how the time grows.",
            ""
        })
final class BenchMetricsCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    BenchMetricsCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        List<MetricsBenchmark.Run> runs = MetricsBenchmark.run();
        global.printTable(
                runs,
                new Columns<MetricsBenchmark.Run>()
                        .column("labels", "%,d", MetricsBenchmark.Run::labels)
                        .column("people", "%,d", MetricsBenchmark.Run::people)
                        .column("clusters", "%,d", MetricsBenchmark.Run::clusters)
                        .column("ms", "%.1f", MetricsBenchmark.Run::millis)
                        .column("ns/label", "%.0f", MetricsBenchmark.Run::nanosPerLabel)
                        .column("× half as many", "%.2f", MetricsBenchmark.Run::ratio));
        return 0;
    }
}
