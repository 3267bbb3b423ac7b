package dev.likeness.cli.bench;

import dev.likeness.bench.StartBenchmark;
import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Console;
import dev.likeness.cli.terminal.TextTable;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "start",
        description = {"Start a server with synthetic faces; print what its first requests cost.", ""})
final class BenchStartCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final FacesOption faces = new FacesOption();

    BenchStartCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        StartBenchmark.Start start = StartBenchmark.run(
                global.configuration(Map.of()).engine(),
                OwnProgram.commandLine(spec),
                faces.count(),
                global.console()::note);
        global.printResult(start, () -> print(start));
        return 0;
    }

    private void print(StartBenchmark.Start start) {
        global.console()
                .note(String.format(
                        Locale.ROOT,
                        "ready after %.1f s, with %.1f s of CPU time",
                        start.readySeconds(),
                        start.readyCpuSeconds()));
        TextTable table = TextTable.of("requests", "CPU ms/request", "first ÷ these");
        for (StartBenchmark.Requests requests : start.requests()) {
            table.row(
                    "%d to %d".formatted(requests.from(), requests.to()),
                    String.format(Locale.ROOT, "%.2f", requests.cpuMillis()),
                    String.format(Locale.ROOT, "%.2f", requests.ofFirst()));
        }
        table.print(global.console(), "");
    }
}
