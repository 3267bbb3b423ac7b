package dev.likeness.cli;

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
final class EvaluateCommand extends CommandGroup {}
