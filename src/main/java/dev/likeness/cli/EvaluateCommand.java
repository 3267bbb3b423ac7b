package dev.likeness.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Spec;

@Command(
        name = "evaluate",
        description = {
            "Measure how good Likeness is on your own photos, with the field's own protocols.",
            "",
            "Every report names how many comparisons stand behind it, the model and the machine.",
            ""
        },
        subcommands = {
            EvaluateVerificationCommand.class,
            EvaluateQualityCommand.class,
            EvaluateTemplatesCommand.class,
            EvaluateCalibrationCommand.class,
            EvaluateClusteringCommand.class,
            EvaluateSearchCommand.class
        })
final class EvaluateCommand implements Runnable {
    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
