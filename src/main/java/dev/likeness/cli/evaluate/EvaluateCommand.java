package dev.likeness.cli.evaluate;

import dev.likeness.cli.terminal.CommandGroup;
import picocli.CommandLine.Command;

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
            EvaluateMagnitudeCommand.class,
            EvaluateTemplatesCommand.class,
            EvaluateCalibrationCommand.class,
            EvaluateClusteringCommand.class,
            EvaluateDuplicatesCommand.class,
            EvaluateCopiesCommand.class,
            EvaluateSearchCommand.class,
            EvaluateDetectorCommand.class
        })
public final class EvaluateCommand extends CommandGroup {}
