package dev.likeness.cli.bench;

import dev.likeness.cli.terminal.CommandGroup;
import picocli.CommandLine.Command;

@Command(
        name = "bench",
        description = {"Measure the performance of Likeness on this machine.", ""},
        subcommands = {
            BenchIngestCommand.class,
            BenchMetricsCommand.class,
            BenchScaleCommand.class,
            BenchDuplicatesCommand.class,
            BenchClusterCommand.class,
            BenchHttpCommand.class,
            BenchLiveCommand.class,
            BenchStartCommand.class,
            BenchSoakCommand.class,
            BenchCrashCommand.class,
            BenchEditsCommand.class,
            BenchNamingCommand.class
        })
public final class BenchCommand extends CommandGroup {}
