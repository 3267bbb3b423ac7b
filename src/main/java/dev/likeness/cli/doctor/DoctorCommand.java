package dev.likeness.cli.doctor;

import dev.likeness.cli.options.GlobalOptions;
import dev.likeness.cli.terminal.Columns;
import dev.likeness.cli.terminal.Console;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// One page about this machine: what support would ask first.
@Command(
        name = "doctor",
        description = {
            "Look whether this machine has what Likeness needs: runtime, limits, folders, models, decoders and galleries."
                    + " Exit status 1 if something does not work.",
            ""
        })
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private final GlobalOptions global;

    DoctorCommand(Console console) {
        this.global = new GlobalOptions(console);
    }

    @Override
    public Integer call() {
        List<Finding> findings = new Examination(global).findings();
        global.printTable(
                findings,
                new Columns<Finding>()
                        .column("state", "%s", finding -> finding.state().name().toLowerCase(Locale.ROOT))
                        .column("what", "%s", Finding::subject)
                        .column("found", "%s", Finding::text));
        boolean broken = findings.stream().anyMatch(finding -> finding.state() == Finding.State.PROBLEM);
        return broken ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
    }
}
